"""The tables of the store. A change here needs a migration; a test compares the two."""

from sqlalchemy import Boolean, Float, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """All tables."""


class ApprovalRow(Base):
    """One question to a person. `call` is encrypted; `question` is what the person reads, without secrets."""

    __tablename__ = "approvals"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    account: Mapped[str] = mapped_column(String(60))
    caller: Mapped[str] = mapped_column(String(200))
    way: Mapped[str] = mapped_column(String(20))
    both: Mapped[bool] = mapped_column(Boolean)
    client_yes: Mapped[bool] = mapped_column(Boolean)
    page_yes: Mapped[bool] = mapped_column(Boolean)
    answered_by: Mapped[str] = mapped_column(String(20))
    call: Mapped[str] = mapped_column(Text)
    seen: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text)
    round: Mapped[int] = mapped_column(Integer)
    created: Mapped[float] = mapped_column(Float)
    expires: Mapped[float] = mapped_column(Float)
    state: Mapped[str] = mapped_column(String(10), index=True)
    used_by: Mapped[str] = mapped_column(String(32))
    outcome: Mapped[str] = mapped_column(Text)


class LineRow(Base):
    """One line of the journal; lines are only appended. `mac` covers the line and the `mac` before it."""

    __tablename__ = "journal"
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[float] = mapped_column(Float, index=True)
    kind: Mapped[str] = mapped_column(String(10))
    change: Mapped[int] = mapped_column(Integer, index=True)
    bundle: Mapped[str] = mapped_column(String(32), index=True)
    account: Mapped[str] = mapped_column(String(60))
    caller: Mapped[str] = mapped_column(String(200))
    function: Mapped[str] = mapped_column(String(80))
    effect: Mapped[str] = mapped_column(String(10))
    entry: Mapped[str] = mapped_column(String(200), index=True)
    outcome: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(Text)
    secrets: Mapped[str] = mapped_column(Text)
    mac: Mapped[str] = mapped_column(String(64))


class HeadRow(Base):
    """The last line of the journal, and the last one that was pruned; its row is the lock of every append."""

    __tablename__ = "heads"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer)
    mac: Mapped[str] = mapped_column(String(64))
    pruned: Mapped[int] = mapped_column(Integer)
    pruned_mac: Mapped[str] = mapped_column(String(64))


class FactRow(Base):
    """What the store knows about itself: its name and how its key is recognised."""

    __tablename__ = "facts"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class FoundRow(Base):
    """Where a price can be looked up: which search found a number, for which country a location was listed."""

    __tablename__ = "found"
    account: Mapped[str] = mapped_column(String(60), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))
    at: Mapped[float] = mapped_column(Float, index=True)


class StrangerRow(Base):
    """A stranger's text that was shown to a caller: who wrote it, when it was shown last, and its first words."""

    __tablename__ = "strangers"
    caller: Mapped[str] = mapped_column(String(200), primary_key=True)
    account: Mapped[str] = mapped_column(String(60), primary_key=True)
    author: Mapped[str] = mapped_column(String(60), primary_key=True)
    at: Mapped[float] = mapped_column(Float)
    words: Mapped[str] = mapped_column(Text)


class SeenRow(Base):
    """Which messages of a conversation a caller was shown; `before` this time all count as shown."""

    __tablename__ = "seen"
    caller: Mapped[str] = mapped_column(String(200), primary_key=True)
    account: Mapped[str] = mapped_column(String(60), primary_key=True)
    did: Mapped[str] = mapped_column(String(20), primary_key=True)
    contact: Mapped[str] = mapped_column(String(60), primary_key=True)
    before: Mapped[float] = mapped_column(Float)
    ids: Mapped[str] = mapped_column(Text)


class InboundRow(Base):
    """A message that was delivered to an account's address, known by a digest; nothing of it is kept."""

    __tablename__ = "inbound"
    account: Mapped[str] = mapped_column(String(60), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    did: Mapped[str] = mapped_column(String(20))
    at: Mapped[float] = mapped_column(Float, index=True)


class LockRow(Base):
    """A lock over processes. It lapses at `until`, so that a crash holds nobody for long."""

    __tablename__ = "locks"
    name: Mapped[str] = mapped_column(String(260), primary_key=True)
    holder: Mapped[str] = mapped_column(String(32))
    until: Mapped[float] = mapped_column(Float)


class PinRow(Base):
    """The PIN's hash, and the tries over all channels."""

    __tablename__ = "pins"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    salt: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(128))
    tries: Mapped[int] = mapped_column(Integer)
    lockouts: Mapped[int] = mapped_column(Integer)
    locked_until: Mapped[float] = mapped_column(Float)


class PlanRow(Base):
    """A plan as it was confirmed; `calls` (steps and writes) is encrypted. The journal tells what became of them."""

    __tablename__ = "plans"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account: Mapped[str] = mapped_column(String(60), index=True)
    caller: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200))
    bundle: Mapped[str] = mapped_column(String(32), index=True)
    approval: Mapped[str] = mapped_column(String(64))
    calls: Mapped[str] = mapped_column(Text)
    seen: Mapped[str] = mapped_column(Text)
    created: Mapped[float] = mapped_column(Float, index=True)
    state: Mapped[str] = mapped_column(String(20), index=True)


class DateRow(Base):
    """When a plan is carried out, and when it is taken back; `over` says when that came to its end, 0 before it.

    `follows` is the group of the plan that it was kept with, if that is another one.
    """

    __tablename__ = "dates"
    plan: Mapped[str] = mapped_column(String(32), primary_key=True)
    account: Mapped[str] = mapped_column(String(60), index=True)
    starts: Mapped[float] = mapped_column(Float)
    ends: Mapped[float] = mapped_column(Float)
    again: Mapped[float] = mapped_column(Float)
    over: Mapped[float] = mapped_column(Float, index=True)
    told: Mapped[str] = mapped_column(Text)
    follows: Mapped[str] = mapped_column(String(32), index=True, server_default="")


class FileRow(Base):
    """A file of an entry as it was, such as a recording; by the digest that the journal's line holds."""

    __tablename__ = "files"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


Index("journal_of_account", LineRow.account, LineRow.at)
