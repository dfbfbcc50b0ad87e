"""What an entry says of a post."""

import pytest

from flasky import addresses, transaction
from flasky.feeds import entries
from flasky.models import Visibility
from tests import factories
from tests.sites import SITE


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("Tea & **cake** at five", "Tea & cake at five"),
        ("One\n\ntwo `<three>`", "One two <three>"),
        ("word " * 40, "word " * 15 + "word…"),
        ("\u8336" * 200, "\u8336" * 79 + "…"),
        ("***", "post"),
    ],
)
def test_a_post_without_a_title_is_called_by_its_first_words(alice, body, title):
    assert entries.entry(factories.post(alice, body=body)).title == title


def test_a_comment_says_whose_it_is_and_what_it_answers(alice, bob):
    bob.actor.name = "Bob B."
    transaction.commit()
    post = factories.post(alice)
    comment = factories.comment(bob, post)

    entry = entries.entry(comment)

    assert (entry.title, entry.url, entry.answers) == (
        "Comment by Bob B.",
        f"{SITE}/post/{comment.id}",
        f"{SITE}/post/{post.id}",
    )


def test_an_author_has_the_picture_that_pages_show(alice):
    assert entries.author(alice.actor).picture == f"{SITE}/avatars/alice.svg"
    alice.actor.avatar = "a" * 64
    assert entries.author(alice.actor).picture == f"{SITE}/media/avatars/{'a' * 64}-256.webp"


def test_a_post_for_few_has_no_feed_of_comments(alice):
    post = factories.post(alice)
    assert entries.entry(post).comments_path == addresses.comments(post)
    post.visibility = Visibility.FOLLOWERS
    assert entries.entry(post).comments_path is None
