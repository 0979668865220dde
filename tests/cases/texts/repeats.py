"""The same text again, and how many a day."""

from cases.texts.before import Before, Call, Fault, Own, Pass, was_sent, wrote
from cases.texts.case import CAFE, CLIENT, HELLO, LATE, MAIN, NOTHING, SAME, SECOND, Asked, Case, Gone, to
from voipms_server.texting.rules import Mode, SendRules

TOOL_CALL: dict[str, object] = {"did": MAIN, "dst": CAFE, "message": HELLO}
BY_JOB, BY_SMS = Call("sendMessage", to(CAFE)), Call("sendSMS", TOOL_CALL)
LIMIT = "sms_per_day"
OTHER = "Your order left."
PICTURES = tuple(f"https://example.com/{n}.png" for n in (1, 2))


def asked(name: str, *before: Before, call: dict[str, object] | None = None, tool: str = "sendMessage") -> Case:
    """A repetition that a person wants."""
    asks = Asked(("Send this SMS?", SAME))
    return Case(name=name, tool=tool, call=call or to(CAFE), before=before, sent=(Gone(CAFE),), asks=asks)


def at_once(name: str, *before: Before, call: dict[str, object] | None = None, sent: Gone | None = None) -> Case:
    """What is no repetition asks nobody."""
    return Case(name=name, call=call or to(CAFE), before=before, sent=(sent or Gone(CAFE),), says_not=(SAME,))


def limited(texts: int, mode: Mode = Mode.REFUSE) -> SendRules:
    return SendRules({"daily": mode}, texts)


REPEATS = (
    asked("the same text at once", BY_JOB),
    asked("the same text to the same person by name", BY_JOB, call=to("Café Olimpico")),
    asked("the same text nine minutes and 50 seconds later", BY_JOB, Pass(590)),
    asked("by sendSMS, then by sendMessage", BY_SMS),
    asked("by sendMessage, then by sendSMS", BY_JOB, call=TOOL_CALL, tool="sendSMS"),
    asked("by other means than this server", was_sent(CAFE, HELLO, hours=0.1)),
    asked(
        "from another own number", Own(SECOND), Call("sendMessage", to(CAFE, from_=SECOND)), call=to(CAFE, from_=MAIN)
    ),
    Case(
        name="the same answer twice, to somebody who wrote within the day",
        call=to(LATE),
        before=(Call("sendMessage", to(LATE)),),
        sent=(Gone(LATE),),
        asks=Asked(("Send this SMS?", SAME)),
    ),
    Case(
        name="as SMS, then as MMS",
        call=to(CAFE, mms=True),
        before=(BY_JOB,),
        sent=(Gone(CAFE, mms=True),),
        asks=Asked(("Send this MMS?", SAME)),
    ),
    Case(
        name="a person does not want it again",
        call=to(CAFE),
        before=(BY_JOB,),
        answer="no",
        asks=Asked((SAME,)),
        says=(NOTHING,),
    ),
    Case(
        name="nobody can be asked about it",
        call=to(CAFE),
        before=(BY_JOB,),
        answer="nobody",
        says=(NOTHING, "needs a person's yes"),
    ),
    at_once("ten minutes later", BY_JOB, Pass(601)),
    at_once("by other means, eleven minutes ago", was_sent(CAFE, HELLO, hours=11 / 60)),
    at_once("another text", BY_JOB, call=to(CAFE, OTHER), sent=Gone(CAFE, OTHER)),
    at_once("to somebody else", BY_JOB, call=to(CLIENT), sent=Gone(CLIENT)),
    at_once("what they wrote themselves", wrote(CAFE, HELLO, hours=0.1)),
    at_once("it was not taken the first time", Fault("status:sms_failed"), Call("sendMessage", to(CAFE), fails=True)),
    at_once(
        "the same words with another picture",
        Call("sendMessage", to(CAFE, media=PICTURES[0])),
        call=to(CAFE, media=PICTURES[1]),
        sent=Gone(CAFE, media=PICTURES[1:], mms=True),
    ),
    Case(
        name="the same words with the same picture",
        call=to(CAFE, media=PICTURES[0]),
        before=(Call("sendMessage", to(CAFE, media=PICTURES[0])),),
        sent=(Gone(CAFE, media=PICTURES[:1], mms=True),),
        asks=Asked(("Send this MMS?", SAME)),
    ),
    Case(
        name="where the settings do not look",
        call=to(CAFE),
        before=(BY_JOB,),
        rules=SendRules({"repeated": Mode.OFF}),
        sent=(Gone(CAFE),),
        says_not=(SAME,),
    ),
    Case(
        name="where the settings only tell",
        call=to(CAFE),
        before=(BY_JOB,),
        rules=SendRules({"repeated": Mode.WARN}),
        sent=(Gone(CAFE),),
        says=("careful", SAME),
    ),
    Case(
        name="where the settings refuse",
        call=to(CAFE),
        before=(BY_JOB,),
        rules=SendRules({"repeated": Mode.REFUSE}),
        says=("was not sent", SAME),
    ),
)
DAILY = (
    Case(
        name="the last one of a day",
        call=to(CAFE),
        before=(Call("sendMessage", to(CAFE, OTHER)),),
        rules=limited(2),
        sent=(Gone(CAFE),),
    ),
    Case(
        name="one more than a day's",
        call=to(CAFE),
        before=(Call("sendMessage", to(CAFE, OTHER)),),
        rules=limited(1),
        says=("was not sent", "limit of 1 a day", LIMIT),
    ),
    Case(
        name="one more than a day's, of the other kind, by sendMMS",
        tool="sendMMS",
        call=TOOL_CALL,
        before=(Call("sendMessage", to(CAFE, OTHER)),),
        rules=limited(1),
        says=("was not sent", LIMIT),
    ),
    Case(
        name="a list that would go beyond it goes to nobody",
        call=to(f"{CAFE};{CLIENT}"),
        before=(Call("sendMessage", to(CAFE, OTHER)),),
        rules=limited(2),
        says=("was not sent", "limit of 2", LIMIT),
    ),
    Case(
        name="what VoIP.ms refused does not count",
        call=to(CAFE),
        before=(Fault("status:sms_failed"), Call("sendMessage", to(CAFE, OTHER), fails=True)),
        rules=limited(1),
        sent=(Gone(CAFE),),
    ),
    Case(
        name="a new day has its own",
        call=to(CAFE),
        before=(Call("sendMessage", to(CAFE, OTHER)), Pass(12 * 3_600 + 60)),
        rules=limited(1),
        sent=(Gone(CAFE),),
    ),
    Case(
        name="the day ends at midnight in the east, not 12 hours later",
        call=to(CAFE),
        before=(Call("sendMessage", to(CAFE, OTHER)), Pass(12 * 3_600 - 60)),
        rules=limited(1),
        says=("was not sent", LIMIT),
    ),
    Case(
        name="where the settings ask about the limit",
        call=to(CAFE),
        before=(Call("sendMessage", to(CAFE, OTHER)),),
        rules=limited(1, Mode.CONFIRM),
        sent=(Gone(CAFE),),
        asks=Asked(("1 text went today", LIMIT)),
    ),
    Case(
        name="where the settings only tell of the limit",
        call=to(CAFE),
        before=(Call("sendMessage", to(CAFE, OTHER)),),
        rules=limited(1, Mode.WARN),
        sent=(Gone(CAFE),),
        says=("careful", LIMIT),
    ),
)
