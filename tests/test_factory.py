"""The factory: one code, four configurations."""

import pytest
from flask import current_app

from flasky import config
from flasky.errors import ConfigurationError
from flasky.factory import create_app
from tests.commands import flasky


@pytest.mark.seed("E13")
def test_app_exists(app):
    assert current_app is not None


@pytest.mark.seed("E13")
def test_app_is_testing(app):
    assert current_app.config["TESTING"]


@pytest.mark.seed("P15")
@pytest.mark.seed("E10")
@pytest.mark.parametrize("name", config.NAMES)
def test_the_app_is_made_for_every_configuration(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)

    made = create_app(name, flasky_data_dir=tmp_path, secret_key="a long key of many words and 17 signs")

    assert made.config["TESTING"] is (name == "testing")
    assert made.extensions["settings"].environment == ("development" if name == "default" else name)


@pytest.mark.seed("P15")
@pytest.mark.defect("D52")
@pytest.mark.parametrize("name", ["staging", "Production", "", 42, object(), ["production"], {"name": "testing"}])
def test_a_configuration_nobody_knows_is_named_in_one_sentence(name):
    with pytest.raises(
        ConfigurationError, match=r"^FLASK_CONFIG must be one of development, testing, production, default"
    ):
        create_app(name)


@pytest.mark.defect("D39")
@pytest.mark.parametrize("name", config.NAMES)
def test_no_configuration_needs_any_setting(tmp_path, name):
    done = flasky("config", "check", folder=tmp_path, FLASK_CONFIG=name)

    assert done.returncode == 0, done.stderr
    assert "The settings are fine" in done.stdout


@pytest.mark.defect("D43")
def test_the_whole_app_is_imported_without_a_warning(tmp_path):
    done = flasky("--help", folder=tmp_path, PYTHONWARNINGS="error::DeprecationWarning:flasky")

    assert done.returncode == 0
    assert done.stderr == ""


@pytest.mark.advisory("CVE-2024-34069")
def test_production_never_has_the_debugger(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError, match=r"^FLASK_DEBUG is on in production"):
        create_app("production", flasky_data_dir=tmp_path, flask_debug=True)

    made = create_app("production", flasky_data_dir=tmp_path)

    assert made.debug is False
    assert made.test_client().get("/console").status_code == 404
    assert b"debugger" not in made.test_client().get("/?__debugger__=yes&cmd=resource&f=debugger.js").data


@pytest.mark.advisory("CVE-2025-47278")
def test_the_newest_key_signs_and_older_ones_are_still_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    options = {"flasky_data_dir": tmp_path}
    older = create_app("testing", secret_key="o" * 32, **options)
    newer = create_app("testing", secret_key="n" * 32, secret_key_fallbacks="x" * 32 + ", " + "o" * 32, **options)

    def signer(made):
        return made.session_interface.get_signing_serializer(made)

    assert signer(newer).loads(signer(older).dumps("said by the older")) == "said by the older"
    newest_only = create_app("testing", secret_key="n" * 32, **options)
    assert signer(newest_only).loads(signer(newer).dumps("said by the newer")) == "said by the newer"


@pytest.mark.parametrize(
    ("site", "name", "secure"),
    [("https://blog.example.org", "__Host-session", True), ("http://localhost:5000", "session", False)],
)
def test_cookies_are_as_safe_as_the_site_allows(tmp_path, monkeypatch, site, name, secure):
    monkeypatch.chdir(tmp_path)

    made = create_app("production", flasky_data_dir=tmp_path, flasky_site_url=site)

    assert made.config["SESSION_COOKIE_NAME"] == name
    assert made.config["SESSION_COOKIE_SECURE"] is made.config["REMEMBER_COOKIE_SECURE"] is secure
    assert made.config["SESSION_COOKIE_HTTPONLY"] is made.config["REMEMBER_COOKIE_HTTPONLY"] is True
