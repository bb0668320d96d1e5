"""Two versions of one thing, both begun from a third, put together entry by entry."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar

Entry = TypeVar("Entry")
Key = TypeVar("Key", bound=Hashable)


def joined_entries(base: dict[Key, Entry], mine: dict[Key, Entry], theirs: dict[Key, Entry]) -> dict[Key, Entry | None]:
    """Both sides' entries by id, theirs first: where only one side changed an entry, that one; where both did, mine.

    None is an entry that was taken out.
    """
    ids = dict.fromkeys([*theirs, *mine])
    return {identity: theirs.get(identity) if mine.get(identity) == base.get(identity) else mine.get(identity) for identity in ids}
