"""From which of the account's numbers a text goes, and which of them can send."""

from cases.texts.before import Bought, Own, was_sent, wrote
from cases.texts.case import CAFE, CLIENT, LUC, MAIN, NOTHING, SECOND, Asked, Case, Gone, new, to
from voipms_server.texting.rules import Mode, SendRules

OFF, NOT_OFFERED, TOLL_FREE, FOREIGN = "5145550112", "3055550118", "8005550119", "5145550199"
TORONTO = "4165550116"
BOTH_ON = Own(SECOND)
FRESH = "SMS can need up to 48 hours"


def refused(name: str, did: str, *says: str) -> Case:
    return Case(name=name, call=to(CAFE, from_=did), says=("was not sent", did, *says))


SERVICE = (
    refused("a number whose SMS is off", OFF, "SMS is off", "setSMS", "enable=true", MAIN),
    refused("a number without SMS", NOT_OFFERED, "offers no SMS", MAIN),
    refused("a toll-free number whose SMS is off", TOLL_FREE, "toll-free", "verification", MAIN),
    refused("a number that is not owned", FOREIGN, "is no number of account office", MAIN),
    Case(
        name="a number that is not owned, by sendSMS",
        tool="sendSMS",
        call={"did": FOREIGN, "dst": CAFE, "message": "Hello"},
        says=("was not sent", FOREIGN, "is no number of account office"),
    ),
    Case(
        name="a number whose SMS is off, by sendSMS",
        tool="sendSMS",
        call={"did": OFF, "dst": CAFE, "message": "Hello"},
        says=("was not sent", "setSMS", MAIN),
    ),
    Case(
        name="SMS is on, but VoIP.ms offers none any more",
        call=to(CAFE, from_=SECOND),
        before=(Own(SECOND, "on, not offered"),),
        says=("was not sent", "offers no SMS", MAIN),
    ),
    Case(
        name="no number can send",
        call=to(CAFE),
        before=(Own(MAIN, "off"),),
        says=(NOTHING, "no number of the account can send", "setSMS"),
    ),
    Case(
        name="a number that is off, to somebody new: nobody is asked about a text that cannot go",
        call=to(LUC, from_=OFF),
        says=("was not sent", "setSMS"),
    ),
    Case(
        name="a number of a day",
        call=to(CAFE),
        before=(Bought(MAIN, 24),),
        sent=(Gone(CAFE),),
        says=("careful", f"{MAIN} is new", FRESH),
    ),
    Case(
        name="a number of two days and an hour",
        call=to(CAFE),
        before=(Bought(MAIN, 49),),
        sent=(Gone(CAFE),),
        says_not=(FRESH,),
    ),
    Case(
        name="a number of a day is told in a question too",
        call=to(LUC),
        before=(Bought(MAIN, 24),),
        sent=(Gone(LUC),),
        asks=new(LUC, "Luc Ouellet", FRESH),
        says=(FRESH,),
    ),
    Case(
        name="where the settings refuse a new number",
        call=to(CAFE),
        before=(Bought(MAIN, 24),),
        rules=SendRules({"new_number": Mode.REFUSE}),
        says=("was not sent", FRESH),
    ),
    Case(
        name="where the settings do not look, VoIP.ms refuses",
        call=to(CAFE, from_=OFF),
        rules=SendRules({"service": Mode.OFF}),
        says=("invalid_did",),
        refused=1,
    ),
)
SENDERS = (
    Case(
        name="the conversation is on the second number",
        call=to(LUC),
        before=(BOTH_ON, wrote(LUC, did=SECOND)),
        sent=(Gone(LUC, did=SECOND),),
    ),
    Case(
        name="they wrote to both: the last one counts",
        call=to(CAFE),
        before=(BOTH_ON, wrote(CAFE, did=SECOND, hours=2)),
        sent=(Gone(CAFE, did=SECOND),),
    ),
    Case(
        name="they wrote to both, the first one last",
        call=to(CAFE),
        before=(BOTH_ON, wrote(CAFE, did=SECOND, hours=100)),
        sent=(Gone(CAFE, did=MAIN),),
    ),
    Case(
        name="where they wrote to counts more than where they were last written from",
        call=to(CAFE),
        before=(BOTH_ON, wrote(CAFE, did=SECOND, hours=2), was_sent(CAFE, did=MAIN, hours=1)),
        sent=(Gone(CAFE, did=SECOND),),
    ),
    Case(
        name="they never wrote: where they were written from",
        call=to(LUC),
        before=(BOTH_ON, was_sent(LUC, did=SECOND, hours=2)),
        sent=(Gone(LUC, did=SECOND),),
    ),
    Case(
        name="the conversation is half a year old",
        call=to(LUC),
        before=(BOTH_ON, wrote(LUC, did=SECOND, hours=200 * 24)),
        sent=(Gone(LUC, did=SECOND),),
    ),
    Case(
        name="the conversation is one of MMS",
        call=to(LUC),
        before=(BOTH_ON, wrote(LUC, did=SECOND, hours=2, media="https://example.com/a.png")),
        sent=(Gone(LUC, did=SECOND),),
    ),
    Case(
        name="the number of the conversation shows numbers with +1",
        call=to(LUC),
        before=(Own(SECOND, columns={"dialmode": "2"}), wrote(LUC, did=SECOND, hours=2)),
        sent=(Gone(LUC, did=SECOND),),
    ),
    Case(
        name="there is no conversation: the user is to be asked which",
        call=to(LUC),
        before=(BOTH_ON,),
        says=(NOTHING, LUC, "Ask the user", "from", MAIN, "Main line", SECOND, "Support"),
    ),
    Case(
        name="the conversation is on a number that cannot send: the user is to be asked which",
        call=to(LUC),
        before=(BOTH_ON, wrote(LUC, did=OFF, hours=2)),
        says=(NOTHING, LUC, "Ask the user", MAIN, SECOND),
    ),
    Case(
        name="three numbers are all listed",
        call=to(LUC),
        before=(BOTH_ON, Own(TORONTO)),
        says=(NOTHING, MAIN, SECOND, TORONTO, "Toronto menu"),
    ),
    Case(
        name="the number that is given, without a conversation",
        call=to(LUC, from_=SECOND),
        before=(BOTH_ON,),
        sent=(Gone(LUC, did=SECOND),),
        asks=Asked((f'From: {SECOND} ("Support")', f'To: {LUC} ("Luc Ouellet")')),
    ),
    Case(
        name="the number that is given, against the conversation",
        call=to(CLIENT, from_="(514) 555-0111"),
        before=(BOTH_ON,),
        sent=(Gone(CLIENT, did=SECOND),),
    ),
    Case(
        name="a number that is given and cannot send: those that can are told",
        call=to(CAFE, from_=OFF),
        before=(BOTH_ON,),
        says=("was not sent", "setSMS", MAIN, SECOND),
    ),
    Case(
        name="the only number that can send, to somebody new",
        call=to(LUC),
        sent=(Gone(LUC),),
        asks=Asked((f'From: {MAIN} ("Main line")',)),
    ),
)
