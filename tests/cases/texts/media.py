"""What is attached: addresses, and files of the folder that is allowed. `sending.FILES` has what lies there."""

from cases.texts.before import Call
from cases.texts.case import CAFE, LATE, NOTHING, STRANGERS, WRIGHT, Asked, Case, Gone, to

URL = "https://example.com/photos/house.jpg?v=2"
NOT_INSIDE = "is no file in a folder that is allowed"
PNG = "file:png"
READ = Call("readMessages", {"with": LATE})


def photo(*media: str, dst: str = CAFE) -> tuple[Gone, ...]:
    return (Gone(dst, "Look.", media=media, mms=True),)


def attached(media: str, dst: str = CAFE) -> dict[str, object]:
    return to(dst, "Look.", media=media)


def goes(name: str, media: str, *arrived: str) -> Case:
    return Case(name=name, call=attached(media), sent=photo(*arrived))


def not_sent(name: str, media: str, *says: str) -> Case:
    return Case(name=name, call=attached(media), says=(NOTHING, *says))


MEDIA = (
    goes("an address makes it an MMS", URL, URL),
    goes("an address without TLS", "http://example.com/a.png", "http://example.com/a.png"),
    goes(
        "three addresses, in order",
        f"{URL}; https://example.com/2; https://example.com/3",
        URL,
        *(f"https://example.com/{n}" for n in (2, 3)),
    ),
    goes("one address twice is attached once", f"{URL};{URL}", URL),
    goes("a file in the folder that is allowed", "folder/photo.png", PNG),
    goes("a file by its name in that folder", "photo.png", PNG),
    goes("a file below that folder", "folder/below/photo.gif", "file:gif"),
    goes("a file and an address", f"photo.png;{URL}", PNG, URL),
    goes("a file is what it holds, whatever it is called", "folder/photo-called.txt", PNG),
    goes("a file of 1.2 MB", "folder/largest.jpg", "file:jpeg"),
    goes("a link within the folder", "folder/link-inside.png", PNG),
    goes("a way out of the folder and back in", "folder/below/../photo.png", PNG),
    not_sent("a file beside the folder", "outside/secret.png", NOT_INSIDE),
    not_sent("a way out of the folder", "folder/../outside/secret.png", NOT_INSIDE),
    not_sent("a way out of the folder, by a name in it", "../outside/secret.png", NOT_INSIDE),
    not_sent("a link out of the folder", "folder/link-outside.png", NOT_INSIDE),
    not_sent("a folder whose name begins alike", "folder-too/secret.png", NOT_INSIDE),
    not_sent("a file that is not there", "folder/nothing.png", NOT_INSIDE),
    not_sent("the folder itself", "folder", NOT_INSIDE),
    not_sent("a folder in it", "folder/below", "folder/below"),
    not_sent("a pipe", "folder/pipe.png", "no plain file"),
    not_sent("a text that is called a picture", "folder/text.png", "none of JPEG, PNG"),
    not_sent("a PDF", "folder/paper.pdf", "none of JPEG, PNG"),
    not_sent("a file of one byte more than 1.2 MB", "folder/too-large.jpg", "larger than 1.2 MB"),
    not_sent("an empty file", "folder/empty.png", "is empty"),
    not_sent("an address of another kind", "ftp://example.com/a.png", "no http or https address"),
    not_sent("an address of a file", "file:///etc/passwd", "no http or https address"),
    not_sent("an address with a password", "https://ana:secret@example.com/a.png", "no http or https address"),
    not_sent("the content of a file itself", "data:image/png,base64", "no http or https address"),
    not_sent("one that is wrong among others", f"{URL};folder/nothing.png", NOT_INSIDE),
    Case(
        name="a file while no folder is allowed",
        call=attached("folder/photo.png"),
        folders=False,
        says=(NOTHING, "no folder is allowed", "file_folders"),
    ),
    Case(
        name="four addresses are one too many",
        call=attached(";".join(f"https://example.com/{n}" for n in range(4))),
        says=("1 to 3 URLs",),
    ),
    Case(
        name="an address without any words",
        call=to(CAFE, "", media=URL),
        says=("0 characters",),
    ),
    Case(
        name="the question shows the address, and that the price is not known",
        call=attached(URL, WRIGHT),
        sent=photo(URL, dst=WRIGHT),
        asks=Asked(
            (
                "Send this MMS?",
                "To: 5145550162",
                "Attached:",
                "example.com/photos/house.jpg",
                "Price of an MMS: unknown",
            )
        ),
    ),
    Case(
        name="the question says that a file of this machine goes",
        call=attached("photo.png", WRIGHT),
        answer="no",
        asks=Asked(("Send this MMS?", "Attached: a file of this machine"), lacks=("base64",)),
        says=(NOTHING, "said no"),
    ),
    Case(
        name="a file to somebody whose text was read needs a yes",
        call=attached("photo.png", LATE),
        before=(READ,),
        answer="no",
        asks=Asked(("It sends a file of this machine.", STRANGERS, "Running late")),
        says=(NOTHING,),
    ),
    Case(
        name="an address to somebody whose text was read needs none",
        call=attached(URL, LATE),
        before=(READ,),
        sent=photo(URL, dst=LATE),
    ),
    Case(
        name="sendMMS takes an address",
        tool="sendMMS",
        call={"did": "5145550110", "dst": CAFE, "message": "Look.", "media1": URL},
        sent=photo(URL),
    ),
)
