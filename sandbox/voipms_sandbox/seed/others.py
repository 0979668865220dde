"""Two smaller accounts: one person in Florida, and a reseller. All of it is invented."""

from datetime import datetime
from decimal import Decimal

from voipms_sandbox.seed import rows as r
from voipms_sandbox.seed.ledger import Ledger
from voipms_sandbox.seed.traffic import Line, Traffic


def solo(now: datetime) -> dict[str, object]:
    """One person with one number."""
    numbers = [r.number(now, "3055550130", "MIAMI, FL", "account:200000_Home", "7", note="Home", voicemail="201")]
    home, ledger = ("200000_Home",), Ledger(Decimal("48.25"), Decimal("15.00"))
    cdr = Traffic("200000", "3055550130", (Line("3055550130", 1, home),), home).calls(now, 60)
    tables = {
        "dids": numbers,
        "sub_accounts": [r.sub_account("99901", "200000_Home", "Home phone", "11")],
        "registrations": [r.registration("200000_Home", "7", 90, now)],
        "voicemails": [r.mailbox("201", "Home", "home@example.com")],
        "cdr": cdr,
        "transactions": ledger.transactions(now, cdr, numbers, []),
    }
    return {"number": "200000", "email": "solo@example.com", "balance": str(ledger.balance), "tables": tables}


def reseller(now: datetime) -> dict[str, object]:
    """A reseller with one client, whose number is connected to the client's sub-account."""
    connected = {
        "reseller_account": "300000_Client",
        "reseller_monthly": "3.50000000",
        "reseller_minute": "0.03000000",
        "reseller_setup": "1.99000000",
        "reseller_next_billing": now.strftime("%Y-%m-%d"),
    }
    numbers = [
        r.number(now, "6465550131", "NEW YORK, NY", "account:300000_Client", "3", note="Client", **connected),
        r.number(now, "6465550132", "NEW YORK, NY", "fwd:17001", "3", note="Own"),
    ]
    ledger = Ledger(Decimal("212.40"), Decimal("25.00"))
    tables = {
        "dids": numbers,
        "sub_accounts": [r.sub_account("99951", "300000_Client", "Client", "21", reseller_client="561115")],
        "packages": [{"package": "92364", "name": "Standard"}],
        "registrations": [r.registration("300000_Client", "3", 95, now)],
        "forwardings": [r.forwarding("17001", "6465550154", "Owner")],
        "transactions": ledger.transactions(now, [], numbers, []),
    }
    return {"number": "300000", "email": "reseller@example.com", "balance": str(ledger.balance), "tables": tables}
