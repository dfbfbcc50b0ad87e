"""How the settings say that letters go."""

import pytest

from flasky.config import load
from flasky.http import mail
from flasky.mail import sender


@pytest.fixture
def settings(tmp_path):
    """Return a way to read settings: settings(mail_server=...)."""
    return lambda **given: load("testing", flasky_data_dir=tmp_path, **given)


def test_without_a_mail_server_letters_go_to_the_outbox(settings):
    given = settings(mail_server="")

    assert mail.way_out(given).folder == given.outbox


@pytest.mark.seed("E12")
def test_a_mail_server_alone_is_reached_on_port_25_without_a_log_in(settings):
    way = mail.way_out(settings(mail_server="mail.example.org"))

    assert way == sender.Smtp("mail.example.org", 25, use_tls=False, use_ssl=False, username=None, password=None)


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ({"mail_use_tls": True, "mail_port": 587}, (587, True, False, None, None)),
        ({"mail_use_ssl": True, "mail_port": 465}, (465, False, True, None, None)),
        ({"mail_username": "flasky", "mail_password": "secret"}, (25, False, False, "flasky", "secret")),
    ],
)
def test_the_mail_server_is_reached_as_the_settings_say(settings, given, seen):
    way = mail.way_out(settings(mail_server="mail.example.org", **given))

    assert (way.port, way.use_tls, way.use_ssl, way.username, way.password) == seen


def test_letters_are_signed_as_the_settings_say(settings):
    site = mail.site(
        name="Flasky", of=settings(flasky_mail_sender="Us <us@example.org>", flasky_site_url="https://blog.example.org")
    )

    assert (site.sender, site.url, site.subject_prefix) == (
        "Us <us@example.org>",
        "https://blog.example.org",
        "[Flasky]",
    )
