"""What is a tag, and which are the same."""

import pytest

from flasky.lib import tags


@pytest.mark.parametrize("typed", ["garten", "Gärten", "हिन्दी", "日本語", "a_b", "1st", "x" * 64])
def test_letters_digits_and_underscores_of_any_script_are_a_tag(typed):
    assert tags.name_of(typed) == typed


@pytest.mark.parametrize("typed", ["", "123", "_", "a b", "a-b", "a/b", "x" * 65, "ﷺ", "a\0b"])
def test_what_is_no_tag_has_no_name(typed):
    assert tags.name_of(typed) is None


def test_spellings_of_one_tag_share_a_key():
    assert {tags.key_of(name) for name in ("Straße", "STRASSE", "strasse")} == {"strasse"}


def test_a_tag_is_stored_in_one_form_of_its_letters():
    assert tags.name_of("#ﬁne") == "fine"
