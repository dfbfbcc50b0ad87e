"""Changes of accounts, written down with the state before and after."""

import json
from collections.abc import Mapping

from flasky.models import Audited, AuditEntry, User
from flasky.queries import profiles
from flasky.queries.acting import Acting
from flasky.transaction import session

State = Mapping[str, object]


def record(act: Audited, *, by: Acting, user: User, before: State, after: State) -> None:
    """Write down the fields of an account that differ; nothing when none does."""
    changed = sorted(name for name in after if before.get(name) != after[name])
    if not changed:
        return
    session.add(
        AuditEntry(
            act=act,
            by_actor_id=by.actor_id if isinstance(by, User) else None,
            user_id=user.id,
            before=_json(before, changed),
            after=_json(after, changed),
        )
    )
    session.flush()


def state_of(user: User) -> dict[str, object]:
    """Return what is audited of an account, as plain values. Nothing secret is among them. One statement."""
    return {
        "email": user.address,
        "username": user.username,
        "confirmed": user.confirmed,
        "role": user.role.name,
        "suspended": not user.is_active,
        "name": user.actor.name,
        "location": user.actor.location,
        "about_me": user.actor.about_me,
        "links": " ".join(link.url for link in profiles.links_of(user.actor)),
        "picture": user.actor.avatar,
    }


def _json(state: State, names: list[str]) -> str:
    return json.dumps({name: state.get(name) for name in names}, ensure_ascii=False)
