"""All functions by their documented names, taken from the chapters' classes."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, ModuleType

from voipms_tools import (
    accounts,
    e911,
    forwarding,
    mailboxes,
    menus,
    messages,
    music,
    numbers,
    orders,
    phonebook,
    plans,
    queues,
    searches,
    troubleshooting,
)
from voipms_tools import extensions as lines
from voipms_tools import jobs as whole
from voipms_tools.function import Function
from voipms_tools.getters import costs, devices, emergency, entries, extensions, ports, records, reference, voicemail
from voipms_tools.getters import menus as answering
from voipms_tools.getters import messages as conversations

CHAPTERS: tuple[ModuleType, ...] = (
    searches,
    orders,
    numbers,
    messages,
    forwarding,
    menus,
    phonebook,
    queues,
    lines,
    music,
    mailboxes,
    accounts,
    entries,
    answering,
    reference,
    devices,
    records,
    conversations,
    voicemail,
    extensions,
    costs,
    emergency,
    ports,
    e911,
)
JOB_CHAPTERS: tuple[ModuleType, ...] = (whole, troubleshooting, plans)


@cache
def functions() -> Mapping[str, type[Function]]:
    """The functions, chapter by chapter; an abstract group of parameters declares no effect and is none."""
    return MappingProxyType({cls.tool_name(): cls for chapter in CHAPTERS for cls in _classes(chapter)})


@cache
def jobs() -> Mapping[str, type[Function]]:
    """The tools that do a whole job with several functions."""
    return MappingProxyType({cls.tool_name(): cls for chapter in JOB_CHAPTERS for cls in _classes(chapter)})


@cache
def tools() -> Mapping[str, type[Function]]:
    """All tools: the documented functions, then the jobs."""
    return MappingProxyType({**functions(), **jobs()})


def _classes(chapter: ModuleType) -> list[type[Function]]:
    found = [value for value in vars(chapter).values() if isinstance(value, type) and issubclass(value, Function)]
    return [cls for cls in found if cls.__module__ == chapter.__name__ and "declared" in vars(cls)]
