"""Which changes lead calls or messages elsewhere, or open a door: after strangers' text they need a person."""

from voipms_server.completion import keeps, taken
from voipms_server.prepared import Prepared
from voipms_server.readback import same
from voipms_tools.function import Function
from voipms_tools.words.marks import Rule

LEADING = (Rule.LEADS, Rule.DIALS, Rule.STEERS)


def reroutes(ready: Prepared) -> bool:
    """Whether a parameter that leads somewhere, or a secret, gets another value than it has."""
    function = ready.write.function
    old = keeps(function, ready.before) if ready.before is not None else {}
    names = [name for name in _names(function) if name in ready.full]
    return any(not same(function, name, old.get(name, ""), taken(name, ready.full[name])) for name in names)


def _names(function: type[Function]) -> list[str]:
    """The parameters that decide where something arrives, and the secrets."""
    leading = {name for name, rule in function.asks().items() if rule in LEADING}
    return sorted(leading | function.secrets())
