"""An account's line straight to a sandbox, without HTTP between them: for thousands of calls."""

from collections.abc import Mapping
from dataclasses import dataclass

from voipms_sandbox import Sandbox
from voipms_server.errors import Refused
from voipms_server.line import Line


@dataclass
class Straight:
    """The API of the sandbox's first account."""

    sandbox: Sandbox

    async def call(
        self,
        function: str,
        params: Mapping[str, str],
        *,
        read: bool,
        empty: tuple[str, ...] = (),
        in_turn: bool = False,
    ) -> dict[str, object]:
        login = {"api_username": "owner@example.com", "api_password": "x", "method": function}
        answer = self.sandbox.call({**params, **login})
        status = str(answer["status"])
        if status not in ("success", *empty):
            raise Refused(function, status, "")
        return answer

    async def turn(self) -> None: ...


def line_to(sandbox: Sandbox) -> Line:
    return Line("office", Straight(sandbox))
