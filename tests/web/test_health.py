"""What machines ask."""

from flasky import __version__
from tests.browsers import logged_in
from tests.statements import counted


def test_the_site_is_alive_and_asks_the_database_nothing(browser):
    with counted() as statements:
        response = browser.get("/healthz")

    assert response.json == {"status": "ok", "version": __version__}
    assert statements == []


def test_somebody_unconfirmed_is_not_led_away_from_it(app, unconfirmed):
    assert logged_in(app, unconfirmed).get("/healthz").status_code == 200
