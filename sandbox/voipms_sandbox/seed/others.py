"""Two smaller accounts: one person in Florida, and a reseller. All of it is invented."""

from datetime import datetime

from voipms_sandbox.seed import rows as r
from voipms_sandbox.seed.records import calls, transactions


def solo(now: datetime) -> dict[str, object]:
    """One person with one number."""
    numbers = [r.number(now, "3055550130", "MIAMI, FL", "account:200000_Home", "7", note="Home", voicemail="201")]
    cdr = calls(now, "200000", ["200000_Home"], 60)
    ledger, balance = transactions(now, cdr, ["3055550130"])
    tables = {
        "dids": numbers,
        "sub_accounts": [r.sub_account("99901", "200000_Home", "Home phone", "11")],
        "registrations": [r.registration("200000_Home", "7", 90, now)],
        "voicemails": [r.mailbox("201", "Home", "home@example.com")],
        "cdr": cdr,
        "transactions": ledger,
    }
    return {"number": "200000", "email": "solo@example.com", "balance": str(balance), "tables": tables}


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
    ledger, balance = transactions(now, [], ["6465550131", "6465550132"])
    tables = {
        "dids": numbers,
        "sub_accounts": [r.sub_account("99951", "300000_Client", "Client", "21", reseller_client="561115")],
        "registrations": [r.registration("300000_Client", "3", 95, now)],
        "forwardings": [r.forwarding("17001", "6465550154", "Owner")],
        "transactions": ledger,
    }
    return {"number": "300000", "email": "reseller@example.com", "balance": str(balance), "tables": tables}
