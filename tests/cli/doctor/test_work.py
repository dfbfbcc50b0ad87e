"""The doctor on letters."""

import pytest

from flasky.cli.doctor import work
from flasky.cli.doctor.findings import Level
from flasky.config import load

LOCKED = {"mail_username": "us", "mail_password": "secret"}


@pytest.fixture
def settings(tmp_path):
    """Return a way to read settings: settings(mail_server=...)."""
    return lambda name="production", **given: load(name, flasky_data_dir=tmp_path, **given)


@pytest.mark.parametrize(
    ("url", "level"), [("http://localhost", Level.OK), ("https://blog.example.org", Level.PROBLEM)]
)
def test_a_public_site_sends_its_letters(settings, url, level):
    assert work.mail_server(settings(flasky_site_url=url)).level is level


@pytest.mark.parametrize(
    ("given", "level"),
    [
        ({}, Level.OK),
        ({"mail_server": "mail.example.org"}, Level.OK),
        ({"mail_server": "mail.example.org", **LOCKED}, Level.WARNING),
        ({"mail_server": "mail.example.org", "mail_use_tls": True, **LOCKED}, Level.OK),
        ({"mail_server": "mail.example.org", "mail_use_ssl": True, **LOCKED}, Level.OK),
        ({"mail_server": "127.0.0.1", **LOCKED}, Level.OK),
        ({"mail_server": "localhost", **LOCKED}, Level.OK),
    ],
)
def test_the_password_of_the_mail_account_is_locked(settings, given, level):
    finding = work.mail_password(settings("development", **given))

    assert finding.level is level
    assert "secret" not in finding.words
