"""What a stranger can read or set going: no address of anybody, no switch of the machine, no letter."""

import hashlib
import re

import pytest
from sqlalchemy import func, select

from flasky.models import Event
from flasky.transaction import session
from tests import factories
from tests.browsers import Browser
from tests.http.walk import ROUTES, make_world

OTHER_HOSTS = re.compile(r"""(?:src|srcset|action|data-src)=["']?(?:https?:)?//(?!localhost)[^"'> ]+""")


@pytest.mark.defect("D15")
def test_no_page_gives_away_an_address_or_a_digest_of_it(app, browser, alice):
    post = factories.post(alice, title="Hello")
    told = [alice.email, *(hashlib.new(kind, alice.email.encode()).hexdigest() for kind in ("md5", "sha1", "sha256"))]

    pages = [browser.get(path).text for path in ("/", "/all", "/@alice", f"/@alice/{post.id}/hello")]

    assert [word for word in told for page in pages if word in page] == []
    assert [OTHER_HOSTS.findall(page) for page in pages] == [[]] * len(pages)


@pytest.mark.defect("D42")
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_address_stops_the_server(app, browser, method):
    assert browser.open(method, "/shutdown").status_code == 404
    assert not [rule for rule in ROUTES if "shutdown" in rule]
    assert browser.get("/healthz").status_code == 200


@pytest.mark.seed("E12")
def test_nobody_sends_a_letter_by_reading_a_page(app):
    world, stranger = make_world(), Browser(app)
    before = session.scalar(select(func.count(Event.id)))

    for rule, methods in ROUTES.items():
        if "GET" in methods:
            stranger.get(world.address_of(rule))

    assert session.scalar(select(func.count(Event.id))) == before
