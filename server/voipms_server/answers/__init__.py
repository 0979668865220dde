"""From a raw answer of the API to the clean result a reader gets."""

from voipms_server.answers.render import render

__all__ = ["render"]
