"""A VoIP.ms account on this machine: the REST API, simulated. All its data is invented."""

from voipms_sandbox.app import create_app
from voipms_sandbox.faults import ConnectionDropped
from voipms_sandbox.sandbox import Sandbox

__all__ = ["ConnectionDropped", "Sandbox", "create_app"]
