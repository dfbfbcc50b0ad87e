"""Asking for the picture beside the links to a post."""

from flasky.models import EventKind, Post
from flasky.operations import events
from flasky.queries.acting import NOBODY


def ask(post: Post) -> None:
    """Ask for the picture of a post, which somebody missed. Records PREVIEW_MISSED."""
    events.record(EventKind.PREVIEW_MISSED, by=NOBODY, subject_id=post.id)
