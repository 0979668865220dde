"""E911: the address that emergency services are told. Never dial 911 to test it."""

from typing import Annotated

from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.getters.reference import values
from voipms_tools.rows import Rows, fields
from voipms_tools.words.numbers import Did
from voipms_tools.words.texts import Code, Email, line, one_of

Line = Annotated[str, line(100, least=1)]
Optional = Annotated[str, line(200)]
Country = Annotated[str, one_of("US", "CA")]
AddressLanguage = Annotated[str, one_of("EN", "FR", upper=True)]


class E911AddressTypes(Function, effect=Effect.READ, toolset="e911", reference=True, rows=values("types")):
    """List types of parts of an emergency address."""

    type: Code | None = None
    """This one."""


class E911Info(
    Function,
    effect=Effect.READ,
    toolset="e911",
    default=False,
    rows=Rows(
        "info",
        fields(
            id="did",
            text="status full_name street_number street_name address_type address_number city state zip_code country "
            "language email other_info",
        ),
        one=True,
    ),
):
    """Show the emergency address of a number."""

    did: Did
    """Number with E911."""


class EmergencyAddress(Function):
    """Where somebody is who calls 911 with a number."""

    did: Did
    """Number it is for."""
    full_name: Line
    """Person or company."""
    street_number: Line
    """As 123."""
    street_name: Line
    """As MAIN ST."""
    address_type: Optional | None = None
    """Of e911AddressTypes, as Suite."""
    address_number: Optional | None = None
    """As 401."""
    city: Line
    """City."""
    state: Code
    """State or province, as QC."""
    country: Country
    """Country."""
    zip_code: Line
    """ZIP or postal code."""
    email: Email
    """Whom to write to."""
    other_info: Optional | None = None
    """Canada only."""


class E911Validate(EmergencyAddress, effect=Effect.READ, toolset="e911", default=False):
    """Check whether an emergency address is known; nothing is set up and nothing costs."""

    language: AddressLanguage | None = None
    """Canada only."""
