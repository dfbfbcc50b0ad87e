"""What made-up people have to do with each other: whom they follow, what they say under a text, who likes it.

People are named by their place in the list of people; the beginning of the list is the more popular.
"""

from dataclasses import dataclass

from flasky.lib.demo.phrases import Words, chance, pick, words_of

FOLLOWS_AT_MOST = 12
REMARKS_AT_MOST = 5
TALKED_ABOUT = 0.6
ANSWERED = 0.4
LIKED = 0.25
A_DAY = 1.0


@dataclass(frozen=True)
class Remark:
    """What somebody says: who, how many days after what it is about, and what is answered to it, if anything."""

    author: int
    body: str
    after: float
    answer: "Remark | None" = None


def followed_by(seed: object, place: int, crowd: int) -> list[int]:
    """Return whom the person at a place follows, among the first so many; nobody follows themselves."""
    by = chance(f"{seed} follows {place}")
    wanted = {_somebody(by.random(), crowd) for _ in range(by.randint(0, FOLLOWS_AT_MOST))}
    return sorted(wanted - {place})


def remarks(seed: object, number: int, *, author: int, crowd: int) -> list[Remark]:
    """Return what is said under text number so and so, by the time it was said; its author answers some of it."""
    by, words = chance(f"{seed} talk {number}"), _words()
    said = by.randint(1, REMARKS_AT_MOST) if by.random() < TALKED_ABOUT else 0
    found = []
    for _ in range(said):
        answer = (
            Remark(author, pick("answer", words, by), by.expovariate(4 / A_DAY)) if by.random() < ANSWERED else None
        )
        somebody = _somebody(by.random(), crowd)
        found.append(Remark(somebody, pick("remark", words, by), by.expovariate(1 / A_DAY), answer))
    return sorted(found, key=lambda remark: remark.after)


def likers(seed: object, number: int, *, crowd: int) -> list[int]:
    """Return who likes text number so and so."""
    by = chance(f"{seed} likes {number}")
    return sorted({_somebody(by.random(), crowd) for _ in range(int(by.random() * LIKED * min(crowd, 100)))})


def share(seed: object) -> float:
    """Return a part between nothing and the whole, 0 to 1."""
    return chance(seed).random()


def _somebody(drawn: float, crowd: int) -> int:
    return int(drawn**1.5 * crowd)


def _words() -> Words:
    words: Words = words_of("company.toml")
    return words
