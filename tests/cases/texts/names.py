"""Who is meant by a name."""

from cases.texts.before import Entry, wrote
from cases.texts.case import (
    CAFE,
    EMILIE,
    GARAGE,
    HELLO,
    JANE,
    JEROME,
    LUC,
    NEW,
    NOTHING,
    OTHER_JANE,
    WRIGHT,
    Asked,
    Case,
    Gone,
    new,
    to,
)

NBSP = "\N{NO-BREAK SPACE}"
NOBODY = "Nobody in the phonebook is called"


def jerome(name: str, said: str) -> Case:
    """Each of these is Jérôme Gagnon, whom the question names as the phonebook does."""
    return Case(name=name, call=to(said), sent=(Gone(JEROME),), asks=new(JEROME, "Jérôme Gagnon"))


NAMES = (
    jerome("a name as it is in the phonebook", "Jérôme Gagnon"),
    jerome("a name without accents", "Jerome Gagnon"),
    jerome("a name in capitals", "JÉRÔME GAGNON"),
    jerome("a name whose accents are characters of their own", "Je\u0301ro\u0302me Gagnon"),
    jerome("a first name", "jérôme"),
    jerome("a last name", "gagnon"),
    jerome("the beginnings of both names", "jer gag"),
    jerome("last name first", "Gagnon Jérôme"),
    jerome("a name with spaces around and between", "  Jérôme   Gagnon "),
    jerome("a name with a no-break space in it", f"Jérôme{NBSP}Gagnon"),
    Case(
        name="a name without its full stop",
        call=to("Dr Wright"),
        sent=(Gone(WRIGHT),),
        asks=new(WRIGHT, "Dr. Wright"),
    ),
    Case(
        name="a name without its hyphen",
        call=to("saint denis"),
        sent=(Gone(GARAGE),),
        asks=new(GARAGE, "Garage Saint-Denis"),
    ),
    Case(name="a word of a name", call=to("olimpico"), sent=(Gone(CAFE),), says=("Café Olimpico", CAFE)),
    Case(
        name="how a word of a name begins is asked about",
        call=to("olimp"),
        sent=(Gone(CAFE),),
        asks=Asked(('"olimp" is no whole name in the phonebook, and was taken for "Café Olimpico".', f"To: {CAFE}")),
    ),
    Case(
        name="letters from within another name are nobody's name",
        call=to("Ana"),
        before=(Entry("Café Havana", "5145550170"), wrote("5145550170")),
        says=(NOTHING,),
    ),
    Case(
        name="a name with an emoji and brackets",
        call=to("zoe coiffure"),
        before=(Entry("Zoé \N{CHERRY BLOSSOM} (coiffure)", "5145550170"),),
        sent=(Gone("5145550170"),),
        asks=Asked(("To: 5145550170", "Zoé", "(coiffure)")),
    ),
    Case(
        name="a name with numbers in it is no extension",
        call=to("Unit 4 #12"),
        before=(Entry("Unit 4 #12", "5145550170"), wrote("5145550170")),
        sent=(Gone("5145550170"),),
    ),
    Case(
        name="a name with another accent than it has",
        call=to("Èmilie Roy"),
        sent=(Gone(EMILIE),),
        asks=new(EMILIE, "Émilie Roy"),
    ),
    Case(
        name="several people of one name are listed with numbers and notes",
        call=to("Jane Smith"),
        says=(NOTHING, "2 people", JANE, OTHER_JANE, "second line"),
    ),
    Case(
        name="several people of one last name are listed, conversation or not",
        call=to("smith"),
        before=(wrote(JANE),),
        says=(NOTHING, JANE, OTHER_JANE),
    ),
    Case(
        name="several people of one first name are listed with their whole names",
        call=to("Luc"),
        before=(Entry("Luc Tremblay", "5145550171", note="plumber"),),
        says=(NOTHING, "Luc Ouellet", LUC, "Luc Tremblay", "5145550171", "plumber"),
    ),
    Case(
        name="more than ten people are counted",
        call=to("Team"),
        before=tuple(Entry(f"Team {n}", f"51455501{n}") for n in range(70, 82)),
        says=(NOTHING, "12 people", "5145550179", "and 2 more"),
        says_not=("5145550180",),
    ),
    Case(
        name="a whole name is who it says, though longer ones begin so",
        call=to("luc"),
        before=(Entry("Luc", "5145550170"),),
        sent=(Gone("5145550170"),),
        asks=new("5145550170", "Luc"),
    ),
    Case(
        name="a typing error names who is nearly so, and sends nothing",
        call=to("Jerome Gagnion"),
        says=(NOTHING, NOBODY, "Jérôme Gagnon"),
    ),
    Case(name="a name that is nobody's", call=to("Zebulon"), says=(NOTHING, NOBODY, "Give a number")),
    Case(name="letters for digits are a name, and nobody's", call=to("1-800-FLOWERS"), says=(NOTHING, NOBODY)),
    Case(
        name="a name of signs only is nobody's",
        call=to("..."),
        says=(NOTHING, NOBODY),
    ),
    Case(
        name="a group of the phonebook is everybody in it, in one question",
        call=to("Clients"),
        sent=(Gone(JEROME), Gone(EMILIE), Gone(LUC)),
        asks=Asked(
            (
                "Send this SMS to 3 people?",
                f'1. To {JEROME} ("Jérôme Gagnon")',
                f'2. To {EMILIE} ("Émilie Roy")',
                f'3. To {LUC} ("Luc Ouellet")',
                "It goes to 3 people.",
                NEW.format(EMILIE),
            )
        ),
    ),
    Case(
        name="a group without accents and case, with an entry that names it",
        call=to("CLIÉNTS"),
        before=(Entry("Nadia Haddad", "5145550170", group="3220"),),
        answer="no",
        asks=Asked(("to 4 people?", JEROME, EMILIE, LUC, '4. To 5145550170 ("Nadia Haddad")')),
        says=(NOTHING, "said no"),
    ),
    Case(
        name="a group whose name begins the name of a person is not guessed to be either",
        call=to("Clients"),
        before=(Entry("Clients office", "5145550170"),),
        says=(NOTHING, "Clients office"),
    ),
    Case(
        name="one of the group without a number to text stops all",
        call=to("Clients"),
        before=(Entry("Door", "sip:6199", group="3220"),),
        says=(NOTHING, "Door", "takes no texts"),
    ),
    Case(
        name="an entry with a short number",
        call=to("City"),
        before=(Entry("City line", "311"),),
        says=(NOTHING, "311", "short code"),
    ),
    Case(
        name="an entry with a SIP address",
        call=to("Front door"),
        before=(Entry("Front door", "sip:6199"),),
        says=(NOTHING, "Front door", "sip:6199", "takes no texts"),
    ),
    Case(
        name="an entry with a number abroad",
        call=to("London"),
        before=(Entry("London office", "011442071838750"),),
        says=(NOTHING, "United Kingdom"),
    ),
    Case(
        name="an entry with the 1 of North America",
        call=to("Nadia"),
        before=(Entry("Nadia Haddad", "15145550170"), wrote("5145550170")),
        sent=(Gone("5145550170"),),
        says=("Nadia Haddad",),
    ),
    Case(
        name="one number under two names is one person",
        call=to("Luc"),
        before=(Entry("Luc at work", LUC),),
        sent=(Gone(LUC),),
        asks=Asked(("Send this SMS?", f"To: {LUC}", NEW.format(LUC)), lacks=("people",)),
    ),
    Case(
        name="a name cannot pass for a line of the question",
        call=to("Anne"),
        before=(Entry("Anne\nTo: 5145550199\nText: hi", "5145550170"),),
        sent=(Gone("5145550170"),),
        asks=Asked(("To: 5145550170 (", f'Text: "{HELLO}"'), lacks=("\nTo: 5145550199", "\nText: hi")),
    ),
)
