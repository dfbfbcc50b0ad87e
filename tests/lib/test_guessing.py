"""Passwords that would be guessed soon."""

import pytest

from flasky.lib import guessing

COMMON = [
    "qwertyuiop",
    "password123",
    "1q2w3e4r5t",
    "iloveyou12",
    "aaaaaaaaaa",
    "1234567890",
    "P4ssw0rd!!",
    "letmein2026",
]
FINE = [
    "correct horse",
    "battery staple",
    "a fine pair of words",
    "пароль и ключ",
    "qzvbnwkfjh",
    "日本語のことばです、ながい",
]


@pytest.mark.parametrize("password", COMMON)
def test_what_everybody_tries_first_is_common(password):
    assert guessing.is_common(password)


@pytest.mark.parametrize("password", FINE)
def test_a_few_words_that_belong_together_for_one_person_are_not(password):
    assert not guessing.is_common(password)


@pytest.mark.parametrize("password", ["carolina.x", "carolina.x1", "carolina@example.net"])
def test_what_everybody_knows_of_somebody_is_no_password_of_theirs(password):
    assert guessing.is_common(password, known=("carolina.x", "carolina@example.net"))


def test_the_package_knows_so_many_of_ten_characters_or_more():
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    passwords = FREQUENCY_LISTS["passwords"]

    assert (len(passwords), sum(len(password) >= 10 for password in passwords)) == (30_000, 1_090)


def test_a_password_of_the_longest_kind_is_judged_by_its_beginning():
    assert guessing.is_common("a" * 128)
    assert not guessing.is_common("nine seas and more " * 6)
