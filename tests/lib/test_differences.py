"""What changed between two texts."""

from hypothesis import given
from hypothesis import strategies as st

from flasky.lib.differences import Change, Part, between

TEXTS = st.text(alphabet="ab \n", max_size=60)


def test_a_word_that_changed_is_shown_alone():
    assert between("one two three\n", "one 2 three\n") == [
        Part(Change.SAME, "one "),
        Part(Change.REMOVED, "two "),
        Part(Change.ADDED, "2 "),
        Part(Change.SAME, "three\n"),
    ]


def test_equal_texts_are_one_part_and_empty_ones_none():
    assert between("same", "same") == [Part(Change.SAME, "same")]
    assert between("", "") == []


def test_a_text_of_ten_thousand_words_is_compared_too():
    old = "word " * 10_000

    parts = between(old, old.replace("word word", "other word", 1))

    assert {part.change for part in parts} == {Change.REMOVED, Change.ADDED}


def test_many_lines_that_differ_are_shown_as_wholes_between_what_is_alike():
    old = [f"line {number}\n" for number in range(5_000)]
    new = [line.upper() if number % 2 and 10 < number < 4_990 else line for number, line in enumerate(old)]

    parts = between("".join(old), "".join(new))

    assert [part.change for part in parts] == [Change.SAME, Change.REMOVED, Change.ADDED, Change.SAME]
    assert parts[0].text == "".join(old[:11])


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_the_parts(old, new):
    parts = between(old, new)

    assert "".join(part.text for part in parts if part.change != Change.ADDED) == old
    assert "".join(part.text for part in parts if part.change != Change.REMOVED) == new
