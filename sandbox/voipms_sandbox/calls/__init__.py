"""Phone calls from outside: who calls, which way the call takes, what phones do, and what it leaves."""

from voipms_sandbox.calls.calling import Dialled, receive_call
from voipms_sandbox.calls.experience import Experience

__all__ = ["Dialled", "Experience", "receive_call"]
