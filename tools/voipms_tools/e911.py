"""E911: the address of a number is given to emergency services, changed, and taken away. Never dial 911 to test it."""

from voipms_tools.effects import Effect
from voipms_tools.function import Entry, Function
from voipms_tools.getters.emergency import AddressLanguage, EmergencyAddress
from voipms_tools.words.numbers import Did

ADDRESS = Entry("did", "e911Info", "did", needs={"did": "did"}, always=True, absent=("e911_disabled",))


class AddressToGive(EmergencyAddress):
    """An address, and the language of those who are there."""

    language: AddressLanguage
    """EN or FR; only addresses in Canada have it."""


class E911Provision(
    AddressToGive, effect=Effect.SPEND, toolset="e911", entry=ADDRESS, counterpart="e911Cancel", default=False
):
    """Set up E911 for a number, which costs from now on. The address is validated, then a person is asked."""


class E911Update(AddressToGive, effect=Effect.CHANGE, toolset="e911", entry=ADDRESS, default=False):
    """Change the emergency address of a number. It is validated, then a person is asked."""


class E911Cancel(
    Function, effect=Effect.DELETE, toolset="e911", entry=ADDRESS, counterpart="e911Provision", default=False
):
    """End E911 for a number: emergency calls from it carry no address any more. A person is asked."""

    did: Did
    """Number with E911."""
