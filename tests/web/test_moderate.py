"""The moderators' desk."""

import pytest

from tests import factories
from tests.browsers import logged_in
from tests.statements import counted


@pytest.mark.seed("R3", "E9")
def test_the_desk_is_for_moderators(app, browser, alice, mod, admin):
    assert browser.get("/moderate").location == "/auth/login?next=%2Fmoderate"
    assert logged_in(app, alice).get("/moderate").status_code == 403
    for one in (mod, admin):
        page = logged_in(app, one).get("/moderate")
        assert page.status_code == 200
        assert "For comment moderators!" in page.text


@pytest.mark.seed("E9")
def test_the_desk_has_the_name_of_the_seeds_too(app, browser, alice, mod):
    assert browser.get("/moderator").location == "/auth/login?next=%2Fmoderator"
    assert logged_in(app, alice).get("/moderator").status_code == 403
    assert logged_in(app, mod).get("/moderator").location == "/moderate"


@pytest.mark.parametrize("count", [1, 20])
def test_the_desk_takes_the_same_few_statements_for_one_post_and_twenty(app, alice, mod, count):
    factories.many_posts(alice, count)
    browser = logged_in(app, mod)

    with counted() as statements:
        browser.get("/moderate")

    assert len(statements) == 2, statements
