"""What a person wishes of crawlers, said on each page of theirs: as a header and in the page's head."""

from flask import g

from flasky.models import Actor

NOT_LISTED = "noindex"
NOT_FOR_MODELS = ("noai", "noimageai")


def wish(actor: Actor, *, listed: bool = True) -> None:
    """Say on the answer to this request what its person wishes; a page that is not `listed` stands in no index."""
    words = [] if actor.is_indexed and listed else [NOT_LISTED]
    g.crawlers = ", ".join([*words, *(() if actor.allows_ai else NOT_FOR_MODELS)])


def words() -> str:
    """Return what was said for this request, or nothing."""
    return str(g.get("crawlers", ""))
