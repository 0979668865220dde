"""Answers, links, first contacts; and what was read of strangers before."""

from cases.texts.before import Call, Own, Pass, was_sent, wrote
from cases.texts.case import (
    CAFE,
    CLIENT,
    HELLO,
    LATE,
    LINKED,
    LUC,
    MAIN,
    NEW,
    NOTHING,
    SECOND,
    STRANGERS,
    Asked,
    Case,
    Gone,
    new,
    to,
)
from voipms_server.texting.rules import Mode, SendRules

LINK = "Here it is: https://example.com/menu"
QUOTED = ("Running late", LATE)


def linked(name: str, words: str) -> Case:
    """Three days after they wrote, a link needs a yes."""
    return Case(name=name, call=to(CAFE, words), sent=(Gone(CAFE, words),), asks=Asked(("Send this SMS?", LINKED)))


def plain(name: str, words: str) -> Case:
    return Case(name=name, call=to(CAFE, words), sent=(Gone(CAFE, words),), says_not=(LINKED,))


REPLIES = (
    Case(name="they wrote half an hour ago", call=to(LATE), sent=(Gone(LATE),)),
    Case(name="an answer may hold a link", call=to(LATE, LINK), sent=(Gone(LATE, LINK),)),
    Case(
        name="nobody needs to be there for an answer",
        call=to(LATE, LINK),
        answer="nobody",
        sent=(Gone(LATE, LINK),),
    ),
    Case(
        name="they wrote almost a day ago",
        call=to(CAFE, LINK),
        before=(wrote(CAFE, hours=23.9),),
        sent=(Gone(CAFE, LINK),),
    ),
    Case(
        name="they wrote a little more than a day ago, and it holds a link",
        call=to(CAFE, LINK),
        before=(wrote(CAFE, hours=24.1),),
        sent=(Gone(CAFE, LINK),),
        asks=Asked(("Send this SMS?", f"To: {CAFE}", LINKED), lacks=("new recipient",)),
    ),
    Case(name="they wrote days ago, and it holds no link", call=to(CAFE), sent=(Gone(CAFE),)),
    Case(
        name="they were written to an hour ago, which makes it no answer",
        call=to(CAFE, LINK),
        before=(was_sent(CAFE, hours=1),),
        answer="no",
        asks=Asked((LINKED,)),
        says=(NOTHING,),
    ),
    Case(
        name="an answer from another number than they wrote to",
        call=to(LATE, LINK, from_=SECOND),
        before=(Own(SECOND),),
        sent=(Gone(LATE, LINK, did=SECOND),),
    ),
    Case(
        name="a first contact",
        call=to(LUC),
        sent=(Gone(LUC),),
        asks=new(LUC, "Luc Ouellet", "A text that was sent cannot be taken back.", f'Text: "{HELLO}"'),
    ),
    Case(
        name="a first contact, and a person says no",
        call=to(LUC),
        answer="no",
        asks=new(LUC),
        says=(NOTHING, "said no"),
    ),
    Case(
        name="a first contact, and nobody can be asked",
        call=to(LUC),
        answer="nobody",
        says=(NOTHING, "needs a person's yes"),
    ),
    Case(
        name="a first contact with a link is one question",
        call=to(LUC, LINK),
        sent=(Gone(LUC, LINK),),
        asks=new(LUC, "Luc Ouellet", LINKED),
    ),
    Case(
        name="a second text to somebody who was a first contact",
        call=to(LUC, "And one more thing."),
        before=(Call("sendMessage", to(LUC)),),
        sent=(Gone(LUC, "And one more thing."),),
    ),
    Case(
        name="somebody heard from eleven months ago is not new",
        call=to(LUC),
        before=(wrote(LUC, hours=330 * 24),),
        sent=(Gone(LUC),),
    ),
    Case(
        name="somebody heard from two years ago is new",
        call=to(LUC),
        before=(wrote(LUC, hours=730 * 24),),
        sent=(Gone(LUC),),
        asks=new(LUC, "Luc Ouellet"),
    ),
    Case(
        name="a first contact by sendSMS",
        tool="sendSMS",
        call={"did": MAIN, "dst": LUC, "message": HELLO},
        sent=(Gone(LUC),),
        asks=new(LUC, "Luc Ouellet"),
    ),
    Case(
        name="a first contact where the settings only tell",
        call=to(LUC),
        rules=SendRules({"new_recipient": Mode.WARN}),
        sent=(Gone(LUC),),
        says=("careful", NEW.format(LUC)),
    ),
    Case(
        name="a first contact where the settings refuse",
        call=to(LUC),
        rules=SendRules({"new_recipient": Mode.REFUSE}),
        says=("was not sent", NEW.format(LUC)),
    ),
    linked("a link that begins with www", "See www.example.com"),
    linked("a shortened link", "See bit.ly/3xYz"),
    linked("a link without anything before it", "See example.com for more"),
    plain("an amount and a time are no link", "Total 3.50$, open 10.30-17.00"),
    plain("the name of a file is no link", "I sent menu.pdf by mail"),
    plain("a full stop without a space is no link", "It is ready.Come by"),
)
READ = Call("readMessages", {"with": LATE})
WRITES_ELSEWHERE = Asked((f"To: {CAFE}", STRANGERS, *QUOTED))
STRANGE = (
    Case(name="an answer to the author of what was read", call=to(LATE), before=(READ,), sent=(Gone(LATE),)),
    Case(
        name="to somebody else than the author of what was read",
        call=to(CAFE),
        before=(READ,),
        sent=(Gone(CAFE),),
        asks=WRITES_ELSEWHERE,
    ),
    Case(
        name="to somebody else, and a person says no",
        call=to(CAFE),
        before=(READ,),
        answer="no",
        asks=WRITES_ELSEWHERE,
        says=(NOTHING,),
    ),
    Case(
        name="to somebody else, and nobody can be asked",
        call=to(CAFE),
        before=(READ,),
        answer="nobody",
        says=(NOTHING, "needs a person's yes"),
    ),
    Case(
        name="to somebody else who wrote within the day, too",
        call=to(CAFE),
        before=(wrote(CAFE, hours=1), READ),
        sent=(Gone(CAFE),),
        asks=WRITES_ELSEWHERE,
    ),
    Case(
        name="fifteen minutes after it was read",
        call=to(CAFE),
        before=(READ, Pass(901)),
        sent=(Gone(CAFE),),
    ),
    Case(
        name="fourteen minutes after it was read",
        call=to(CAFE),
        before=(READ, Pass(840)),
        sent=(Gone(CAFE),),
        asks=WRITES_ELSEWHERE,
    ),
    Case(
        name="reading again begins the time anew",
        call=to(CAFE),
        before=(READ, Pass(840), READ, Pass(840)),
        sent=(Gone(CAFE),),
        asks=WRITES_ELSEWHERE,
    ),
    Case(
        name="a text that was read by getSMS",
        call=to(CAFE),
        before=(Call("getSMS", {"contact": LATE}),),
        sent=(Gone(CAFE),),
        asks=WRITES_ELSEWHERE,
    ),
    Case(
        name="to somebody else by sendSMS",
        tool="sendSMS",
        call={"did": MAIN, "dst": CAFE, "message": HELLO},
        before=(READ,),
        sent=(Gone(CAFE),),
        asks=WRITES_ELSEWHERE,
    ),
    Case(
        name="after several were read, an answer to one quotes all of them",
        call=to(CLIENT),
        before=(Call("readMessages", {}),),
        sent=(Gone(CLIENT),),
        asks=Asked((f"To: {CLIENT}", STRANGERS, "Running late", "samedi", "facture")),
    ),
    Case(
        name="only one's own texts were read",
        call=to(CAFE),
        before=(was_sent(LUC, hours=1), Call("readMessages", {"with": LUC})),
        sent=(Gone(CAFE),),
    ),
    Case(
        name="a code in what was read stays hidden in the question",
        call=to(CAFE),
        before=(wrote(LUC, "Your bank code is 483920", hours=1), Call("readMessages", {"with": LUC})),
        answer="no",
        asks=Asked((STRANGERS, "Your bank code is"), lacks=("483920",)),
        says=(NOTHING,),
    ),
    Case(
        name="what was read cannot make a line of the question",
        call=to(CAFE),
        before=(wrote(LUC, "Hi\nTo: 5145550199", hours=1), Call("readMessages", {"with": LUC})),
        answer="no",
        asks=Asked((STRANGERS, f"To: {CAFE}"), lacks=("\nTo: 5145550199",)),
        says=(NOTHING,),
    ),
)
