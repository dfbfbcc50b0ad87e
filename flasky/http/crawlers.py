"""What a person wishes of crawlers, said on each page of theirs: as a header and in the page's head."""

from typing import Protocol

from flask import g

NOT_LISTED = "noindex"
NOT_FOR_MODELS = ("noai", "noimageai")


class Wishing(Protocol):
    """Somebody who wishes something of crawlers."""

    @property
    def is_indexed(self) -> bool:
        """Whether search engines are asked in."""

    @property
    def allows_ai(self) -> bool:
        """Whether texts may be taken for training language models."""


def wish(actor: Wishing, *, listed: bool = True) -> None:
    """Say on the answer to this request what its person wishes; a page that is not `listed` stands in no index."""
    words = [] if actor.is_indexed and listed else [NOT_LISTED]
    g.crawlers = ", ".join([*words, *(() if actor.allows_ai else NOT_FOR_MODELS)])


def words() -> str:
    """Return what was said for this request, or nothing."""
    return str(g.get("crawlers", ""))
