"""The doctor on settings: what is fine, what will do, what is a problem."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from flasky.cli.doctor import settings as checks
from flasky.cli.doctor.findings import Level
from flasky.config import load
from tests.lib.test_dkim_keys import pem_of

OK, WARNING, PROBLEM = Level.OK, Level.WARNING, Level.PROBLEM
PUBLIC = {"flasky_site_url": "https://blog.example.org"}


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """Return a way to read settings in an empty folder: settings("production", mail_server=...)."""
    monkeypatch.chdir(tmp_path)
    return lambda name="production", **given: load(name, flasky_data_dir=tmp_path / "data", **given)


@pytest.mark.parametrize(
    ("name", "given", "level"),
    [
        ("production", PUBLIC, OK),
        ("production", {}, OK),
        ("development", {}, OK),
        ("development", {"flask_debug": True}, WARNING),
        ("development", PUBLIC, PROBLEM),
        ("testing", PUBLIC, PROBLEM),
    ],
)
def test_a_public_site_is_in_production(settings, name, given, level):
    assert checks.configuration(settings(name, **given)).level is level


@pytest.mark.parametrize(
    ("name", "given", "level"),
    [
        ("production", PUBLIC, OK),
        ("production", {"flasky_site_url": "http://localhost:5000"}, OK),
        ("development", {}, OK),
        ("production", {}, WARNING),
    ],
)
def test_a_site_in_production_says_its_address(settings, name, given, level):
    assert checks.site_address(settings(name, **given)).level is level


@pytest.mark.parametrize(("mode", "level"), [(0o600, OK), (0o400, OK), (0o640, PROBLEM), (0o604, PROBLEM)])
def test_the_key_is_its_owner_s_alone(settings, tmp_path, mode, level):
    given = settings()
    (tmp_path / "data" / "secret_key").chmod(mode)

    finding = checks.secret_key(given)

    assert finding.level is level
    assert (given.secret_key or "") not in finding.words


def test_a_key_of_the_environment_needs_no_file(settings, tmp_path):
    settings()
    (tmp_path / "data" / "secret_key").chmod(0o644)

    assert checks.secret_key(settings(secret_key="another-key-" + "k" * 40)).level is OK


@pytest.mark.parametrize(
    ("lines", "mode", "level"),
    [
        (None, 0, OK),
        ("MAIL_SERVER=mail.example.org\n", 0o644, OK),
        ("#MAIL_PASSWORD=\nMAIL_PASSWORD=\n", 0o644, OK),
        ("MAIL_PASSWORD=secret\n", 0o600, OK),
        ("MAIL_PASSWORD=secret\n", 0o644, PROBLEM),
        ("SECRET_KEY_FALLBACKS='former'\n", 0o644, PROBLEM),
        ("export DATABASE_URL=postgresql://flasky:secret@db/flasky\n", 0o640, PROBLEM),
    ],
)
def test_a_file_with_secrets_is_its_owner_s_alone(settings, tmp_path, lines, mode, level):
    given = settings()
    if lines is not None:
        (tmp_path / ".env").write_text(lines)
        (tmp_path / ".env").chmod(mode)

    finding = checks.env_file(given)

    assert finding.level is level
    assert "secret@" not in finding.words


@pytest.mark.parametrize(
    ("name", "on", "level"), [("production", True, OK), ("production", False, PROBLEM), ("development", False, WARNING)]
)
def test_limits_are_on(settings, name, on, level):
    assert checks.rate_limits(settings(name, ratelimit_enabled=on)).level is level


@pytest.mark.parametrize(("address", "level"), [("susan@example.org", OK), ("", WARNING)])
def test_somebody_is_told(settings, address, level):
    assert checks.administrator_address(settings(flasky_admin=address)).level is level


@pytest.mark.parametrize(
    ("given", "level"),
    [
        ({}, OK),
        ({"mail_server": "mail.flasky.test"}, PROBLEM),
        ({"mail_server": "mail.flasky.test", "flasky_mail_sender": "Us <us@mail.EXAMPLE.net>"}, PROBLEM),
        ({"mail_server": "mail.flasky.test", "flasky_mail_sender": "Us <us@flasky.test>"}, OK),
        ({"mail_server": "mail.flasky.test", "flasky_mail_sender": "Us <us@counterexample.com>"}, OK),
    ],
)
def test_letters_come_from_an_address_that_exists(settings, given, level):
    assert checks.sender(settings(**given)).level is level


@pytest.mark.seed("L8")
@pytest.mark.parametrize(
    ("trusted", "given", "level"),
    [("", {}, OK), ("", PUBLIC, PROBLEM), ("127.0.0.1", PUBLIC, OK), ("10.0.0.0/8,::1", PUBLIC, OK)],
)
def test_the_proxy_of_a_public_site_is_believed(settings, trusted, given, level):
    assert checks.proxies(settings(flasky_trusted_proxies=trusted, **given)).level is level


@pytest.mark.parametrize(
    ("bits", "domain", "level", "words"),
    [
        (2048, "", OK, "at one._domainkey.example.org (TXT): v=DKIM1; k=rsa; p=MI"),
        (1024, "", WARNING, "has 1024 bits"),
        (2048, "example.net", WARNING, "Letters from example.org are signed by example.net"),
        (None, "", OK, "does not sign"),
    ],
)
def test_the_signature_of_letters_is_one_that_receivers_believe(settings, tmp_path, bits, domain, level, words):
    dkim = {"flasky_dkim_domain": domain, "flasky_mail_sender": "Flasky <flasky@example.org>"}
    if bits:
        (tmp_path / "dkim.pem").touch(0o600)
        (tmp_path / "dkim.pem").write_bytes(pem_of(rsa.generate_private_key(65537, bits)))
        dkim |= {"flasky_dkim_selector": "one", "flasky_dkim_key_file": tmp_path / "dkim.pem"}

    finding = checks.signature(settings(**dkim))

    assert finding.level is level
    assert words in finding.words
