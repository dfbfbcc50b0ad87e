"""Who asks by a token, and that its use is noted."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from flasky.lib import clock
from flasky.models import ApiGrant
from flasky.transaction import session
from tests.api.client import Api


def last_use():
    return session.scalars(select(ApiGrant.last_used_at)).one()


@pytest.mark.seed("T11")
def test_use_is_noted_at_most_every_five_minutes(app, alice):
    program, begin = Api(app, alice), clock.now()

    with time_machine.travel(begin, tick=False) as moment:
        program.get("/me")
        first = last_use()
        moment.shift(timedelta(minutes=5))
        program.get("/me")
        assert last_use() == first
        moment.shift(timedelta(seconds=1))
        program.get("/me")
        assert last_use() == clock.now()


def test_use_that_was_refused_is_not_noted(app, alice):
    program = Api(app, alice)

    program.get("/nowhere")

    assert last_use() is None
