"""The sandbox itself: it takes a call as the API does, and lets its owner look, compare and interfere."""

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from voipms_sandbox.accounts import ACCOUNTS
from voipms_sandbox.calls import Dialled, Experience, receive_call
from voipms_sandbox.calls.callers import Caller
from voipms_sandbox.conversations import CONVERSATIONS
from voipms_sandbox.deletions import DELETIONS
from voipms_sandbox.destinations import DESTINATIONS
from voipms_sandbox.diff import Difference, difference
from voipms_sandbox.emergency import EMERGENCY
from voipms_sandbox.entries import Answer, Params
from voipms_sandbox.faults import STATUS, Faults
from voipms_sandbox.inbound import receive
from voipms_sandbox.mailboxes import MAILBOXES
from voipms_sandbox.menus import MENUS
from voipms_sandbox.messages import MESSAGES
from voipms_sandbox.numbers import METHODS
from voipms_sandbox.orders import ORDERS, run_order
from voipms_sandbox.phonebook import BOOK_READERS
from voipms_sandbox.porting import PORTS
from voipms_sandbox.pricing import PRICES
from voipms_sandbox.reading import READERS
from voipms_sandbox.refusal import Here, Refuse
from voipms_sandbox.world import Account, Row, World

Method = Callable[[Here, Params], Answer]
TABLE: dict[str, Method] = {
    **READERS,
    **MAILBOXES,
    **PORTS,
    **PRICES,
    **EMERGENCY,
    **BOOK_READERS,
    **CONVERSATIONS,
    **MESSAGES,
    **METHODS,
    **DELETIONS,
    **ACCOUNTS,
    **{name: method.run for name, method in (DESTINATIONS | MENUS).items()},
    **{name: run_order(name) for name in ORDERS},
}
RESERVED = ("api_username", "api_password", "method", "content_type")


@dataclass(frozen=True, slots=True)
class Received:
    """One call that arrived, without its credentials."""

    method: str
    params: Mapping[str, str]
    account: str
    status: str


@dataclass(slots=True)
class Sandbox:
    """A simulated VoIP.ms; all its data is invented."""

    world: World
    faults: Faults = field(default_factory=Faults)
    log: list[Received] = field(default_factory=list[Received])
    per_minute: int = 0
    """Calls a minute before `api_limit_exceeded`; 0 for no limit."""
    _snapshots: dict[str, dict[str, object]] = field(default_factory=dict[str, dict[str, object]])
    _late: list[tuple[int, Callable[[], object]]] = field(default_factory=list[tuple[int, Callable[[], object]]])
    _times: list[float] = field(default_factory=list[float])

    def call(self, fields: Mapping[str, str]) -> Answer:
        """The answer to one call; the order of checks is the API's: credentials, address, method, parameters, rules."""
        self.world.refresh()
        self._land_late_effects()
        return self._take(fields)

    def _take(self, fields: Mapping[str, str]) -> Answer:
        method = fields.get("method", "")
        params = {name: value for name, value in fields.items() if name not in RESERVED}
        account = self.world.account(fields.get("api_username", ""))
        try:
            self._check_login(fields)
            check_access(account, method)
            answer = self.perform(method, params, Here(self.world, account))
        except Refuse as refuse:
            answer = dict[str, object](status=refuse.status)
        self.log.append(Received(method, params, account.number, str(answer["status"])))
        return answer

    def perform(self, method: str, params: Params, here: Here) -> Answer:
        if not method:
            raise Refuse("missing_method")
        if method not in TABLE:
            raise Refuse("invalid_method")
        self._check_rate()
        answer = {"status": "success", **copy.deepcopy(TABLE[method](here, params))}
        if not method.startswith(("get", "search")):
            self.world.save()
        return answer

    def later(self, fields: Mapping[str, str], calls: int) -> None:
        """Let this call take effect after `calls` more have arrived."""
        self._late.append((max(calls, 1), lambda: self._take(fields)))

    def snapshot(self) -> str:
        """Keep the state as it is now; the id is for `diff`."""
        id_ = str(len(self._snapshots) + 1)
        self._snapshots[id_] = self.world.copy()
        return id_

    def diff(self, since: str) -> list[Difference]:
        """What changed since a snapshot."""
        if since not in self._snapshots:
            raise ValueError(f"there is no snapshot {since!r}")
        return difference(self._snapshots[since], self.world.dump())

    def inbound_sms(self, did: str, contact: str, message: str, media: Sequence[str] = ()) -> list[Row]:
        """A message from outside, an MMS when it has media; the answer is where it was delivered."""
        here, _ = self._at(did)
        delivered = receive(here, did, contact, message, media)
        self.world.save()
        return delivered

    def call_in(
        self,
        did: str,
        caller: str,
        *,
        name: str = "",
        keys: str = "",
        answers: Mapping[str, int | str] | None = None,
        hangs_up_after: int | None = None,
        attestation: str = "",
    ) -> Experience:
        """A phone call from outside; the answer is what the caller experienced.

        `keys`: one for each time a key is waited for, `-` for none. `answers`: what phones do, by sub-account,
        forwarding or number: seconds until they answer, `busy` or `never`; `calls.answering` has the default.
        """
        here, row = self._at(did)
        dialled = Dialled(Caller(caller, name, attestation), keys, answers or {}, hangs_up_after)
        experience = receive_call(here, row, dialled)
        self.world.save()
        return experience

    def set_access(self, number: str, *, api_enabled: bool = True, address_allowed: bool = True) -> None:
        """Whether an account's API is switched on, and lets the caller's address in."""
        self.world.refresh()
        account = next((one for one in self.world.accounts if one.number == number), None)
        if account is None:
            raise ValueError(f"there is no account {number}")
        account.set_meta("api_enabled", str(int(api_enabled)))
        account.set_meta("address_allowed", str(int(address_allowed)))
        self.world.save()

    def _at(self, did: str) -> tuple[Here, Row]:
        """The account of a number, and the number."""
        self.world.refresh()
        for account in self.world.accounts:
            row = account.find("dids", did=did)
            if row is not None:
                return Here(self.world, account), row
        raise Refuse("invalid_did")

    def _land_late_effects(self) -> None:
        waiting, self._late = self._late, []
        for calls, effect in waiting:
            if calls <= 1:
                effect()
            else:
                self._late.append((calls - 1, effect))

    def _check_login(self, fields: Mapping[str, str]) -> None:
        username, password = fields.get("api_username", ""), fields.get("api_password", "")
        if not username or not password:
            raise Refuse("missing_credentials")
        known = self.world.credentials
        if known and known.get(username) != password:
            raise Refuse("invalid_credentials")

    def _check_rate(self) -> None:
        if not self.per_minute:
            return
        now = self.world.clock.now().timestamp()
        self._times = [time for time in self._times if 0 <= now - time < 60]
        if len(self._times) >= self.per_minute:
            raise Refuse("api_limit_exceeded")
        self._times.append(now)


def check_access(account: Account, method: str) -> None:
    """Refuse when the account's API is off, or the caller's address not allowed; getIP needs no allowed address."""
    if account.meta("api_enabled") == "0":
        raise Refuse("api_not_enabled")
    if account.meta("address_allowed") == "0" and method != "getIP":
        raise Refuse("ip_not_enabled")


def planned_status(kind: str) -> str | None:
    """The status of a `status:code` fault."""
    return kind.removeprefix(STATUS) if kind.startswith(STATUS) else None
