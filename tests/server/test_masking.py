"""One-time codes and card numbers are hidden before an assistant sees them, and everyday numbers are not."""

import re
import time

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from voipms_server.answers.masking import masked

ZERO = "\u200b"
CODES: dict[str, str] = {
    "Your verification code is 482913": "482913",
    "482913 is your Google verification code.": "482913",
    "G-482913 is your Google verification code.": "482913",
    "Your code: 482-913": "482-913",
    "Your code is 482 913. Do not share it.": "482 913",
    "code:482913": "482913",
    "code=482913": "482913",
    "Your code is #482913, valid for 10 minutes": "482913",
    'Enter "482913" to finish signing in. This code expires at 12:30.': "482913",
    "Your PIN is 4821": "4821",
    "PIN: 0420": "0420",
    "Your one-time PIN for order 104233 is 7731": "7731",
    "Use 73921 to log in": "73921",
    "Use 7392150 to confirm your identity": "7392150",
    "OTP 5521": "5521",
    "Amazon: Sign-in attempt from Toronto. 482913 is your OTP": "482913",
    "Your one-time password is X7K2P9": "X7K2P9",
    "Enter A1B2C3 to verify your account": "A1B2C3",
    "Your login code is k7qm2xpd": "k7qm2xpd",
    "Your temporary password is Xk29-Qm71": "Xk29-Qm71",
    "Votre mot de passe: Soleil42!": "Soleil42",
    "Activation code ABCD-EFGH-1234": "1234",
    "Your security code: 4 8 2 9 1 3": "4 8 2 9 1 3",
    "Your code is 4-8-2-9-1-3": "4-8-2-9-1-3",
    "Your code is 4 8 2 - 9 1 3": "9 1 3",
    "Your code is 4.8.2.9.1.3": "4.8.2.9.1.3",
    f"Your code is 48{ZERO}29{ZERO}13": "482913",
    "Your c\u200bode is 482\u2060913": "482913",
    "Your code is 482\u00ad913": "482913",
    "Your code is \uff14\uff18\uff12\uff19\uff11\uff13": "\uff14\uff18\uff12\uff19\uff11\uff13",
    "\uff23\uff4f\uff44\uff45 482913": "482913",
    "Your code is \u2463\u2467\u2461\u2468\u2460\u2462": "\u2463\u2467\u2461",
    "Your code is 4\ufe0f\u20e38\ufe0f\u20e32\ufe0f\u20e39\ufe0f\u20e3": "8",
    "Your code is\n482913": "482913",
    "Your code is 482\u2011913": "913",
    "Your Uber code is 2024": "2024",
    "Your code is 1999. Never share it.": "1999",
    "Your code is 5145550199": "5145550199",
    "Your code is 123456789012": "123456789012",
    "Backup codes: 4829-1384, 5712-9931": "5712-9931",
    "FB-48291 is your Facebook confirmation code": "48291",
    "<#> Your WhatsApp code: 482-913\nOr tap v.whatsapp.com/482913": "482913",
    "Your code is 482913.\n\n@example.com #482913": "482913",
    "@example.com #XK29QM": "XK29QM",
    "482913": "482913",
    " 482 913. ": "482 913",
    "Votre code de v\u00e9rification est 482913": "482913",
    "Votre code de v\u00e9rification est le 48 29 13.": "48 29 13",
    "482913 est votre code de connexion": "482913",
    "482913 : votre code d'activation": "482913",
    "Code de s\u00e9curit\u00e9 4829": "4829",
    "Votre NIP temporaire est 4821": "4821",
    "Ne partagez ce code avec personne : 482913": "482913",
    "Mot de passe \u00e0 usage unique : 73 92 11": "73 92 11",
    "Saisissez 482913 pour confirmer votre identit\u00e9": "482913",
    "Interac : utilisez le code 4829 1384": "1384",
    "Desjardins : votre code est le 482.913, valide 10 minutes": "482.913",
    "Votre code de confirmation Hydro-Qu\u00e9bec: AB12CD": "AB12CD",
    "Ton code Snapchat est le 482913": "482913",
    "Jeton d'authentification: 88120456": "88120456",
    "Su c\u00f3digo es 482913": "482913",
    "Login: 2026": "2026",
}
"""Texts with a code, and what must not be left of it."""
EVERYDAY = (
    "See you at 10:30",
    "Can you confirm for 10:30 on 24/11/2026?",
    "Please confirm 2:30 pm, not 14:45",
    "Meeting 2026-11-24 at 14:00, please confirm",
    "Can you confirm your appointment on 24 Nov 2026 at 14:30?",
    "Le rendez-vous est \u00e0 14 h 30 le 24-11-2026, tu confirmes ?",
    "Confirm\u00e9 pour 9h30",
    "The offer expires 2026-12-31",
    "It expires on 31.12.2026",
    "Your password expires on 12/31/2026",
    "The total is $1,250.00",
    "Le total est de 1 250,00 $",
    "Please confirm: 1250 $ for 3 days",
    "Security deposit is $1200, please verify",
    "D\u00e9p\u00f4t de s\u00e9curit\u00e9 1200 $",
    "I transferred 1500 dollars, can you verify?",
    "Can you verify that 2500 people came?",
    "Your order 104233 is ready",
    "Commande n\u00b0 104233 pr\u00eate",
    "Confirmation of order 104233",
    "Can you verify invoice 10452?",
    "Pouvez-vous v\u00e9rifier la facture 20451 ?",
    "Call me at 514-555-0199",
    "Call me at (514) 555-0199 or 514 555 0160",
    "Confirm your number 514-555-0199",
    "Please verify that 514 555 0199 is my number",
    "Pouvez-vous v\u00e9rifier mon num\u00e9ro, 5145550199 ?",
    "Log in, then call +1 514 555 0199",
    "1234 rue Sainte-Catherine",
    "I confirm, see you at 1234 Main Street",
    "V\u00e9rifie l'adresse : 4021 boulevard Saint-Laurent",
    "12450 St-Hubert Street, can you verify?",
    "Mon code postal est H2X 1Y4",
    "My postal code is H2X 1Y4",
    "My zip code is 90210",
    "The area code is 514",
    "Promo code SAVE20",
    "Code promo NOEL25",
    "Is the dress code black tie?",
    "What is the code of the door?",
    "It was 2019, and now it is 2026",
    "Was it verified in 1984 or in 2026?",
    "We sold 1500 units in 12 weeks",
    "Flight AC1234 lands at 18:40",
    "Room 4021, second floor",
    "Tracking 1Z999AA10123456784",
    "My extension is 4021, verify it please",
    "Is it ISO 9001 verified?",
    "Log in opens at 9am",
    "Ouvert 24/7, connexion Wi-Fi gratuite",
    "Half of it: 50%, or 0.5",
    "We need 3 of part 48291, can you verify?",
    "See https://example.com/orders/104233 to verify",
    "Parking 123 is full",
)
CARDS = (
    "4539148803436467",
    "4539 1488 0343 6467",
    "4539-1488-0343-6467",
    "4539.1488.0343.6467",
    "4539 1488 0343 6467 09/29",
    "123 4539 1488 0343 6467",
    "4539 1488\n0343 6467",
    "4539 1488 0343 6467 09 29 123",
    "45 39 14 88 03 43 64 67",
    "4 5 3 9 1 4 8 8 0 3 4 3 6 4 6 7",
    "4539\u20111488\u20110343\u20116467",
    "4539\u00a01488\u00a00343\u00a06467",
    "4539\u200b1488\u200b0343\u200b6467",
    "\uff14\uff15\uff13\uff19 1488 0343 6467",
    "5555 5555 5555 4444",
    "2223003122003222",
    "3782 822463 10005",
    "371449635398431",
    "6011 1111 1111 1117",
    "3056 930902 5904",
)
NO_CARDS = (
    "4539 1488 0343 6468",
    "4539148803436460",
    "1234 5678 9012 3456",
    "514-555-0199 438-555-0188",
    "514 555 0199, 514 555 0160, 438 555 0162",
    "UPC 012345678905",
    "2026-11-24 14:30 2026-11-25 15:00",
)


@pytest.mark.parametrize("text", CODES)
def test_a_one_time_code_is_hidden(text: str) -> None:
    shown = masked(text)
    assert shown.hidden
    assert "(hidden)" in shown.text
    assert CODES[text] not in shown.text


@pytest.mark.parametrize("text", EVERYDAY)
def test_an_everyday_text_is_shown_as_it_is(text: str) -> None:
    shown = masked(text)
    assert (shown.text, shown.hidden) == (text, False)


@pytest.mark.parametrize("number", CARDS)
@pytest.mark.parametrize("text", ["{}", "My card: {}", "Visa {} please", "Carte {}, merci", "card={};"])
def test_a_card_number_is_hidden(number: str, text: str) -> None:
    shown = masked(text.format(number))
    assert shown.hidden
    assert not re.search(r"\d{3}[\W\s]?1488|8803|0343|5555|2463|9635|1111|9309|3122|3 4 3|43 64", shown.text)


@pytest.mark.parametrize("number", NO_CARDS)
def test_what_is_no_card_number_is_shown(number: str) -> None:
    assert masked(f"It is {number}").text == f"It is {number}"


def test_the_code_on_the_back_of_a_card_is_hidden() -> None:
    assert masked("exp 09/29 CVV 123").text == "exp 09/29 CVV (hidden)"
    assert masked("cvc: 4821").text == "cvc: (hidden)"


def test_only_the_code_is_hidden() -> None:
    assert masked("Code 482913 for order 104233, 10:30, $15.00").text == "Code (hidden) for order 104233, 10:30, $15.00"


def test_what_is_revealed_is_cleaned_all_the_same() -> None:
    shown = masked(f"Your code is 48{ZERO}2913", reveal=True)
    assert (shown.text, shown.hidden) == ("Your code is 482913", False)


@pytest.mark.parametrize("most", [6, 10, 20, 40, 80])
def test_a_text_is_looked_at_whole_before_it_is_cut(most: int) -> None:
    for text in (f"482913 {'x' * 80} is your code", f"Pay {'x' * 66} 4539 1488 0343 6467", "482913"):
        assert not re.search(r"4829|4539", masked(text, most).text)


def test_a_cut_text_tells_how_long_it_was() -> None:
    assert masked("x" * 100, 10).text == "xxxxxxxxxx ... (100 characters)"


DIGITS = st.text("0123456789", min_size=4, max_size=10)
MIXED = st.from_regex(r"[A-Z]{2,3}[0-9]{2,4}[A-Z]{0,2}", fullmatch=True)
SAID = (
    "Your verification code is {}",
    "{} is your login code",
    "Use code {} to sign in. It expires in 10 minutes.",
    "<#> {} is your one-time password for example.com",
    "code: {}",
    "Votre code de v\u00e9rification est {}",
    "Votre NIP est {}. Ne le partagez pas.",
    "{} est votre code de s\u00e9curit\u00e9",
    "Your order 104233 is waiting, the PIN is {}",
    "Entrez le code {} pour confirmer",
)
between = st.sampled_from(["", " ", "-", ZERO, "\u00ad", "\u2011"])


@given(st.one_of(DIGITS, MIXED), st.sampled_from(SAID))
def test_no_code_that_is_called_one_gets_through(code: str, said: str) -> None:
    assume(code not in "104233 10 ")
    assert code not in masked(said.format(code)).text


@given(st.text("0123456789", min_size=6, max_size=8), st.sampled_from(SAID), between)
def test_nor_one_in_two_halves(code: str, said: str, gap: str) -> None:
    """Of one of the three shapes in which they are sent: 3 and 3, 3 and 4, 4 and 4."""
    first = 3 if len(code) < 8 else 4
    assume(code[:first] not in said and code[first:] not in said)
    shown = masked(said.format(f"{code[:first]}{gap}{code[first:]}")).text
    assert code[:first] not in shown
    assert code[first:] not in shown


@given(st.lists(st.sampled_from([*CODES, *EVERYDAY, *CARDS]), min_size=1, max_size=4).map(" ".join))
@example("code: 482913: 2024")
def test_hiding_again_hides_nothing_more(text: str) -> None:
    once = masked(text)
    assert masked(once.text).text == once.text


LETTERS = st.text(st.sampled_from("0123456789 -.,:/#()@+$%\nabcodeCODEpinPIN isyourG\u200b\uff11\u2463"), max_size=200)


@given(LETTERS)
def test_hiding_again_hides_nothing_more_of_any_text(text: str) -> None:
    once = masked(text)
    assert masked(once.text).text == once.text


@pytest.mark.parametrize("part", ["1 ", "code ", "1", "A1-", "12 34 56 ", "code is ", "5145550199 ", "@a.-", "\uff11"])
def test_a_long_text_takes_no_long_time(part: str) -> None:
    began = time.process_time()
    masked("code " + part * (20_000 // len(part)))
    assert time.process_time() - began < 2
