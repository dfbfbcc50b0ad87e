"""Well-known addresses: each in the form its standard asks for."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest

from flasky.lib import clock
from tests.browsers import Browser, logged_in


def fields_of(response):
    """Return the fields of security.txt."""
    return dict(line.split(": ", 1) for line in response.text.splitlines())


def test_security_contact_has_what_the_standard_requires(browser):
    response = browser.get("/.well-known/security.txt")

    fields = fields_of(response)
    assert response.content_type == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:admin@example.com"
    assert fields["Canonical"] == "http://localhost/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "en"
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=200) < expires - clock.now() < timedelta(days=365)


def test_site_without_an_administrator_s_address_names_itself(site):
    fields = fields_of(Browser(site(flasky_admin="")).get("/.well-known/security.txt"))

    assert fields["Contact"] == "http://localhost/"


@pytest.mark.parametrize("who", ["visitor", "somebody unconfirmed"])
def test_password_managers_are_led_to_the_page(app, unconfirmed, who):
    browser = Browser(app) if who == "visitor" else logged_in(app, unconfirmed)

    response = browser.get("/.well-known/change-password")

    assert (response.status_code, response.location) == (302, "/auth/change-password")


def test_host_meta_leads_to_webfinger_in_both_forms(browser):
    xml, json = browser.get("/.well-known/host-meta"), browser.get("/.well-known/host-meta.json")

    template = "http://localhost/.well-known/webfinger?resource={uri}"
    [link] = ElementTree.fromstring(xml.data)
    assert (xml.content_type, json.content_type) == ("application/xrd+xml; charset=utf-8", "application/json")
    assert (link.get("rel"), link.get("template")) == ("lrdd", template)
    assert json.json == {"links": [{"rel": "lrdd", "template": template}]}
    assert {answer.headers["Access-Control-Allow-Origin"] for answer in (xml, json)} == {"*"}


def test_humans_read_who_runs_this(browser):
    response = browser.get("/humans.txt")

    assert response.content_type == "text/plain; charset=utf-8"
    assert "Name: Flasky" in response.text
    assert "admin@example.com" not in response.text
