"""Who asked for no more texts. The café wrote three days ago; what it wrote since then decides."""

from cases.texts.before import Own, was_sent, wrote
from cases.texts.case import CAFE, CLIENT, MAIN, SECOND, Asked, Case, Gone, to
from voipms_server.texting.rules import Mode, SendRules

ENOUGH = "asks for no more texts"


def stops(words: str, name: str = "") -> Case:
    return Case(
        name=f"no more after {name or words!r}",
        call=to(CAFE),
        before=(wrote(CAFE, words, 5),),
        says=("was not sent", CAFE, ENOUGH),
    )


def goes_on(words: str) -> Case:
    before, says_not = (wrote(CAFE, words, 5),), (ENOUGH,)
    return Case(
        name=f"{words!r} is an answer like any other",
        call=to(CAFE),
        before=before,
        sent=(Gone(CAFE),),
        says_not=says_not,
    )


def under(mode: Mode) -> SendRules:
    return SendRules({"stopped": mode})


STOP = wrote(CAFE, "STOP", 5)
STOPS = (
    stops("STOP"),
    stops("stop."),
    stops(" Stop! "),
    stops("ARRÊT"),
    stops("arret"),
    stops("Arrêtez"),
    stops("DÉSABONNER"),
    stops("De\u0301sabonner", "a word whose accent is a character of its own"),
    stops("UNSUBSCRIBE"),
    stops("unsubscribe me please"),
    stops("Désabonnez-moi"),
    stops("Arrêtez de m'écrire"),
    stops("Stop texting me"),
    stops("Please stop"),
    stops("STOP ALL"),
    stops("opt-out"),
    stops("Stop \N{OCTAGONAL SIGN}", "a word and an emoji"),
    stops("ST\u200bOP", "a word with an invisible character"),
    goes_on("Stop at the store"),
    goes_on("Don't stop"),
    goes_on("The bus stop"),
    goes_on("Cancel"),
    goes_on("END"),
    goes_on("quit"),
    goes_on("Stop or start?"),
    Case(
        name="they wrote again since",
        call=to(CAFE),
        before=(STOP, wrote(CAFE, "Is it ready?", 2)),
        sent=(Gone(CAFE),),
    ),
    Case(
        name="they wrote again, then asked for no more again",
        call=to(CAFE),
        before=(STOP, wrote(CAFE, "Is it ready?", 2), wrote(CAFE, "STOP", 1)),
        says=(ENOUGH,),
    ),
    Case(
        name="they were written to since, which changes nothing",
        call=to(CAFE),
        before=(STOP, was_sent(CAFE, "You will not hear from us.", 4)),
        says=("was not sent", ENOUGH),
    ),
    Case(
        name="they asked half a year ago, and are written to now",
        call=to("5145550170"),
        before=(wrote("5145550170", "STOP", 200 * 24), was_sent("5145550170", "Sorry.", 199 * 24)),
        says=("was not sent", "5145550170", ENOUGH),
    ),
    Case(
        name="they asked another number of the account",
        call=to(CAFE, from_=MAIN),
        before=(Own(SECOND), wrote(CAFE, "STOP", 5, did=SECOND)),
        says=("was not sent", CAFE, ENOUGH),
    ),
    Case(
        name="they asked in an MMS",
        call=to(CAFE),
        before=(wrote(CAFE, "Stop", 5, media="https://example.com/sign.png"),),
        says=("was not sent", ENOUGH),
    ),
    Case(name="somebody else asked", call=to(CLIENT), before=(STOP,), sent=(Gone(CLIENT),)),
    Case(
        name="it holds for sendSMS",
        tool="sendSMS",
        call={"did": MAIN, "dst": CAFE, "message": "Hello"},
        before=(STOP,),
        says=("was not sent", ENOUGH),
    ),
    Case(
        name="it holds for sendMMS",
        tool="sendMMS",
        call={"did": MAIN, "dst": CAFE, "message": "Hello"},
        before=(STOP,),
        says=("was not sent", ENOUGH),
    ),
    Case(
        name="where the settings ask",
        call=to(CAFE),
        before=(STOP,),
        rules=under(Mode.CONFIRM),
        sent=(Gone(CAFE),),
        asks=Asked((f"To: {CAFE}", ENOUGH)),
    ),
    Case(
        name="where the settings only tell",
        call=to(CAFE),
        before=(STOP,),
        rules=under(Mode.WARN),
        sent=(Gone(CAFE),),
        says=("careful", ENOUGH),
    ),
    Case(
        name="where the settings do not look",
        call=to(CAFE),
        before=(STOP,),
        rules=under(Mode.OFF),
        sent=(Gone(CAFE),),
        says_not=(ENOUGH,),
    ),
)
