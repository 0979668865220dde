"""Reference lists: what other functions take as values, and what is in stock."""

from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.rows import Kind, Rows, fields
from voipms_tools.searches import CAN_ROW, USA_ROW
from voipms_tools.words.numbers import Id, Pop
from voipms_tools.words.texts import Code, ProvinceCode, StateCode

VALUES = fields(id="value", text="description")
MORE_NARROW = "Give a rate centre."


def values(key: str, *empty: str) -> Rows:
    """A list of values with their descriptions."""
    return Rows(key, VALUES, empty, narrow="Ask for one value.")


class GetServersInfo(
    Function,
    effect=Effect.READ,
    toolset="numbers",
    rows=Rows(
        "servers",
        fields(
            id="server_pop",
            text="server_name server_shortname server_hostname server_ip server_country",
            flag="server_recommended",
        ),
        narrow="Give `server_pop`.",
    ),
):
    """List points of presence (POP)."""

    server_pop: Pop | None = None
    """This one."""


class GetProvinces(
    Function,
    effect=Effect.READ,
    toolset="orders",
    reference=True,
    rows=Rows("provinces", fields(id="province", text="description")),
):
    """List Canadian provinces with numbers."""


class GetStates(
    Function,
    effect=Effect.READ,
    toolset="orders",
    reference=True,
    rows=Rows("states", fields(id="state", text="description")),
):
    """List US states with numbers."""


class GetCarriers(Function, effect=Effect.READ, toolset="orders", reference=True, rows=values("carriers")):
    """List carriers of vanity numbers."""

    carrier: Code | None = None
    """This one."""


class GetLanguages(Function, effect=Effect.READ, toolset="menus", reference=True, rows=values("languages")):
    """List languages of system prompts."""

    language: Code | None = None
    """This one."""


class GetVoicemailSetups(Function, effect=Effect.READ, toolset="menus", reference=True, rows=values("voicemailsetups")):
    """List voicemail set-ups of IVRs."""

    voicemailsetup: Code | None = None
    """This one."""


class GetReportEstimatedHoldTime(Function, effect=Effect.READ, toolset="queues", reference=True, rows=values("types")):
    """List values for reporting hold times."""

    type: Code | None = None
    """This one."""


class GetJoinWhenEmptyTypes(Function, effect=Effect.READ, toolset="queues", reference=True, rows=values("types")):
    """List values of join_when_empty."""

    type: Code | None = None
    """This one."""


class GetRingStrategies(Function, effect=Effect.READ, toolset="queues", reference=True, rows=values("strategies")):
    """List ring strategies of queues."""

    strategy: Code | None = None
    """This one."""


class GetInternationalTypes(Function, effect=Effect.READ, toolset="orders", reference=True, rows=values("types")):
    """List types of international numbers."""

    type: Code | None = None
    """This one."""


class GetMusicOnHold(
    Function,
    effect=Effect.READ,
    toolset="menus",
    rows=Rows(
        "music_on_hold",
        fields(id="value", text="description recordings volume sort", integer="total", flag="custom"),
    ),
):
    """List music on hold; `default` is none."""

    music_on_hold: Code | None = None
    """This one."""


class GetDIDCountries(Function, effect=Effect.READ, toolset="orders", rows=values("countries")):
    """List countries with international numbers."""

    country_id: Id | None = None
    """This one."""
    type: Code
    """TOLLFREE, NATIONAL or GEOGRAPHIC."""


class GetDIDsInternationalTollFree(
    Function,
    effect=Effect.READ,
    toolset="orders",
    rows=Rows(
        "locations",
        fields(id="location_id", text="location_name country area_code", integer="stock", money="monthly setup minute"),
        ("no_did",),
    ),
):
    """List a country's toll-free numbers in stock, with prices."""

    country_id: Id
    """`value` of getDIDCountries."""


STOCK = {"sms": Kind.FLAG}


class GetDIDsUSA(
    Function,
    effect=Effect.READ,
    toolset="orders",
    rows=Rows("dids", {**USA_ROW, **STOCK, "has_port_out_pin": Kind.FLAG}, ("no_did", "no_numbers"), MORE_NARROW),
):
    """List local US numbers for sale; `sms` says which can text."""

    state: StateCode
    """As FL."""
    ratecenter: Code | None = None
    """Of getRateCentersUSA."""


class GetDIDsCAN(
    Function,
    effect=Effect.READ,
    toolset="orders",
    rows=Rows("dids", {**CAN_ROW, **STOCK}, ("no_did", "no_numbers"), MORE_NARROW),
):
    """List local Canadian numbers for sale; `sms` says which can text."""

    province: ProvinceCode
    """As QC."""
    ratecenter: Code | None = None
    """Of getRateCentersCAN."""


RATECENTERS = Rows("ratecenters", fields(id="ratecenter", flag="available"))


class GetRateCentersUSA(Function, effect=Effect.READ, toolset="orders", rows=RATECENTERS):
    """List a US state's rate centres."""

    state: StateCode
    """As FL."""


class GetRateCentersCAN(Function, effect=Effect.READ, toolset="orders", rows=RATECENTERS):
    """List a Canadian province's rate centres."""

    province: ProvinceCode
    """As QC."""
