"""Tables that answer "what happens when ...": none has a gap."""

import pytest

from flasky.mail.letters import SENT_BY_HAND, LetterKind
from flasky.models import EventKind
from flasky.worker import letters
from flasky.worker.consequences import CONSEQUENCES, HANDLERS, LANES
from tests.architecture.sources import TEMPLATES

NAMES = [name for names in CONSEQUENCES.values() for name in names]


def test_every_kind_of_event_says_what_follows():
    assert CONSEQUENCES.keys() == set(EventKind)


@pytest.mark.parametrize("name", NAMES)
def test_what_follows_can_be_done(name):
    assert name in HANDLERS
    assert name.partition(".")[0] in LANES


def test_nothing_can_be_done_that_never_follows():
    assert HANDLERS.keys() - set(NAMES) == set()


@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_is_sent_by_a_job_or_by_hand(kind):
    assert (kind in letters.DRAFTS) != (kind in SENT_BY_HAND)


@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_has_two_templates(kind):
    assert (TEMPLATES / "mail" / f"{kind}.txt").is_file()
    assert (TEMPLATES / "mail" / f"{kind}.html").is_file()
