"""Music on hold: what VoIP.ms has for all, and what an account makes of its recordings; new ids are invented."""

from voipms_sandbox import refusal as r
from voipms_sandbox.entries import Answer, EntryMethod, Param, Params
from voipms_sandbox.refusal import Here, Refuse

SHARED = r.listed("music_on_hold", "value", "")


def known(here: Here, value: str) -> bool:
    return SHARED(here, value) or here.account.find("music", value=value) is not None


def recorded(here: Here, value: str) -> None:
    if any(here.account.find("recordings", value=one) is None for one in value.split(",")):
        raise Refuse("invalid_recording")


def get_music(here: Here, params: Params) -> Answer:
    """Own ones say what they are made of."""
    own = [
        {**row, "total": str(row["recordings"].count(",") + 1), "custom": "1"} for row in here.account.table("music")
    ]
    rows = [*here.world.reference["music_on_hold"], *own]
    found = [row for row in rows if params.get("music_on_hold", "") in ("", row["value"])]
    if not found:
        raise Refuse("invalid_musiconhold")
    return {"music_on_hold": found}


SET = EntryMethod(
    "music",
    "name",
    "value",
    "",
    (
        Param("description", r.form(r"[^\n]{1,60}"), required=True),
        Param("volume", r.FLAG, default="0"),
        Param("sort", r.one_of("alpha", "random"), default="alpha"),
        Param("recordings", required=True, deep=recorded),
    ),
    unknown="invalid_musiconhold",
)
