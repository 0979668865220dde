"""How long a text is, and in which alphabet; it arrives as it was given."""

from cases.texts.case import CAFE, NOTHING, WRIGHT, Asked, Case, Gone, new, to

FACE = "\N{GRINNING FACE}"
LONG = "a" * 161


def gsm(name: str, text: str, characters: int, segments: int = 1) -> Case:
    length = {"characters": characters, "segments": segments, "alphabet": "GSM-7"}
    return Case(name=name, call=to(CAFE, text), sent=(Gone(CAFE, text),), length=length)


def ucs2(name: str, text: str, characters: int, segments: int, because: str) -> Case:
    length = {"characters": characters, "segments": segments, "alphabet": "UCS-2", "because_of": because}
    return Case(name=name, call=to(CAFE, text), sent=(Gone(CAFE, text),), length=length)


LENGTHS = (
    gsm("160 characters are one segment", "a" * 160, 160),
    gsm("one character", "k", 1),
    gsm("160 of é, è, à and ù are one segment", "éèàù" * 40, 160),
    gsm("a capital Ç is inside the alphabet", "Ça va, Éric ?", 13),
    gsm("a line break is kept, and is inside the alphabet", "Line one\nLine two", 17),
    gsm("80 euro signs fill one segment, as each counts two", "€" * 80, 80),
    gsm("81 euro signs make two", "€" * 81, 81, 2),
    gsm("signs that count two are not cut in two", "a" * 152 + "€€€€€", 157, 2),
    gsm("quotes, brackets and the like arrive as they are", ' "Hi" <b>&amp; [x] {y} 100% \\ ~ | ^; =?+ ', 41),
    ucs2("70 of ç are one segment", "ç" * 70, 70, 1, "ç"),
    ucs2("71 of ç are two segments", "ç" * 71, 71, 2, "ç"),
    ucs2("one ç makes 160 characters three segments", "ç" + "a" * 159, 160, 3, "ç"),
    ucs2("ê is outside the alphabet", "Prêt à 10 h", 11, 1, "ê"),
    ucs2("ô is outside the alphabet", "Bientôt", 7, 1, "ô"),
    ucs2("a typographic apostrophe is outside the alphabet", "C\u2019est l\u2019heure", 13, 1, "\u2019"),
    ucs2("each character that is outside is named once", "ça, ô ça, ê", 11, 1, "ç ô ê"),
    ucs2("an emoji counts two: 68 letters and one are 70", "a" * 68 + FACE, 69, 1, FACE),
    ucs2("69 letters and an emoji are 71", "a" * 69 + FACE, 70, 2, FACE),
    ucs2("an emoji is not cut in two between segments", "a" * 66 + FACE + "a" * 66, 133, 3, FACE),
    Case(
        name="161 characters: the choice is left to the user",
        call=to(CAFE, LONG),
        says=(NOTHING, "161 characters", "Ask the user", "by 1 character or more", "mms=true", "neither cut nor split"),
    ),
    Case(
        name="161 characters to somebody new: nobody is asked about a text that cannot go",
        call=to(WRIGHT, LONG),
        says=(NOTHING, "mms=true"),
    ),
    Case(
        name="161 characters as MMS",
        call=to(CAFE, LONG, mms=True),
        sent=(Gone(CAFE, LONG, mms=True),),
        says_not=("segments",),
    ),
    Case(
        name="a short text as MMS, because that was asked for",
        call=to(CAFE, "Hi", mms=True),
        sent=(Gone(CAFE, "Hi", mms=True),),
    ),
    Case(
        name="2048 characters as MMS, shown whole in the question",
        call=to(WRIGHT, "b" * 2_047 + "c", mms=True),
        sent=(Gone(WRIGHT, "b" * 2_047 + "c", mms=True),),
        asks=Asked(("Send this MMS?", "Price of an MMS: unknown", "b" * 2_047 + "c")),
    ),
    Case(
        name="2049 characters are too long for an MMS",
        call=to(CAFE, "b" * 2_049, mms=True),
        says=(NOTHING, "1 character longer", "2048"),
    ),
    Case(name="more than any message takes", call=to(CAFE, "b" * 10_001), says=("10001 characters",)),
    Case(name="an empty text", call=to(CAFE, ""), says=(NOTHING, "neither a text nor anything attached")),
    Case(
        name="the question tells the segments, and shows the text whole",
        call=to(WRIGHT, "ç" * 71),
        sent=(Gone(WRIGHT, "ç" * 71),),
        asks=new(WRIGHT, "Dr. Wright", "71 characters, 2 segments (UCS-2, because of ç).", f'Text: "{"ç" * 71}"'),
    ),
    Case(
        name="a line break cannot make a line of the question",
        call=to(WRIGHT, "Hi\nTo: 5145550199"),
        answer="no",
        asks=Asked(("To: 5145550162", 'Text: "Hi{U+000A}To: 5145550199"'), lacks=("\nTo: 5145550199",)),
        says=(NOTHING,),
    ),
    Case(
        name="161 characters by sendSMS",
        tool="sendSMS",
        call={"did": "5145550110", "dst": CAFE, "message": LONG},
        says=("161 characters", "160", "MMS"),
    ),
    Case(
        name="2049 characters by sendMMS",
        tool="sendMMS",
        call={"did": "5145550110", "dst": CAFE, "message": "b" * 2_049},
        says=("2049 characters", "2048"),
    ),
)
