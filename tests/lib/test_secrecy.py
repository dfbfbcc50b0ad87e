"""Secrets that are none."""

import secrets

import pytest

from flasky.lib import secrecy
from flasky.lib.secrecy import is_open_to_others, named_in, weakness_of

ASSIGNMENTS = """\
# SECRET_KEY=commented
export MAIL_PASSWORD = 'hidden'
SECRET_KEY_FALLBACKS=
DATABASE_URL=""
"""


@pytest.mark.parametrize(
    "key",
    [
        "hard to guess string, hard to guess string",
        "you-will-never-guess-you-will-never-guess",
        "changeme-changeme-changeme-changeme",
        "please CHANGE-ME before you go to production",
        "django-insecure-8#fk2l3k4j5h6g7f8d9s0a1",
        "my_super_secret_key_1234567890_abcdef",
        "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
    ],
)
def test_key_of_a_book_is_known(key):
    assert "books and sample files" in (weakness_of(key) or "")


@pytest.mark.parametrize("key", ["x" * 40, "ab" * 20, "12345" * 8, " " * 32])
def test_key_of_a_few_characters_is_known(key):
    assert "repeats a few characters" in (weakness_of(key) or "")


@pytest.mark.parametrize(
    "make", [secrets.token_hex, secrets.token_urlsafe, lambda size: str(secrets.randbits(8 * size))]
)
def test_random_key_is_strong(make):
    assert [weakness_of(make(32)) for _time in range(200)] == [None] * 200


@pytest.mark.parametrize(("mode", "is_open"), [(0o600, False), (0o640, False), (0o644, True), (0o604, True)])
def test_file_is_open_when_everybody_may_read_it(tmp_path, mode, is_open):
    path = tmp_path / "secret"
    path.touch()
    path.chmod(mode)

    assert is_open_to_others(path) is is_open


def test_secrets_that_a_container_is_given_and_files_that_are_not_there_are_not_judged(tmp_path, monkeypatch):
    monkeypatch.setattr(secrecy, "MOUNTED", tmp_path)
    (tmp_path / "secret").touch(mode=0o644)

    assert not is_open_to_others(tmp_path / "secret")
    assert not is_open_to_others(tmp_path / "missing" / "secret")


def test_value_that_is_given_is_found_and_a_comment_or_an_empty_one_is_not(tmp_path):
    (tmp_path / ".env").write_text(ASSIGNMENTS)

    assert named_in(tmp_path / ".env", ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASE_URL")) == []
    assert named_in(tmp_path / ".env", ("SECRET_KEY", "MAIL_PASSWORD")) == ["MAIL_PASSWORD"]
    assert named_in(tmp_path / "missing", ("SECRET_KEY",)) == []
