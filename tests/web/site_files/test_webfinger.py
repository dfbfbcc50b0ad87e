"""Looking people up: by account and by profile, under the name they have now."""

from urllib.parse import quote

import pytest

from flasky import transaction
from flasky.operations import names
from tests import factories

ADDRESS = "/.well-known/webfinger"


def look_up(browser, resource, more=""):
    return browser.get(f"{ADDRESS}?resource={quote(resource, safe='')}{more}")


@pytest.mark.parametrize(
    "resource",
    ["acct:alice@localhost", "acct:ALICE@LOCALHOST", "http://localhost/@alice", "http://localhost/user/alice"],
)
def test_somebody_is_found_by_account_and_by_profile(browser, alice, resource):
    response = look_up(browser, resource)

    assert (response.status_code, response.content_type) == (200, "application/jrd+json")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    said = response.json
    assert (said["subject"], said["aliases"]) == ("acct:alice@localhost", ["http://localhost/@alice"])
    assert [link["type"] for link in said["links"]] == ["text/html", "image/svg+xml"]
    assert browser.get(said["links"][1]["href"].removeprefix("http://localhost")).status_code == 200


def test_only_the_relations_asked_for_are_told(browser, alice):
    said = look_up(browser, "acct:alice@localhost", "&rel=http%3A%2F%2Fwebfinger.net%2Frel%2Favatar&rel=me").json

    assert [link["rel"] for link in said["links"]] == ["http://webfinger.net/rel/avatar"]
    assert said["subject"] == "acct:alice@localhost"


def test_former_name_leads_to_the_one_of_today(browser, alice):
    names.rename(alice, actor=alice.actor, username="alicia")
    transaction.commit()

    assert look_up(browser, "acct:alice@localhost").json["subject"] == "acct:alicia@localhost"


@pytest.mark.parametrize(
    "resource",
    [
        "acct:nobody@localhost", "acct:alice@example.net", "acct:sue@localhost", "https://example.net/@alice",
        "http://localhost/", "http://localhost/@alice/7/x", "http://localhost.evil/@alice", "mailto:alice@localhost",
        "acct:%00@localhost", "acct:älice@localhost", "acct:" + "a" * 5000 + "@localhost",
    ],
)  # fmt: skip
def test_nobody_else_is_found(browser, alice, resource):
    factories.suspended("sue")

    response = look_up(browser, resource)

    assert (response.status_code, response.headers["Cache-Control"]) == (404, "no-store")
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_a_name_with_a_nul_is_nobodys(browser, alice):
    assert look_up(browser, "acct:al\0ice@localhost").status_code == 404


@pytest.mark.parametrize(
    "query", ["", "?resource=", "?resource=alice", "?resource=acct:a@b&resource=acct:c@d", "?rel=x"]
)
def test_question_that_is_none_is_refused(browser, query):
    response = browser.get(ADDRESS + query)

    assert response.status_code == 400
    assert response.text == "Ask for one resource: ?resource=acct:name@host, or a profile's address.\n"
