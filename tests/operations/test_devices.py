"""A log-in from a browser that was never seen is told to the person, the usual ones are not."""

import pytest
from sqlalchemy import select

from flasky import transaction
from flasky.lib.devices import Device
from flasky.models import Event, EventKind, KnownDevice
from flasky.operations import devices, users
from flasky.transaction import session
from tests.factories import PASSWORD

FIREFOX, SAFARI = Device("Firefox", "Linux"), Device("Safari", "iOS")
HOME, CAFE = "192.0.2.0/24", "198.51.100.0/24"


def log_in(user, token="home", device=FIREFOX, network=HOME) -> None:
    devices.recognize(user, token=token, device=device, network=network)
    transaction.commit()


def told() -> int:
    return len(session.scalars(select(Event).where(Event.kind == EventKind.NEW_DEVICE)).all())


def test_the_first_device_of_an_account_is_no_news(alice):
    log_in(alice)
    log_in(alice)

    assert told() == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"network": CAFE},
        {"token": "cleared"},
        {"device": SAFARI, "network": CAFE},
    ],
    ids=["carried elsewhere", "cookies cleared", "everything else but the cookie"],
)
def test_a_device_that_is_known_by_its_cookie_or_by_kind_and_place_is_no_news(alice, changed):
    log_in(alice)
    log_in(alice, **changed)

    assert told() == 0


def test_a_device_never_seen_is_told_once(alice, bob):
    log_in(alice)
    log_in(bob, token="his", device=SAFARI, network=CAFE)

    log_in(alice, token="other", device=SAFARI, network=CAFE)
    log_in(alice, token="other", device=SAFARI, network=CAFE)

    assert told() == 1
    named = session.scalars(select(Event.subject_id).where(Event.kind == EventKind.NEW_DEVICE)).one()
    device = session.get_one(KnownDevice, named)
    assert (device.user_id, device.name, device.network) == (alice.id, "Safari (iOS)", CAFE)


def test_nothing_of_a_cookie_can_be_read_from_the_rows(alice):
    log_in(alice, token="a secret of the browser")

    assert not any("secret" in device.key for device in session.scalars(select(KnownDevice)))


def test_after_a_new_password_no_device_is_known(alice):
    log_in(alice)

    users.change_password(alice, old=PASSWORD, new="battery staple")

    assert session.scalars(select(KnownDevice)).all() == []
