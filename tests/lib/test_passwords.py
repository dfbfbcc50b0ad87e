"""Password hashes: argon2id, and those of the seeds."""

import pytest
from werkzeug.security import generate_password_hash

from flasky.lib import passwords
from flasky.models import User

SEEDS = (
    "pbkdf2:sha1:1000$duxMk0OF$4735b293e397d6eeaf650aaf490fd9091f928bed",
    "pbkdf2:sha1:1000$UjvnGeTP$875e28eb0874f44101d6b332442218f66975ee89",
)


@pytest.mark.seed("E13")
@pytest.mark.parametrize("stored", SEEDS)
def test_the_hashes_of_the_seeds_fit_cat_and_not_dog(stored):
    assert passwords.verify(stored, "cat")
    assert not passwords.verify(stored, "dog")


@pytest.mark.seed("U1")
def test_the_same_password_has_another_hash_each_time():
    first, second = passwords.hash_password("correct horse"), passwords.hash_password("correct horse")

    assert first != second
    assert "correct horse" not in first
    assert passwords.verify(first, "correct horse")
    assert passwords.verify(second, "correct horse")


@pytest.mark.parametrize("password", ["correct horse ", "Correct horse", "correct hors", "", "correct horse\0"])
def test_a_password_must_fit_to_the_letter(password):
    stored = passwords.hash_password("correct horse")

    assert not passwords.verify(stored, password)


@pytest.mark.parametrize("password", ["пароль из слов", "🐴🔋📎✅🐴🔋📎✅🐴🔋", "a" * 128, "a\0b\0c\0d\0e\0"])
def test_any_characters_make_a_password(password):
    stored = passwords.hash_password(password)

    assert passwords.verify(stored, password)
    assert not passwords.verify(stored, password[:-1])


@pytest.mark.parametrize(
    "stored", ["", "cat", "$argon2id$broken", "$argon2id$v=19$m=19456,t=2,p=1$AAAA$", "pbkdf2:sha1:1000$x"]
)
def test_a_hash_that_is_none_fits_nothing(stored):
    assert not passwords.verify(stored, "cat")


@pytest.mark.parametrize(
    "stored", [*SEEDS, generate_password_hash("cat"), "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$NcUUwk"]
)
def test_weaker_hashes_are_to_be_made_again(stored):
    assert passwords.needs_rehash(stored)


def test_a_hash_of_today_is_kept():
    assert not passwords.needs_rehash(passwords.hash_password("correct horse"))


@pytest.mark.defect("D36")
@pytest.mark.parametrize("make", [passwords.hash_password, generate_password_hash])
def test_every_kind_of_hash_fits_the_column(make):
    assert len(make("a" * 128)) <= User.__table__.c.password_hash.type.length


@pytest.mark.advisory("CVE-2024-39329")
def test_a_password_of_nobody_is_hashed_too_and_never_fits():
    assert passwords.verify_decoy("correct horse") is False
