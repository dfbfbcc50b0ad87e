"""What stands on the picture beside the links to a post, as pages name it and the worker draws it."""

import structlog
from sqlalchemy.exc import SQLAlchemyError

from flasky import transaction
from flasky.http import sites
from flasky.http.settings import settings
from flasky.lib import html_text
from flasky.lib.previews import HEADLINE_MAX, Card
from flasky.media import previews
from flasky.models import Accent, Post
from flasky.operations import previews as operation

log = structlog.get_logger("flasky.http")
COLORS = {
    Accent.GLASS: "#1c5f4e",
    Accent.INK: "#1f4f8f",
    Accent.BERRY: "#8a2455",
    Accent.RUST: "#8f3d12",
    Accent.PLUM: "#5b3b8c",
}
"""Of `assets/css/_accents.scss`, in daylight."""


def card_of(post: Post) -> Card:
    """Return what is drawn for a post; its author must be loaded."""
    author, site = post.author, sites.current()
    return Card(
        headline=post.title or html_text.words_of(post.excerpt_html, most=HEADLINE_MAX),
        author=author.display_name,
        username=author.username,
        key=author.username_key,
        picture=author.avatar,
        site=site.name,
        accent=COLORS[Accent(site.accent)],
    )


def ask_once(post: Post, digest: str) -> None:
    """Ask the worker for a picture that is missing, unless somebody did so today. Commits."""
    data = settings().flasky_data_dir
    if not previews.is_first_to_ask(post.id, digest, of=data):
        return
    transaction.rollback()
    transaction.writes()
    try:
        operation.ask(post)
        transaction.commit()
    except SQLAlchemyError as error:  # the answer is good without; whoever comes after tomorrow asks again
        transaction.rollback()
        log.warning("preview not asked for", error=str(error)[:200])
