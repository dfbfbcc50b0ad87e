"""The administrators' choices for the site: name, registration, mail, demo."""

import pytest
from sqlalchemy import func, select

from flasky import transaction
from flasky.models import Post, User
from flasky.transaction import session
from tests import factories
from tests.browsers import Browser, do_jobs, logged_in
from tests.factories import PASSWORD

CHOSEN = {"name": "Bottle", "description": "", "registration": "closed", "accent": "berry"}
SIGN_UP = {"email": "dora@example.net", "username": "dora", "password": PASSWORD, "password2": PASSWORD}


def people() -> int:
    transaction.rollback()
    return session.scalar(select(func.count(User.id))) or 0


def test_what_is_chosen_shows_on_every_page(app, admin):
    browser = logged_in(app, admin)

    desk = browser.follow(browser.fill_in("/admin/site", CHOSEN))

    assert "Saved." in desk.text
    assert "<title>Bottle</title>" in Browser(app).get("/").text


@pytest.mark.seed("E1")
def test_a_closed_site_takes_nobody_and_says_so(app, admin):
    logged_in(app, admin).fill_in("/admin/site", CHOSEN)
    visitor = Browser(app)

    form, answer = visitor.get("/auth/register"), visitor.post("/auth/register", SIGN_UP)

    assert (form.status_code, answer.status_code) == (403, 403)
    assert "No new people right now" in form.text
    assert "/auth/register" not in visitor.get("/").text + visitor.get("/auth/login").text
    assert people() == 1


def test_the_setting_closes_a_site_whatever_was_chosen(site, admin):
    closed = site(flasky_registration="closed")
    visitor = Browser(closed)

    assert visitor.post("/auth/register", SIGN_UP).status_code == 403
    assert "stands above this choice" in logged_in(closed, admin).get("/admin/site").text


@pytest.mark.parametrize(
    "changed", [{"registration": "sometimes"}, {"accent": "red"}, {"name": "x" * 61}, {"name": ""}]
)
def test_what_cannot_be_chosen_is_refused(app, admin, changed):
    page = logged_in(app, admin).fill_in("/admin/site", {**CHOSEN, **changed})

    assert page.status_code == 422
    assert "field-error" in page.text


def test_a_test_letter_says_where_it_went(app, admin):
    page = logged_in(app, admin).post("/admin/site/mail")

    assert page.status_code == 200
    assert "admin@example.com" in page.text
    assert ".eml" in page.text
    assert len(list(app.extensions["settings"].outbox.glob("*.eml"))) == 1


@pytest.mark.defect("D45")
def test_a_mail_server_that_is_away_is_told_with_what_to_do(site, admin):
    away = site(mail_server="127.0.0.1", mail_port=9)

    page = logged_in(away, admin).post("/admin/site/mail")

    assert page.status_code == 502
    assert "Set MAIL_PORT" in page.text


def test_the_demo_moves_in_and_out(app, admin):
    browser = logged_in(app, admin)
    assert "Fill it with a demo" in browser.get("/setup").text

    assert browser.post("/admin/site/demo").location == "/"
    do_jobs(app)
    assert people() == 57
    assert "Remove the demo" in browser.get("/admin/site").text

    browser.post("/admin/site/demo/remove")
    do_jobs(app)
    assert people() == 1
    assert session.scalar(select(func.count(Post.id))) == 0


def test_a_demo_does_not_mix_with_real_people(app, admin):
    factories.person("real", email="real@mail.example")
    browser = logged_in(app, admin)

    page = browser.follow(browser.post("/admin/site/demo"))

    assert "Real people have accounts here" in page.text
    assert "Fill it with a demo" not in page.text
    do_jobs(app)
    assert people() == 2
