"""Whether the site can serve, for whoever sends it people."""

import pytest

from flasky import __version__
from tests.browsers import Browser, logged_in
from tests.statements import counted


@pytest.mark.seed("L9")
def test_site_is_ready_when_its_database_has_its_schema(browser):
    with counted() as statements:
        response = browser.get("/readyz")

    assert (response.status_code, response.json) == (200, {"status": "ready", "version": __version__})
    assert "Set-Cookie" not in response.headers
    assert len(statements) <= 2


@pytest.mark.seed("L9")
def test_site_is_not_ready_while_its_database_is_away(site):
    away = "postgresql://flasky:hidden@127.0.0.1:1/flasky"

    response = Browser(site(test_database_url=away)).get("/readyz")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert response.json == {
        "status": "unavailable",
        "reason": "The database does not answer.",
        "version": __version__,
    }


def test_site_is_not_ready_without_its_schema(site, tmp_path):
    response = Browser(site(test_database_url=f"sqlite:///{tmp_path}/empty.sqlite")).get("/readyz")

    assert response.status_code == 503
    assert "run `flasky deploy`" in response.json["reason"]


def test_site_is_not_ready_when_nothing_can_be_kept(browser, monkeypatch):
    monkeypatch.setattr("os.access", lambda *_question: False)

    response = browser.get("/readyz")

    assert (response.status_code, response.json["reason"]) == (503, "The data folder cannot be written to.")


def test_site_is_ready_whoever_asks(app, unconfirmed):
    assert logged_in(app, unconfirmed).get("/readyz").status_code == 200


def test_machines_that_ask_all_the_time_are_not_logged_unless_something_is_wrong(browser, caplog, monkeypatch):
    with caplog.at_level("INFO", logger="flasky.http"):
        browser.get("/healthz")
        browser.get("/readyz")
        assert caplog.records == []

        monkeypatch.setattr("os.access", lambda *_question: False)
        browser.get("/readyz")

    assert len(caplog.records) == 1
