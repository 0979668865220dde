"""Shared lists and stock. Names of places are real; POP numbers (but 1), prices and stock are invented."""

from voipms_sandbox.world import Row, Tables

STATES = (
    "AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,"
    "DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,"
    "KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,"
    "MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,"
    "NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,"
    "SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,WA Washington,"
    "WV West Virginia,WI Wisconsin,WY Wyoming"
)
PROVINCES = (
    "AB Alberta,BC British Columbia,MB Manitoba,NB New Brunswick,NL Newfoundland,NS Nova Scotia,ON Ontario,"
    "PE Prince Edward Island,QC Quebec,SK Saskatchewan"
)
SERVERS = (
    "1 Houston TX USA,2 Dallas TX USA,3 New York NY USA,4 Chicago IL USA,5 Los Angeles CA USA,6 Seattle WA USA,"
    "7 Tampa FL USA,8 Denver CO USA,9 Washington DC USA,15 Atlanta GA USA,22 San Jose CA USA,31 Montreal QC Canada,"
    "32 Montreal QC Canada,41 Toronto ON Canada,42 Toronto ON Canada,51 Vancouver BC Canada,61 London -- UK,"
    "62 Paris -- France,63 Amsterdam -- Netherlands,64 Sydney -- Australia"
)
OLD = ("32", "42", "62")
"""POPs that are not recommended any more (invented)."""
LOCAL = (
    ("province", "QC", "QUEBEC", "Montreal", "514"),
    ("province", "QC", "QUEBEC", "Montreal", "438"),
    ("province", "ON", "ONTARIO", "Toronto", "416"),
    ("province", "ON", "ONTARIO", "Stoney Point", "226"),
    ("province", "BC", "BRITISH COLUMBIA", "Vancouver", "604"),
    ("province", "AB", "ALBERTA", "Calgary", "403"),
    ("state", "FL", "FLORIDA", "MIAMI", "305"),
    ("state", "NY", "NEW YORK", "NEW YORK", "212"),
    ("state", "NY", "NEW YORK", "NEW YORK", "646"),
    ("state", "TX", "TEXAS", "HOUSTON", "713"),
    ("state", "CA", "CALIFORNIA", "LOS ANGELES", "213"),
    ("state", "WA", "WASHINGTON", "SEATTLE", "206"),
)
COUNTRIES = "10 ARGENTINA (+54),15 AUSTRALIA (+61),73 FRANCE (+33),205 SWEDEN (+46),230 UNITED KINGDOM (+44)"


def pairs(text: str) -> list[tuple[str, str]]:
    return [(one.partition(" ")[0], one.partition(" ")[2]) for one in text.split(",")]


def values(text: str) -> list[Row]:
    """`value description` pairs, as most reference lists have them."""
    return [{"value": value, "description": description} for value, description in pairs(text)]


def _servers() -> list[Row]:
    rows: list[Row] = []
    for number, words in pairs(SERVERS):
        *city, area, country = words.split(" ")
        name = " ".join(city)
        host = f"{''.join(city).lower()}{number}.voip.ms.invalid"
        rows.append(
            {
                "server_name": f"{name}, {area}" if area != "--" else name,
                "server_shortname": name,
                "server_hostname": host,
                "server_ip": f"203.0.113.{100 + int(number)}",
                "server_country": country,
                "server_pop": number,
                "server_recommended": "No" if number in OLD else "Yes",
            }
        )
    return rows


def _local() -> list[Row]:
    rows: list[Row] = []
    for kind, code, name, centre, area in LOCAL:
        for line in range(101, 107):
            rows.append(
                {
                    "did": f"{area}55501{line % 100:02}",
                    "ratecenter": centre,
                    kind: code,
                    f"{kind}_description": name,
                    "perminute_monthly": "0.99",
                    "perminute_minute": "0.0100",
                    "perminute_setup": "0.50",
                    "flat_monthly": "4.95",
                    "flat_minute": "0.00",
                    "flat_setup": "1.00",
                    "sms": "0" if line == 106 else "1",
                }
            )
    return rows


def _toll_free(prefixes: str, extra: Row) -> list[Row]:
    return [
        {"did": f"{prefix}55501{line:02}", "monthly": "1.49", **extra, "setup": "0.00"}
        for prefix in prefixes.split()
        for line in range(1, 5)
    ]


def _vanity() -> list[Row]:
    prices = {
        "monthly_american": "0.99",
        "monthly_canadian": "1.49",
        "minute_american_usa": "0.019",
        "minute_american_canada": "0.08",
        "minute_canadian": "0.032",
        "setup_american": "15",
        "setup_canadian": "30",
    }
    numbers = ["8776605646", "8776645646", *(f"{p}5550177" for p in ("800", "833", "844", "855", "866", "888"))]
    return [{"did": did, **prices} for did in numbers]


def _locations() -> list[Row]:
    others = [
        (country, f"a{6500 + int(country)}", name.partition(" (")[0], "800", "5", "25.00", "40.00", "0.15")
        for country, name in pairs(COUNTRIES)[1:]
    ]
    places = [("10", "a6422", "ARGENTINA", "800", "19", "37.50", "72.50", "0.20"), *others]
    names = ("country_id", "location_id", "country", "area_code", "stock", "monthly", "setup", "minute")
    return [{**dict(zip(names, place, strict=True)), "location_name": "TOLLFREE"} for place in places]


def _countries() -> list[Row]:
    return [{**row, "type": kind} for kind in ("TOLLFREE", "NATIONAL", "GEOGRAPHIC") for row in values(COUNTRIES)]


def _centres(kind: str) -> list[Row]:
    centres = {(code, centre) for row_kind, code, _, centre, _ in LOCAL if row_kind == kind}
    extra = {("AL", "ALFORD")} if kind == "state" else {("QC", "Chomedey")}
    return [
        {"ratecenter": centre, "available": "no" if (code, centre) in extra else "yes", kind: code}
        for code, centre in sorted(centres | extra)
    ]


def reference() -> Tables:
    """All shared lists."""
    music = [
        {"value": value, "description": words, "recordings": "", "total": "0", "volume": "", "sort": "", "custom": "0"}
        for value, words in pairs("default No Music,jazz Easy Listening")
    ]
    us_minutes = {"minute_usa": "0.019", "minute_canada": "0.08", "minute_puertorico": "0.095", "minute_alaska": "0.17"}
    return {
        "servers": _servers(),
        "provinces": [{"province": code, "description": name.upper()} for code, name in pairs(PROVINCES)],
        "states": [{"state": code, "description": name.upper()} for code, name in pairs(STATES)],
        "carriers": [
            {"value": "1", "description": "American Carrier, American Callers Only"},
            {"value": "2", "description": "American Carrier, American and Canadian Callers allowed"},
            {"value": "3", "description": "Canadian Carrier"},
        ],
        "languages": values("en English,es Spanish,fr French"),
        "voicemail_setups": values("1 DID Voicemail,2 Account Voicemail"),
        "hold_times": [*values("yes Yes,no No"), {"value": "once", "description": "Yes, only once"}],
        "join_when_empty": values("yes Yes,no No,strict Strict"),
        "ring_strategies": values(
            "ringall Ring All,leastrecent Least Recent,fewestcalls Fewest Calls,random Random,"
            "rrmemory Round Robin Memory"
        ),
        "music_on_hold": music,
        "did_countries": _countries(),
        "international_types": values(
            "GEOGRAPHIC Geographic Numbers,NATIONAL National Numbers (Non-Geographical),TOLLFREE Toll Free Numbers"
        ),
        "intl_tollfree_locations": _locations(),
        "ratecenters_usa": _centres("state"),
        "ratecenters_can": _centres("province"),
        "stock_local": _local(),
        "stock_tollfree_canus": _toll_free("800 833 844", {"minute": "0.0320"}),
        "stock_tollfree_usa": [{**row, "monthly": "0.99"} for row in _toll_free("855 866 888", us_minutes)],
        "stock_vanity": _vanity(),
    }
