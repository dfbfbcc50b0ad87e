"""Sentences out of lists of words."""

import re
from collections.abc import Iterator

import pytest

from flasky.lib.demo.phrases import chance, phrase, words_of

WORDS = {"animal": ["cat"], "friend": ["my aunt", "a sailor", "the cook"], "said": ["the {animal} slept"]}


def sentences() -> Iterator[tuple[str, dict]]:
    """Yield every phrase of the word lists with the words it may use."""
    everyone = words_of("people.toml")
    yield from ((one, everyone) for phrases in everyone.values() for one in phrases)
    texts = words_of("texts.toml")
    for topic in texts["topics"]:
        words = {**texts["shared"], **topic}
        yield from ((one, words) for name, phrases in words.items() if name != "name" for one in phrases)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("a {animal}", "A cat"),
        ("one {animal}. two {animal}s", "One cat. Two cats"),
        ("{Animal}!", "Cat!"),
        ("so {said}", "So the cat slept"),
        ("3 cats. no dogs", "3 cats. No dogs"),
    ],
)
def test_words_are_filled_in_and_sentences_begin_with_a_capital(pattern, said):
    assert phrase(pattern, WORDS, chance(1)) == said


def test_a_friend_is_the_same_one_through_a_sentence():
    for seed in range(20):
        first, second = phrase("{friend}|{friend}", WORDS, chance(seed)).lower().split("|")

        assert first == second


def test_the_same_seed_says_the_same():
    assert [phrase("{friend}", WORDS, chance("x")) for _ in range(3)] == [phrase("{friend}", WORDS, chance("x"))] * 3
    assert len({phrase("{friend}", WORDS, chance(seed)) for seed in range(50)}) == 3


def test_every_word_that_is_asked_for_is_there():
    asked = [
        (one, name) for one, words in sentences() for name in re.findall(r"\{(\w+)\}", one) if name.lower() not in words
    ]

    assert asked == []
