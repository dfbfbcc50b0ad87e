"""What may be a username, and which are the same to the eye."""

import pytest

from flasky.lib import usernames


@pytest.mark.parametrize("username", ["a", "john", "John.Doe_7", "a" * 64, "x." + "_" * 5])
def test_letters_digits_dots_and_underscores_make_a_username(username):
    assert usernames.is_allowed(username)


@pytest.mark.defect("D14")
@pytest.mark.parametrize(
    "username",
    [
        "",
        "1john",
        "_john",
        ".john",
        "john\n",
        "a/b",
        "jo hn",
        "a" * 65,
        "jöhn",
        "jоhn",
        "john🎉",
        "\u202enhoj",
        "a\0b",
        "a@b",
        "٣a",
        "a٣",
    ],
)
def test_anything_else_is_refused(username):
    assert not usernames.is_allowed(username)


@pytest.mark.defect("D14")
@pytest.mark.parametrize(
    ("one", "other"),
    [("john", "JOHN"), ("bob", "B0b"), ("lily", "1i1y"), ("modern", "modem"), ("vvendy", "wendy"), ("RNike", "mike")],
)
def test_names_that_look_alike_have_one_key(one, other):
    assert usernames.key_of(one) == usernames.key_of(other)


@pytest.mark.parametrize(("one", "other"), [("john", "johnn"), ("a.b", "a_b"), ("john", "jon")])
def test_other_names_have_other_keys(one, other):
    assert usernames.key_of(one) != usernames.key_of(other)


@pytest.mark.parametrize(
    "username", ["admin", "Admin", "4dmin".replace("4", "a"), "R00T", "support", "auth", "Stranger", "adrnin"]
)
def test_names_of_the_house_are_reserved(username):
    assert usernames.is_reserved(username)


def test_ordinary_names_are_not_reserved():
    assert not usernames.is_reserved("susan")


def test_no_key_is_longer_than_its_column():
    assert len(usernames.key_of("W" * usernames.USERNAME_MAX)) <= usernames.USERNAME_MAX
