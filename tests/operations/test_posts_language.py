"""The language a post says it is written in."""

import pytest
from sqlalchemy import func, select

from flasky import transaction
from flasky.errors import LanguageUnknown, SentBefore
from flasky.models import Event, PostRevision
from flasky.operations import posts
from flasky.transaction import session


def publish(author, language: str, *, key: str = ""):
    made = posts.publish(author, title="", body="text", language=language, key=key)
    transaction.commit()
    return made


def count(row) -> int:
    return session.scalar(select(func.count()).select_from(row))


def test_a_post_is_published_in_a_language_or_says_nothing_of_it(alice):
    assert publish(alice, "pt-br").language == "pt-BR"
    assert publish(alice, "").language == ""


def test_another_language_is_kept_without_a_revision_and_announces_nothing(alice):
    post = publish(alice, "de")

    posts.edit(alice, post=post, title="", body="text", language="nl")
    posts.edit(alice, post=post, title="", body="text")
    transaction.commit()

    session.expire_all()
    assert (post.language, post.edited_at) == ("nl", None)
    assert (count(PostRevision), count(Event)) == (0, 1)


@pytest.mark.parametrize("wrong", ["xx", "de-de-de", "\0", "e" * 400])
def test_an_unknown_language_is_refused(alice, wrong):
    post = publish(alice, "de")

    with pytest.raises(LanguageUnknown):
        publish(alice, wrong)
    with pytest.raises(LanguageUnknown):
        posts.edit(alice, post=post, title="", body="new", language=wrong)


def test_one_key_with_two_languages_is_refused(alice):
    publish(alice, "de", key="key")

    with pytest.raises(SentBefore):
        publish(alice, "nl", key="key")
