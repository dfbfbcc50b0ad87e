"""Pages of a list that is ordered by id, newest first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
Other = TypeVar("Other")

PAGES_BY_NUMBER = 50


@dataclass(frozen=True)
class PageRequest:
    """Which page is asked for: older than an id, newer than an id, by number, or (all None) the newest."""

    size: int
    before: int | None = None
    after: int | None = None
    number: int | None = None

    @property
    def is_first(self) -> bool:
        """Whether the newest page is asked for."""
        return self.before is None and self.after is None and (self.number or 1) == 1


@dataclass(frozen=True)
class Page(Generic[Item]):
    """A page: its items, newest first, and the ids to go on from (None where nothing follows)."""

    items: list[Item]
    newer_than: int | None
    older_than: int | None

    def map(self, change: Callable[[Item], Other]) -> "Page[Other]":
        """Return the same page with each item changed."""
        return Page([change(item) for item in self.items], self.newer_than, self.older_than)
