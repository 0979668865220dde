"""The schedules about settings, orders and undos."""

from functools import partial

from torture.account import Account
from torture.after import still_at_work
from torture.checks import problems
from torture.moves import move
from torture.play import nothing_seen
from torture.report import counted
from torture.schedule import drawn
from torture.subject import Subject

SETTINGS = Subject(
    "settings", Account, drawn, partial(move, theme=""), nothing_seen, still_at_work, problems, counted, 50_000
)
