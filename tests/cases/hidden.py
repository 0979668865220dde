"""Whether a secret can be read where it must not be."""

import json
import re

from sqlalchemy import select

from voipms_server.store.store import Store
from voipms_server.store.tables import Base

ENCRYPTED = ("secrets", "call")
"""Columns that only the store's key opens."""


def in_the_clear(store: Store) -> str:
    """All that the store holds and whoever reads its file can read."""
    tables = [mapper.class_ for mapper in Base.registry.mappers]
    return store.run_now(
        lambda t: json.dumps(
            [
                str(getattr(row, column.name))
                for table in tables
                for row in t.session.scalars(select(table))
                for column in row.__table__.columns
                if column.name not in ENCRYPTED
            ]
        )
    )


def holds(text_: str, value: str) -> bool:
    """Whether the value stands in a text, not as a part of something longer, such as a moment in fractions."""
    return re.search(rf"(?<![0-9A-Za-z.]){re.escape(value)}(?![0-9A-Za-z])", text_) is not None
