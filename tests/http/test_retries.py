"""Requests that lost a deadlock are done again, a few times, and then say that the site is busy."""

import pytest
from sqlalchemy.exc import OperationalError

from flasky import transaction
from flasky.operations import posts
from flasky.transaction import session
from tests.browsers import logged_in
from tests.http.walk import every_row
from tests.sites import add_view


class Lost(Exception):
    """A driver's error with a SQL state, as psycopg raises it."""

    def __init__(self, sqlstate):
        super().__init__("deadlock detected")
        self.sqlstate = sqlstate


CROSSED = {
    "PostgreSQL serialization": Lost("40001"),
    "PostgreSQL deadlock": Lost("40P01"),
    "MariaDB lock wait": Exception(1205, "Lock wait timeout exceeded"),
    "MariaDB deadlock": Exception(1213, "Deadlock found"),
    "MariaDB savepoint gone": Exception(1305, "SAVEPOINT does not exist"),
    "MariaDB changed row": Exception(1020, "Record has changed since last read"),
}
OTHERS = {"PostgreSQL unique": Lost("23505"), "MariaDB syntax": Exception(1064, "syntax"), "nothing said": Exception()}


@pytest.fixture
def crossing(site):
    """Make an app with a page that publishes, and loses a number of times first; returns it and the tries it saw."""

    def make(author, cause, *, times):
        tries, app = [], site()

        def view():
            writer = session.merge(author)
            posts.publish(writer, title="Once", body="Published once")
            tries.append(1)
            if len(tries) <= times:
                raise OperationalError("INSERT", {}, cause)
            transaction.commit()
            return "done"

        add_view(app, "/test/crossing", view)
        return app, tries

    return make


@pytest.mark.parametrize("cause", CROSSED.values(), ids=CROSSED)
def test_page_that_lost_twice_succeeds_at_the_third_try_and_writes_once(crossing, alice, cause):
    app, tries = crossing(alice, cause, times=2)

    response = logged_in(app, alice).post("/test/crossing")

    assert (response.status_code, response.text, len(tries)) == (200, "done", 3)
    assert len(every_row()["posts"]) == 1


def test_page_that_loses_every_time_is_given_up_and_writes_nothing(crossing, alice):
    app, tries = crossing(alice, CROSSED["PostgreSQL deadlock"], times=9)
    browser = logged_in(app, alice)
    before = every_row()

    response = browser.post("/test/crossing")

    assert (response.status_code, response.headers["Retry-After"], len(tries)) == (503, "5", 3)
    assert every_row() == before


@pytest.mark.parametrize("cause", OTHERS.values(), ids=OTHERS)
def test_other_errors_of_the_database_are_not_tried_again(crossing, alice, cause):
    app, tries = crossing(alice, cause, times=1)

    response = logged_in(app, alice).post("/test/crossing")

    assert (response.status_code, len(tries)) == (503, 1)
    assert every_row()["posts"] == []
