"""The get* and search* methods."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from voipms_sandbox.entries import Answer, Params
from voipms_sandbox.lists import GETTERS
from voipms_sandbox.mailboxes import is_billed_so, is_of_type
from voipms_sandbox.music import get_music
from voipms_sandbox.refusal import Here, Refuse, check_period
from voipms_sandbox.world import Row

KEYPAD = {
    letter: digit
    for digit, letters in zip("23456789", "ABC DEF GHI JKL MNO PQRS TUV WXYZ".split(), strict=True)
    for letter in letters
}


@dataclass(frozen=True, slots=True)
class Listing:
    """A getter over a table of the account, or over a shared list: parameter -> the row's field it filters."""

    table: str
    key: str
    filters: dict[str, str]
    empty: str
    shared: bool = False
    required: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def run(self, here: Here, params: Params) -> Answer:
        for name in self.required:
            if not params.get(name):
                raise Refuse(f"missing_{name.replace('_', '')}")
        check_area(here, {name: params[name] for name in self.filters if name in params})
        rows = here.world.reference[self.table] if self.shared else here.account.table(self.table)
        wanted = {field: params[name] for name, field in self.filters.items() if params.get(name)}
        found = [self._shown(row) for row in rows if all(row.get(k, "") == v for k, v in wanted.items())]
        if not found:
            raise Refuse(self.empty)
        return {self.key: found}

    def _shown(self, row: Row) -> Row:
        return {name: value for name, value in row.items() if name not in self.without}


def values(table: str, key: str, name: str) -> Listing:
    return Listing(table, key, {name: "value"} if name else {}, f"invalid_{name.replace('_', '')}", shared=True)


LISTINGS: dict[str, Listing] = {
    "getDIDsInfo": Listing("dids", "dids", {"did": "did"}, "no_did"),
    "getSubAccounts": Listing("sub_accounts", "accounts", {"account": "account"}, "no_subaccount"),
    "getForwardings": Listing("forwardings", "forwardings", {"forwarding": "forwarding"}, "no_forwarding"),
    "getVoicemails": Listing("voicemails", "voicemails", {"mailbox": "mailbox"}, "no_mailbox"),
    "getSIPURIs": Listing("sipuris", "sipuris", {"sipuri": "sipuri"}, "no_sipuri"),
    "getRingGroups": Listing("ring_groups", "ring_groups", {"ring_group": "ring_group"}, "no_ringgroup"),
    "getIVRs": Listing("ivrs", "ivrs", {"ivr": "ivr"}, "no_ivr"),
    "getRecordings": Listing("recordings", "recordings", {"recording": "value"}, "no_recording", without=("data",)),
    "getRecordingFile": Listing(
        "recordings",
        "recordings",
        {"recording": "value"},
        "invalid_recording",
        required=("recording",),
        without=("description",),
    ),
    "getQueues": Listing("queues", "queues", {"queue": "queue"}, "no_queue"),
    "getStaticMembers": Listing(
        "static_members", "members", {"queue": "queue_number", "member": "member"}, "no_member", required=("queue",)
    ),
    "getCallbacks": Listing("callbacks", "callbacks", {"callback": "callback"}, "no_callback"),
    "getTimeConditions": Listing(
        "time_conditions", "timecondition", {"timecondition": "timecondition"}, "no_timecondition"
    ),
    "getCallHuntings": Listing("call_huntings", "call_hunting", {"callhunting": "callhunting"}, "no_callhunting"),
    "getCallParking": Listing("call_parkings", "call_hunting", {"callparking": "callparking"}, "no_callparking"),
    "getDISAs": Listing("disas", "disa", {"disa": "disa"}, "no_disa"),
    "getCallerIDFiltering": Listing("filters", "filtering", {"filtering": "filtering", "did": "did"}, "no_filter"),
    "getServersInfo": Listing("servers", "servers", {"server_pop": "server_pop"}, "invalid_serverpop", shared=True),
    "getProvinces": Listing("provinces", "provinces", {}, "unavailable_info", shared=True),
    "getStates": Listing("states", "states", {}, "unavailable_info", shared=True),
    "getCarriers": values("carriers", "carriers", "carrier"),
    "getLanguages": values("languages", "languages", "language"),
    "getVoicemailSetups": values("voicemail_setups", "voicemailsetups", "voicemailsetup"),
    "getReportEstimatedHoldTime": values("hold_times", "types", "type"),
    "getJoinWhenEmptyTypes": values("join_when_empty", "types", "type"),
    "getRingStrategies": values("ring_strategies", "strategies", "strategy"),
    **{name: values(key, key, parameter) for name, (key, parameter) in GETTERS.items()},
    "e911AddressTypes": values("e911_types", "types", "type"),
    "getInternationalTypes": values("international_types", "types", "type"),
    "getDIDCountries": Listing(
        "did_countries",
        "countries",
        {"type": "type", "country_id": "value"},
        "invalid_type",
        shared=True,
        required=("type",),
        without=("type",),
    ),
    "getDIDsInternationalTollFree": Listing(
        "intl_tollfree_locations",
        "locations",
        {"country_id": "country_id"},
        "no_did",
        shared=True,
        required=("country_id",),
        without=("country_id",),
    ),
    "getDIDsUSA": Listing(
        "stock_local",
        "dids",
        {"state": "state", "ratecenter": "ratecenter"},
        "no_did",
        shared=True,
        required=("state",),
    ),
    "getDIDsCAN": Listing(
        "stock_local",
        "dids",
        {"province": "province", "ratecenter": "ratecenter"},
        "no_did",
        shared=True,
        required=("province",),
    ),
    "getRateCentersUSA": Listing(
        "ratecenters_usa",
        "ratecenters",
        {"state": "state"},
        "invalid_state",
        shared=True,
        required=("state",),
        without=("state",),
    ),
    "getRateCentersCAN": Listing(
        "ratecenters_can",
        "ratecenters",
        {"province": "province"},
        "invalid_province",
        shared=True,
        required=("province",),
        without=("province",),
    ),
}


def check_area(here: Here, params: Params) -> None:
    """Refuse a state or province that is not on its list."""
    for name, table in (("state", "states"), ("province", "provinces")):
        if params.get(name) and all(row[name] != params[name] for row in here.world.reference[table]):
            raise Refuse(f"invalid_{name}")


def as_digits(query: str) -> str:
    """Letters are keys of a telephone: JOHN is 5646."""
    return "".join(KEYPAD.get(c, c) for c in query.upper())


def search(table: str, area: str = "", *, needs_query: bool = True) -> Callable[[Here, Params], Answer]:
    def run(here: Here, params: Params) -> Answer:
        for name in ("type", "query") if needs_query else ():
            if not params.get(name):
                raise Refuse(f"missing_{name}")
        if params.get("type", "starts") not in ("starts", "contains", "ends"):
            raise Refuse("invalid_type")
        check_area(here, {area: params.get(area, "")})
        rows = [row for row in here.world.reference[table] if not area or area in row]
        if area and params.get(area):
            rows = [row for row in rows if row[area] == params[area]]
        found = [row for row in rows if _matches(row["did"], params)]
        if not found:
            raise Refuse("no_did")
        return {"dids": [{k: v for k, v in row.items() if k not in ("sms", "has_port_out_pin")} for row in found]}

    return run


def _matches(did: str, params: Params) -> bool:
    query = as_digits(params.get("query", ""))
    match params.get("type", "contains"):
        case "starts":
            return did.startswith(query)
        case "ends":
            return did.endswith(query)
        case _:
            return query in did


def search_vanity(here: Here, params: Params) -> Answer:
    for name in ("type", "query"):
        if not params.get(name):
            raise Refuse(f"missing_{name}")
    if params["type"] not in ("8**", "800", "833", "844", "855", "866", "877", "888"):
        raise Refuse("invalid_type")
    if len(params["query"]) != 7:
        raise Refuse("invalid_query")
    pattern = params["type"] + as_digits(params["query"])
    stock = here.world.reference["stock_vanity"]
    found = [row for row in stock if all(p in ("*", d) for p, d in zip(pattern, row["did"], strict=True))]
    if not found:
        raise Refuse("no_did")
    return {"dids": list(found)}


def get_balance(here: Here, params: Params) -> Answer:
    balance: dict[str, object] = {"current_balance": f"{here.account.balance:.8f}"}
    if params.get("advanced"):
        cdr, today = here.account.table("cdr"), here.world.clock.today()
        balance |= _spent("total", cdr) | _spent("today", [row for row in cdr if row["date"].startswith(today)])
    return {"balance": balance}


def _spent(when: str, rows: list[Row]) -> Row:
    spent = sum((Decimal(row["total"]) for row in rows), Decimal(0))
    return {f"spent_{when}": f"{spent:.8f}", f"calls_{when}": str(len(rows)), f"time_{when}": _clock_time(rows)}


def _clock_time(rows: list[Row]) -> str:
    seconds = sum(int(row["seconds"]) for row in rows)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def get_registration(here: Here, params: Params) -> Answer:
    if not params.get("account"):
        raise Refuse("missing_account")
    if (
        here.account.find("sub_accounts", account=params["account"]) is None
        and params["account"] != here.account.number
    ):
        raise Refuse("invalid_account")
    rows = [row for row in here.account.table("registrations") if row["account"] == params["account"]]
    if not rows:
        return {"registered": "no", "rerouted": "0", "from_server_pop": "", "registrations": []}
    servers = {row["server_pop"]: row for row in here.world.reference["servers"]}
    found = [
        {
            **{k: v for k, v in servers.get(row["server_pop"], {}).items() if k != "server_recommended"},
            **{k: v for k, v in row.items() if k != "account"},
        }
        for row in rows
    ]
    return {"registered": "yes", "rerouted": 0, "from_server_pop": "", "registrations": found}


DISPOSITIONS = {"answered": "ANSWERED", "noanswer": "NO ANSWER", "busy": "BUSY", "failed": "FAILED"}


def get_cdr(here: Here, params: Params) -> Answer:
    for name in ("date_from", "date_to", "timezone"):
        if not params.get(name):
            raise Refuse(f"missing_{name.replace('_', '')}" if name != "timezone" else "missing_timezone")
    check_period(params["date_from"], params["date_to"])
    wanted = {DISPOSITIONS[name] for name in DISPOSITIONS if params.get(name) == "1"}
    if not wanted:
        raise Refuse("no_callstatus")
    rows = [
        row
        for row in here.account.table("cdr")
        if params["date_from"] <= row["date"][:10] <= params["date_to"]
        and row["disposition"] in wanted
        and params.get("account", "all") in ("", "all", row["account"])
        and is_of_type(row, params.get("calltype", ""))
        and is_billed_so(row, params.get("callbilling", ""))
    ]
    if not rows:
        raise Refuse("no_cdr")
    return {"cdr": sorted(rows, key=lambda row: row["date"], reverse=True)}


def get_transactions(here: Here, params: Params) -> Answer:
    for name in ("date_from", "date_to"):
        if not params.get(name):
            raise Refuse(f"missing_{name}")
    check_period(params["date_from"], params["date_to"])
    rows = [
        row
        for row in here.account.table("transactions")
        if params["date_from"] <= row["date"][:10] <= params["date_to"]
    ]
    if not rows:
        raise Refuse("no_transactions")
    return {"transactions": rows}


READERS: dict[str, Callable[[Here, Params], Answer]] = {
    **{name: listing.run for name, listing in LISTINGS.items()},
    "searchDIDsUSA": search("stock_local", "state"),
    "searchDIDsCAN": search("stock_local", "province"),
    "searchTollFreeCanUS": search("stock_tollfree_canus", needs_query=False),
    "searchTollFreeUSA": search("stock_tollfree_usa", needs_query=False),
    "searchVanity": search_vanity,
    "getBalance": get_balance,
    "getMusicOnHold": get_music,
    "getIP": lambda _, __: {"ip": "203.0.113.7"},
    "getRegistrationStatus": get_registration,
    "getCDR": get_cdr,
    "getTransactionHistory": get_transactions,
}
