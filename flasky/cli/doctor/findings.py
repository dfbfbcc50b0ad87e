"""What a check finds."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is. A problem keeps the site, or a part of it, from working or from being safe."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's: about what, what was found, and what to do unless it is fine."""

    level: Level
    about: str
    words: str
    advice: str = ""


def ok(about: str, words: str) -> Finding:
    """Say that something is as it should be."""
    return Finding(Level.OK, about, words)


def warning(about: str, words: str, *, advice: str) -> Finding:
    """Say that something will do, but not well, or not for long."""
    return Finding(Level.WARNING, about, words, advice)


def problem(about: str, words: str, *, advice: str) -> Finding:
    """Say that something does not work, or is not safe."""
    return Finding(Level.PROBLEM, about, words, advice)
