"""Errors nobody foresaw: counted in groups, reported together, and nothing anybody typed is kept."""

from sqlalchemy import select

from flasky import transaction
from flasky.models import ErrorGroup, Event, EventKind
from flasky.operations import incidents
from flasky.queries import site
from flasky.transaction import session
from tests import races


def fail(words: str = "what alice typed") -> Exception:
    try:
        raise ValueError(words)
    except ValueError as error:
        return error


def groups() -> list[ErrorGroup]:
    session.expire_all()
    return list(session.scalars(select(ErrorGroup)))


def test_errors_of_one_kind_and_place_are_one_group(app):
    for words in ("one", "two", "three"):
        incidents.note(fail(words), route="/write")
    incidents.note(fail(), route="/@<username>")

    assert sorted((group.route, group.seen) for group in groups()) == [("/@<username>", 1), ("/write", 3)]


def test_what_the_error_says_is_not_kept(app):
    incidents.note(fail("alice@example.com wrote a secret"), route="/write")

    [group] = groups()
    assert group.kind == "ValueError"
    assert "in fail" in group.traceback
    assert "secret" not in group.traceback + group.place


def test_a_report_tells_of_everything_since_the_last_one(app):
    incidents.note(fail(), route="/write")
    incidents.note(fail(), route="/write")
    incidents.report()
    incidents.note(fail(), route="/write")
    transaction.commit()

    [event] = session.scalars(select(Event)).all()
    assert (event.kind, event.subject_id) == (EventKind.ERROR_SEEN, event.id)
    assert [group.reported for group in site.errors_of_report(event.id)] == [2]
    assert [group.unreported for group in groups()] == [1]


def test_nothing_is_reported_when_nothing_happened(app):
    incidents.report()

    assert session.scalars(select(Event)).all() == []


def test_the_same_error_in_many_requests_at_once_is_counted_each_time(app):
    error = fail()

    results = races.at_once(app, lambda: incidents.note(error, route="/write"))

    assert len(races.winners(results)) == races.AT_ONCE
    assert [group.seen for group in groups()] == [races.AT_ONCE]


def test_while_a_letter_waits_what_is_seen_waits_for_the_next(app):
    for _time in range(3):
        incidents.note(fail(), route="/write")
        incidents.report()
    transaction.commit()

    [event] = session.scalars(select(Event)).all()
    assert [group.reported for group in site.errors_of_report(event.id)] == [1]
    assert [group.unreported for group in groups()] == [2]
