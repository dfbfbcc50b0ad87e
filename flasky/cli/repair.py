"""Mending what should never break: `flasky repair ...`."""

from collections import Counter
from collections.abc import Callable

import click
from flask.cli import with_appcontext

from flasky import transaction
from flasky.cli.database import require_current
from flasky.operations import counters
from flasky.operations.counters import Mended
from flasky.queries.acting import OPERATOR

WORDS = {
    "post_count": "numbers of posts",
    "followers_post_count": "numbers of posts for followers",
    "link_post_count": "numbers of posts for whoever has the link",
    "follower_count": "numbers of followers",
    "following_count": "numbers of people followed",
    "comment_count": "numbers of comments",
    "thread_count": "numbers of threads, or of the answers in one,",
    "like_count": "numbers of likes",
    "boost_count": "numbers of boosts",
}


@click.group()
def repair() -> None:
    """Mend what should never break."""


@repair.command("counters")
@with_appcontext
def recount() -> None:
    """Count posts, followers, comments, likes and boosts again.

    The site may run meanwhile: it takes 500 people or posts at a time.
    """
    require_current()
    mended = _all(counters.mend_people) + _all(counters.mend_posts)
    for name, number in mended.items():
        click.echo(f"{number} {WORDS[name]} were wrong and are right now.")
    if not mended:
        click.echo("Every counter is right.")


def _all(mend: Callable[..., tuple[int | None, Mended]]) -> Mended:
    mended, after = Counter[str](), 0
    while True:
        last, found = mend(OPERATOR, after=after)
        transaction.commit()
        mended += found
        if last is None:
            return mended
        after = last
