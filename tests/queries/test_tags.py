"""Tags, and who follows them."""

from flasky.operations import tags as operation
from flasky.queries import tags
from tests import factories
from tests.statements import counted


def test_of_some_tags_those_are_told_that_one_follows(alice, bob):
    factories.post(alice, body="#tea #rain")
    tea, rain = (tags.by_key(key) for key in ("tea", "rain"))
    operation.follow(alice, tag="tea")

    with counted() as statements:
        followed = tags.followed_among([tea, rain], viewer=alice)

    assert (followed, len(statements)) == ({tea.id}, 1)
    assert tags.followed_among([tea], viewer=bob) == tags.followed_among([tea], viewer=None) == set()
    assert (tags.is_followed(tea, viewer=alice), tags.is_followed(rain, viewer=alice)) == (True, False)
