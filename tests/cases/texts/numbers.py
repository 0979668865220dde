"""Numbers in every form, and those that no text goes to. The recipient of most is the café, whom nobody asks about."""

from cases.texts.before import Blocked, Entry, wrote
from cases.texts.case import CAFE, MAIN, NOTHING, SECOND, Case, Gone, new, to

ABROAD = "United States and Canada only"
OUT_OF_SHAPE = "is not a number of the United States or Canada"


def cafe(name: str, said: str) -> Case:
    return Case(name=name, call=to(said), sent=(Gone(CAFE),), says=(CAFE,))


def not_sent(name: str, said: str, *says: str) -> Case:
    return Case(name=name, call=to(said), says=(NOTHING, *says))


NUMBERS = (
    cafe("ten digits", "5145550160"),
    cafe("plus one", "+15145550160"),
    cafe("one and hyphens", "1-514-555-0160"),
    cafe("dots", "514.555.0160"),
    cafe("parentheses", "(514) 555-0160"),
    cafe("plus one and parentheses", "+1 (514) 555-0160"),
    cafe("a slash", "514/555-0160"),
    cafe("tel:", "tel:+1-514-555-0160"),
    cafe("sms:", "sms:+15145550160"),
    cafe("full-width digits", "\uff15\uff11\uff14\uff15\uff15\uff15\uff10\uff11\uff16\uff10"),
    cafe("a full-width plus", "\uff0b15145550160"),
    cafe("no-break spaces, as French writes them", "514\u00a0555\u00a00160"),
    cafe("narrow no-break spaces", "514\u202f555\u202f0160"),
    cafe("non-breaking hyphens", "514\u2011555\u20110160"),
    cafe("dashes", "514\u2013555\u20130160"),
    cafe("minus signs", "514\u2212555\u22120160"),
    cafe("spaces around", "  514 555 0160  "),
    cafe("the marks of direction that a phone copies along", "\u202a+1 514-555-0160\u202c"),
    not_sent("seven digits lack the area code", "555-0160", "lacks its area code"),
    not_sent("a short code", "12345", "short code"),
    not_sent("an emergency number", "911", "short code"),
    not_sent("an extension", "514-555-0160 x12", "extension"),
    not_sent("an extension in French", "514 555-0160 poste 12", "extension"),
    not_sent("an extension with a number sign", "514-555-0160 #12", "extension"),
    not_sent("eight digits", "1 555 0160", OUT_OF_SHAPE),
    not_sent("nine digits", "514555016", OUT_OF_SHAPE),
    not_sent("eleven digits that do not begin with 1", "25145550160", OUT_OF_SHAPE),
    not_sent("an area code that begins with 1", "123-555-0160", OUT_OF_SHAPE),
    not_sent("an exchange that begins with 1", "514-155-0160", OUT_OF_SHAPE),
    not_sent("a number in the United Kingdom", "+44 20 7183 8750", "United Kingdom", ABROAD),
    not_sent("a number in France", "+33 1 70 18 99 00", "France", ABROAD),
    not_sent("a number in Mexico, dialled from here", "011 52 55 5555 0123", "Mexico", ABROAD),
    not_sent("a number in Jamaica, which looks like one of Canada", "876-555-0123", "Jamaica", ABROAD),
    not_sent("a number in the Dominican Republic", "+1 809 555 0123", "Dominican Republic", ABROAD),
    not_sent("a number in the Bahamas", "242-555-0123", "Bahamas", ABROAD),
    not_sent("the own number it would go from", MAIN, MAIN, "number of this account"),
    not_sent("another own number", SECOND, SECOND, "number of this account"),
    Case(
        name="an own number under a name",
        call=to("Support"),
        before=(Entry("Support desk", SECOND),),
        says=(NOTHING, SECOND, "number of this account"),
    ),
    Case(
        name="a number in Puerto Rico is of the United States",
        call=to("787-555-0123"),
        before=(wrote("7875550123"),),
        sent=(Gone("7875550123"),),
        says_not=("reach nobody",),
    ),
    Case(
        name="a toll-free number is pointed out, in question and answer",
        call=to("800-555-0199"),
        sent=(Gone("8005550199"),),
        asks=new("8005550199", "", "8005550199 is toll-free"),
        says=("8005550199 is toll-free",),
    ),
    Case(
        name="a premium number is pointed out, where nothing is asked too",
        call=to("900-555-0199"),
        before=(wrote("9005550199"),),
        sent=(Gone("9005550199"),),
        says=("9005550199 is a premium number",),
    ),
    Case(
        name="an area code that is not known is pointed out",
        call=to("999-555-0123"),
        before=(Blocked("9995550123"),),
        asks=new("9995550123", "", "area code", "check it"),
        says=("invalid_dst",),
        refused=1,
    ),
)
