"""The site's name and looks on every page, without asking the database for each."""

import time

import pytest
from sqlalchemy import text

from flasky import transaction
from flasky.config import Registration
from flasky.extensions import db
from flasky.http import sites
from flasky.models import Site
from flasky.transaction import session
from tests.statements import counted


@pytest.fixture
def named(app):
    """A site with a name of its own."""
    session.add(Site(id=Site.ONLY, name="Bottle & Co", description="Letters", registration="closed", accent="plum"))
    transaction.commit()
    sites.forget()


@pytest.mark.seed("E1")
def test_brand_title_and_color_follow_what_was_chosen(browser, named):
    page = browser.get("/").text

    assert "<title>Bottle &amp; Co</title>" in page
    assert 'data-accent="plum"' in page
    assert "Letters" in page


def test_the_database_is_asked_once_in_five_seconds(app, named, monkeypatch):
    with counted() as statements:
        for _time in range(10):
            sites.current()
    assert len(statements) == 1

    later = time.monotonic() + sites.READ_EVERY + 1
    monkeypatch.setattr("flasky.http.sites.time.monotonic", lambda: later)
    with counted() as statements:
        sites.current()
    assert len(statements) == 1


def test_a_change_shows_at_once_where_it_was_made(named):
    assert sites.current().name == "Bottle & Co"
    session.get_one(Site, Site.ONLY).name = "Jar"
    transaction.commit()

    sites.forget()

    assert sites.current().name == "Jar"


def test_while_the_database_is_away_the_last_known_name_stands(app, named, monkeypatch):
    assert sites.current().name == "Bottle & Co"
    later = time.monotonic() + sites.READ_EVERY + 1
    monkeypatch.setattr("flasky.http.sites.time.monotonic", lambda: later)
    transaction.rollback()
    with db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE sites RENAME TO sites_away"))

    try:
        assert sites.current().name == "Bottle & Co"
    finally:
        transaction.rollback()
        with db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE sites_away RENAME TO sites"))


def test_registration_is_read_as_it_stands_this_moment(named):
    assert sites.registration() is Registration.CLOSED
    session.get_one(Site, Site.ONLY).registration = Registration.OPEN
    transaction.commit()

    assert sites.registration() is Registration.OPEN
    assert sites.SiteOnPage().takes_people
