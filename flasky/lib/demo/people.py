"""Made-up people."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random

from flasky.lib import usernames
from flasky.lib.demo.phrases import Words, chance, pick, words_of

LIVES_SOMEWHERE = 0.85
LIVES_IN_A_TOWN = 0.9
TELLS_OF_ITSELF = 0.8
OLDEST = 700  # days since somebody joined
SEEN_WITHIN = 7  # days, on an average
YOUNGEST = 200  # days; older than the oldest text


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist. `joined` and `seen` are how many days ago."""

    username: str
    name: str
    location: str
    about_me: str
    joined: float
    seen: float


def people(seed: object) -> Iterator[Person]:
    """Yield people without end. No two have usernames that look the same; person n is the same for the same seed."""
    taken: set[str] = set()
    for number in count():
        person = _person(chance(f"{seed} person {number}"), taken)
        taken.add(usernames.key_of(person.username))
        yield person


def described(username: str, seed: object) -> Person:
    """Return a person of a given username, with a life of chance."""
    by = chance(f"{seed} {username}")
    words: Words = words_of("people.toml")
    return _living(by, username=username, name=f"{username.capitalize()} {by.choice(words['last'])}")


def _person(by: Random, taken: set[str]) -> Person:
    words: Words = words_of("people.toml")
    first, last = by.choice(words["first"]), by.choice(words["last"])
    return _living(by, username=_username(first.lower(), last.lower(), taken, by), name=f"{first} {last}")


def _living(by: Random, *, username: str, name: str) -> Person:
    words: Words = words_of("people.toml")
    place = pick("town" if by.random() < LIVES_IN_A_TOWN else "elsewhere", words, by)
    return Person(
        username=username,
        name=name,
        location=place if by.random() < LIVES_SOMEWHERE else "",
        about_me=pick("about", words, by) if by.random() < TELLS_OF_ITSELF else "",
        joined=by.uniform(YOUNGEST, OLDEST),
        seen=min(by.expovariate(1 / SEEN_WITHIN), YOUNGEST),
    )


def _username(first: str, last: str, taken: set[str], by: Random) -> str:
    shapes = [first, f"{first}.{last}", f"{first}_{last}", f"{first}{last[0]}", f"{last}{by.randint(2, 99)}"]
    by.shuffle(shapes)
    numbered = (f"{first}.{last}{number}" for number in count(2))
    for username in (*shapes, *(next(numbered) for _ in range(len(taken) + 1))):
        if usernames.key_of(username) not in taken and not usernames.is_reserved(username):
            return username
    raise AssertionError("one name more than there are people was tried")
