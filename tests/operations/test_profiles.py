"""What people say of themselves."""

import pytest

from flasky.errors import LinkRefused, TooLong
from flasky.models import Actor
from flasky.operations import profiles
from flasky.operations.profiles import Link
from flasky.queries import profiles as queries
from flasky.transaction import session


@pytest.mark.seed("R6")
def test_a_profile_is_written_and_its_text_rendered(alice):
    wanted = profiles.sketch("Alice", "Leeds", about_me="I *bake*.", links=(Link("Blog", "example.org/a"),))

    assert profiles.edit(alice, username="alice", wanted=wanted) is False

    session.expire_all()
    assert (alice.actor.name, alice.actor.location) == ("Alice", "Leeds")
    assert alice.actor.about_html == "<p>I <em>bake</em>.</p>\n"
    assert [(link.label, link.url) for link in queries.links_of(alice.actor)] == [("Blog", "https://example.org/a")]


def test_links_are_replaced_and_left_alone(alice):
    four = tuple(Link(str(number), f"https://example.org/{number}") for number in range(4))
    for links in (four, four[:2], None):
        profiles.edit(alice, username="alice", wanted=profiles.sketch("", "", about_me="", links=links))

    assert [link.label for link in queries.links_of(alice.actor)] == ["0", "1"]


@pytest.mark.parametrize("field", ["name", "location", "about_me"])
def test_what_is_too_long_is_refused_by_its_field(field):
    texts = {"name": "", "location": "", "about_me": "", field: "x" * (Actor.ABOUT_ME_MAX + 1)}

    with pytest.raises(TooLong) as refused:
        profiles.sketch(texts["name"], texts["location"], about_me=texts["about_me"])

    assert refused.value.field == field


def test_a_link_that_is_no_page_is_refused_by_its_field():
    with pytest.raises(LinkRefused) as refused:
        profiles.sketch("", "", about_me="", links=(Link("", "https://example.org"), Link("", "javascript:alert(1)")))

    assert refused.value.field == "link1_url"
