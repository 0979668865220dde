"""What VoIP.ms refuses, and answers that are lost on the way."""

from cases.texts.before import Blocked, Call, Fault, Full, Mended, Pass, Unready
from cases.texts.case import CAFE, HELLO, MAIN, SAME, Asked, Case, Gone, to

UNKNOWN = "unknown"
LOST = "reset_after_effect"
MMS_AGAIN = Call("sendMessage", to(CAFE, mms=True), fails=True)
GONE_UNSEEN = (Fault(LOST, "sendMMS"), Fault("http_500", "getMMS", 9), MMS_AGAIN, Mended())
AGAIN = Call("sendMessage", to(CAFE), fails=True)

REFUSALS = (
    Case(
        name="the carrier takes nothing from a new number yet",
        call=to(CAFE),
        before=(Unready(MAIN),),
        says=("sms_failed", "48 hours"),
        refused=1,
    ),
    Case(name="the recipient is blocked", call=to(CAFE), before=(Blocked(CAFE),), says=("invalid_dst",), refused=1),
    Case(
        name="the recipient is blocked, for an MMS too",
        call=to(CAFE, mms=True),
        before=(Blocked(CAFE),),
        says=("sendMMS", "invalid_dst"),
        refused=1,
    ),
    Case(
        name="the day's limit of VoIP.ms is reached by other means",
        call=to(CAFE),
        before=(Full(100),),
        says=("limit_reached", "tomorrow"),
        refused=1,
    ),
    Case(
        name="the connection fails before it arrives",
        call=to(CAFE),
        before=(Fault("reset_before_effect"),),
        says=(UNKNOWN, CAFE, "not sent again"),
    ),
    Case(
        name="the answer is lost, and the list shows that it went",
        call=to(CAFE),
        before=(Fault(LOST),),
        sent=(Gone(CAFE),),
        says=("it was sent, once",),
    ),
    Case(
        name="the answer of an MMS is lost, and the list shows that it went",
        call=to(CAFE, mms=True),
        before=(Fault(LOST, "sendMMS"),),
        sent=(Gone(CAFE, mms=True),),
        says=("it was sent, once",),
    ),
    Case(
        name="the answer is lost, and so is the list",
        call=to(CAFE, mms=True),
        before=(Fault(LOST, "sendMMS"), Fault("http_500", "getMMS", 9)),
        sent=(Gone(CAFE, mms=True),),
        says=(UNKNOWN, "not sent again"),
        error=True,
    ),
    Case(
        name="what was written before cannot be read: nothing goes",
        call=to(CAFE),
        before=(Fault("http_500", "getSMS", 9),),
        says=("getSMS", "Nothing was done"),
    ),
    Case(
        name="the numbers of the account cannot be read: nothing goes",
        call=to(CAFE),
        before=(Fault("http_500", "getDIDsInfo", 9),),
        says=("getDIDsInfo", "Nothing was done"),
    ),
    Case(
        name="the phonebook cannot be read: nobody is guessed",
        call=to("Café Olimpico"),
        before=(Fault("http_500", "getPhonebook", 9),),
        says=("getPhonebook", "Nothing was done"),
    ),
    Case(
        name="while it is unknown, the same text is refused",
        call=to(CAFE),
        before=(Fault("reset_before_effect"), AGAIN),
        says=("still unknown",),
    ),
    Case(
        name="while it is unknown, another text goes",
        call=to(CAFE, "Something else."),
        before=(Fault("reset_before_effect"), AGAIN),
        sent=(Gone(CAFE, "Something else."),),
    ),
    Case(
        name="once two looks did not find it, it goes",
        call=to(CAFE),
        before=(Fault("reset_before_effect"), AGAIN, Pass(121)),
        sent=(Gone(CAFE),),
    ),
    Case(
        name="once it turns out to have gone, the same call says so instead",
        call=to(CAFE, mms=True),
        before=GONE_UNSEEN,
        says=("did go through", "call again"),
    ),
    Case(
        name="and called once more it is a repetition that a person must want",
        call=to(CAFE, mms=True),
        before=(*GONE_UNSEEN, MMS_AGAIN),
        sent=(Gone(CAFE, mms=True),),
        asks=Asked(("Send this MMS?", SAME)),
    ),
    Case(
        name="an answer that was lost and found counts as the same text",
        call=to(CAFE),
        before=(Fault(LOST), Call("sendMessage", to(CAFE))),
        sent=(Gone(CAFE),),
        asks=Asked((SAME,)),
    ),
    Case(
        name="an error of the server of VoIP.ms is no proof that nothing went",
        call=to(CAFE, HELLO),
        before=(Fault("http_500"),),
        says=(UNKNOWN,),
    ),
)
