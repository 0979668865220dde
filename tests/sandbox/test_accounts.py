"""Sub-accounts as the sandbox keeps them: a login of the account's number and a name, and the manual's statuses."""

import pytest

from cases.arguments import RIGHT
from sandbox.line import LOGIN, Line

pytestmark = pytest.mark.anyio
NEW = {name: str(value) for name, value in RIGHT["createSubAccount"].items()}
MARC = {**{name: str(value) for name, value in RIGHT["setSubAccount"].items()}, "id": "99788"}


async def test_a_new_one_is_told_by_its_number_and_its_login() -> None:
    line = Line()
    answer = await line.api("createSubAccount", **NEW)
    assert answer["account"] == "100000_VoIP"
    assert str(answer["id"]) == line.row("sub_accounts", account="100000_VoIP")["id"]


REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "a name that is taken": ({"username": "Marc"}, "used_username"),
    "an extension that is taken": ({"internal_extension": "100"}, "used_extension"),
    "no password": ({"password": ""}, "missing_password"),
    "no address": ({"auth_type": "2", "password": ""}, "missing_ip"),
    "a password beside an address": ({"auth_type": "2", "ip": "198.51.100.7"}, "invalid_password_auth"),
    "an address beside a password": ({"ip": "198.51.100.7"}, "invalid_ip_auth"),
    "an address that is taken": ({"auth_type": "2", "password": "", "ip": "198.51.100.9"}, "repeated_ip"),
    "an address with IAX2": (
        {"auth_type": "2", "password": "", "ip": "198.51.100.7", "protocol": "3"},
        "invalid_authtype_iax2",
    ),
    "a short password": ({"password": "aB3"}, "invalid_password_lessthan_8characters_long"),
    "a password of other signs": ({"password": "aB3 aB3 aB3"}, "invalid_password_ilegal_characters"),
    "a password without a small letter": ({"password": "AB345678"}, "invalid_password_missing_lowercase"),
    "a password without a capital": ({"password": "ab345678"}, "invalid_password_missing_uppercase"),
    "a password without a digit": ({"password": "abcdEFGH"}, "invalid_password_missing_number"),
    "an extension of letters": ({"internal_extension": "x1"}, "invalid_extension"),
    "a long extension": ({"internal_extension": "123456"}, "invalid_extension_length"),
    "an extension that begins so": ({"internal_extension": "0971"}, "invalid_extension_prefix"),
    "an extension with a meaning": ({"internal_extension": "911"}, "invalid_extensions"),
    "a restriction to no address": ({"enable_ip_restriction": "1"}, "missing_ip_restriction"),
    "a restriction to no server": ({"enable_pop_restriction": "1"}, "missing_pop_restriction"),
    "a client without a package": ({"reseller_client": "561115"}, "missing_resellerpackage"),
    "silence longer than a hold": (
        {"rtp_timeout": "61", "rtp_hold_timeout": "60"},
        "rtp_timeout_greater_than_rtp_hold_timeout",
    ),
    "a parking lot there is not": ({"parking_lot": "1"}, "invalid_callparking"),
    "a mailbox there is not": ({"internal_voicemail": "999"}, "invalid_internalvoicemail"),
    "a codec there is not": ({"allowed_codecs": "ulaw;moo"}, "invalid_allowedcodecs"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_what_the_manual_has_a_status_for_is_refused_and_changes_nothing(case: str) -> None:
    given, status = REFUSED[case]
    line = Line()
    before = line.sandbox.snapshot()
    assert await line.status("createSubAccount", **{**NEW, **given}) == status
    assert line.sandbox.diff(before) == []


async def test_a_write_is_a_full_one() -> None:
    line = Line()
    await line.api("setSubAccount", **MARC)
    row = line.row("sub_accounts", id="99788")
    assert (row["description"], row["internal_extension"], row["account"]) == ("", "", "100000_Marc")


async def test_it_is_changed_and_deleted_by_its_number_alone() -> None:
    line = Line()
    assert await line.status("setSubAccount", **{**MARC, "id": "100000_Marc"}) == "invalid_account"
    assert await line.status("delSubAccount", id="100000_Marc") == "invalid_account"
    assert await line.api("delSubAccount", id="99788") == {"status": "success"}


async def test_a_client_with_numbers_keeps_its_account() -> None:
    line = Line()
    reseller = {**LOGIN, "api_username": "reseller@example.com"}
    assert await line.status("delSubAccount", **reseller, id="99951") == "account_with_dids"
