"""The browsers a person logs in with: a new one is told to them by letter."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import delete, select, update

from flasky.lib import clock
from flasky.lib.devices import Device
from flasky.models import EventKind, KnownDevice, User
from flasky.operations import events
from flasky.transaction import add_or_find, session


def recognize(user: User, *, token: str, device: Device, network: str) -> None:
    """Note where a person logs in. Records NEW_DEVICE when neither the browser nor its kind and network is known.

    `token` is what the browser keeps in a cookie of its own; the first device of an account is no news.
    """
    keys = [_digest("cookie", token), _digest("place", device.browser, device.platform, network)]
    known = session.scalars(select(KnownDevice.key).where(KnownDevice.user_id == user.id).limit(1)).first()
    met = set(session.scalars(select(KnownDevice.key).where(KnownDevice.user_id == user.id, KnownDevice.key.in_(keys))))
    rows = [_remember(user, key, device, network) for key in keys if key not in met]
    _note_use(user, keys)
    if known is not None and not met:
        events.record(EventKind.NEW_DEVICE, by=user, subject_id=rows[0].id)


def forget(user: User) -> None:
    """Know no device of a person any more: whoever had the password may have used one of them."""
    session.execute(delete(KnownDevice).where(KnownDevice.user_id == user.id))


def _remember(user: User, key: str, device: Device, network: str) -> KnownDevice:
    platform = f"({device.platform})" if device.platform else ""
    name = f"{device.browser} {platform}".strip()[: KnownDevice.NAME_MAX]
    row = KnownDevice(user_id=user.id, key=key, name=name, network=network, seen_at=clock.now())
    ours = select(KnownDevice).where(KnownDevice.user_id == user.id, KnownDevice.key == key)
    return add_or_find(row, lambda: session.scalar(ours))


def _note_use(user: User, keys: Sequence[str]) -> None:
    ours = (KnownDevice.user_id == user.id, KnownDevice.key.in_(keys))
    session.execute(update(KnownDevice).where(*ours).values(seen_at=clock.now()))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
