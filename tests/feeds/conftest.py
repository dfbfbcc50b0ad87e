"""A site with something in every feed."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from flasky import addresses, transaction
from flasky.http import tokens
from flasky.models import Post, User
from flasky.operations import follows
from tests import factories
from tests.feeds.readers import Feedsmith

HOSTILE = "Tea ]]> & <script>alert(1)</script> \x0b\x1f\ufffe 🫖 \u202eright to left\u202c"
BODY = (
    "See [home](/@bob), [there](https://example.org/?a=1&b=2) and a note[^1]. ]]> \x0c <script>x</script> #tea\n\n"
    "[^1]: It."
)


@dataclass(frozen=True)
class World:
    """Alice's posts, the first of them commented by bob, who follows her; the paths of every feed without its form."""

    alice: User
    bob: User
    post: Post
    untitled: Post
    comment: Post
    paths: dict[str, str]


@pytest.fixture
def world(app: Flask, alice: User, bob: User) -> World:
    follows.follow(bob, target=alice.actor)
    bob.home_feed_number = 3
    post = factories.post(alice, title=HOSTILE.replace("\x0b", ""), body=BODY.replace("\x0c", ""))
    post.title, post.body_html = HOSTILE, post.body_html + "\x0c\x01"
    transaction.commit()
    untitled = factories.post(
        alice, body="A text **without** a title, which goes on for longer than a title could " * 3
    )
    comment = factories.comment(bob, post, body="I [agree](/tags/tea).")
    paths = {
        "site": "/feed",
        "person": "/@alice/feed",
        "tag": "/tags/tea/feed",
        "comments": f"{addresses.comments(post)}/feed",
        "home": f"/home/{tokens.home_feed_token(bob.id, number=3)}/feed",
    }
    return World(alice, bob, post, untitled, comment, paths)


@pytest.fixture(scope="session")
def feedsmith() -> Iterator[Feedsmith]:
    """The second reader."""
    with Feedsmith() as reader:
        yield reader
