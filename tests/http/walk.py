"""What a walk over the site stands on: every address with sample values, every form filled in, every table read."""

import math
import re
import time
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app
from sqlalchemy import Table, select

from flasky import feeds, transaction, web
from flasky.api import docs
from flasky.database import SQLITE_MODULE
from flasky.extensions import db
from flasky.http import access, tokens
from flasky.http.converters import FeedConverter, IdConverter, MarkConverter
from flasky.lib import clock
from flasky.models import (
    DEFAULT_CHANNELS,
    Base,
    EventKind,
    Job,
    Lane,
    Login,
    Notification,
    NotificationKind,
    Post,
    PostRevision,
    Purpose,
    Scope,
    User,
)
from flasky.oauth import consent
from flasky.operations import clients, events, grants, logins, mail_links, posts
from flasky.queries import users
from tests import factories
from tests.browsers import Browser
from tests.factories import PASSWORD

METHODS = ("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "POST")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
NEW_PASSWORD = "another horse"


FRESH = 60
"""Seconds for which the rows of a world are put back; whoever was seen five minutes ago is noted as seen again."""

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class World:
    """What the sample addresses speak of: alice and her post, the tokens of links by their rules, ids by parameter."""

    alice: User
    una: User
    post: Post
    tokens: dict[str, str]
    others: dict[str, str]

    def value_of(self, rule: str, parameter: str) -> str:
        """Return the sample of a parameter. KeyError: a new route has a parameter that the table lacks."""
        values = {
            "username": self.alice.username,
            "post_id": str(self.post.id),
            "slug": self.post.slug,
            "user_id": str(self.alice.id),
            "tag": "tea",
            **self.others,
            **self.tokens,
        }
        return values[rule if parameter == "token" else parameter]

    def address_of(self, rule: str) -> str:
        """Return a rule's address with the sample values in it, and what must be asked behind it."""
        return PARAMETER.sub(lambda found: self.value_of(rule, found[1]), rule) + self.others.get(f"?{rule}", "")


def make_world() -> World:
    """Store the people and things that the sample addresses speak of.

    Thousands of tests want them. So their rows are kept, and put back into the tables while they are fresh: old ones
    would be noted as seen again by the first page they read.
    """
    place = f"{db.engine.url.database} {current_app.secret_key!r}"  # the links of a world are signed
    made_at, rows, kept = _kept_worlds.get(place, (-math.inf, {}, None))
    is_empty = not any(found for name, found in every_row().items() if name != "roles")
    if is_empty and kept is not None and time.monotonic() - made_at < FRESH:
        _put_back(rows)
        return _again(*kept)
    world = _new_world()
    if is_empty:
        _kept_worlds[place] = (time.monotonic(), every_row(), (world.post.id, world.tokens, world.others))
    return world


def _put_back(rows: Rows) -> None:
    connection = transaction.session.connection()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # posts refer to posts
    for table in Base.metadata.sorted_tables:
        if rows[table.name] and table.name != "roles":
            connection.exec_driver_sql(_inserting(table), rows[table.name])
    transaction.commit()
    factories.stored_picture()


@cache
def _inserting(table: Table) -> str:
    names = [f'"{column.name}"' for column in table.columns]
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})"


def _again(post_id: int, tokens: dict[str, str], others: dict[str, str]) -> World:
    """Return a world whose rows were put back, with the people of this test's session."""
    alice, una = (users.by_name(name) for name in ("alice", "una"))
    return World(alice, una, transaction.session.get_one(Post, post_id), tokens, others)


def _new_world() -> World:
    alice, una = factories.person("alice"), factories.unconfirmed("una")
    post = factories.post(alice, title="First", body="Words of alice")
    posts.edit(alice, post=post, title="First", body="Better words of alice #tea")
    revision = transaction.session.scalars(select(PostRevision.id)).one()
    alice.home_feed_number = 1
    alice.pending_email = "alice@example.net"
    comment = factories.comment(alice, post, body="A comment of alice's")
    others = {"revision_id": str(revision), "comment_id": str(comment.id), "act": "like", "form": "atom", "first": "0"}
    others |= {"name": factories.stored_picture(), "digest": "a" * 32, **_rows_of(alice)}
    return World(alice, una, post, _links(alice, una), others)


def _links(alice: User, una: User) -> dict[str, str]:
    confirm = mail_links.open_link(una, purpose=Purpose.CONFIRM, address=una.address)
    reset = mail_links.open_link(alice, purpose=Purpose.RESET, address=alice.address)
    change = mail_links.open_link(alice, purpose=Purpose.CHANGE_EMAIL, address="alice@example.net")
    back = mail_links.open_link(alice, purpose=Purpose.WAY_BACK, address="alice@example.org")
    transaction.commit()
    return {
        "/auth/confirm/<token>": tokens.token_of(confirm),
        "/auth/reset/<token>": tokens.token_of(reset),
        "/auth/change-email/<token>": tokens.token_of(change),
        "/auth/take-back/<token>": tokens.token_of(back),
        "/setup/<token>": tokens.set_up_token(),
        "/unsubscribe/<token>": tokens.unsubscribe_token(alice.id, what="digest"),
        "/home/<token>/feed.<feed:form>": tokens.home_feed_token(alice.id, number=1),
    }


def _rows_of(alice: User) -> dict[str, str]:
    """Make another login of alice and a letter that was given up, and return their ids by parameter."""
    logins.begin(alice, remembered=False, user_agent="another", network="192.0.2.0/24")
    event = events.record(EventKind.PASSWORD_CHANGED, by=alice, subject_id=alice.id)
    event.waiting = False
    job = Job(event_id=event.id, consequence="letter.password_changed", target_id=alice.id, lane=Lane.MAIL)
    job.dead_at, job.error = clock.now(), "550 no such mailbox"
    transaction.session.add(job)
    transaction.commit()
    login = transaction.session.scalars(select(Login.id)).one()
    found = {"login_id": str(login), "job_id": str(job.id), "notification_id": str(_notification_of(alice))}
    return {**found, **_programs_of(alice)}


def _programs_of(alice: User) -> dict[str, str]:
    """Make a token of alice and an app of hers."""
    grant, _secret = grants.make_personal(alice, name="Script", scopes=[Scope.READ], days=1)
    made = clients.register(
        alice, name="Reader", redirect_uris=["https://reader.example.org/"], scopes=[Scope.READ], is_confidential=True
    )
    transaction.commit()
    asked = {"response_type": "code", "client_id": made.client.client_id}
    question = urlencode({**asked, "code_challenge": "c" * 43, "code_challenge_method": "S256"})
    return {"grant_id": str(grant.id), "client_id": str(made.client.id), "?/oauth/authorize": f"?{question}"}


def _notification_of(alice: User) -> int:
    """Tell alice of something, unread."""
    row = Notification(owner_id=alice.actor_id, kind=NotificationKind.LIKED, newest_id=1, actor_count=1)
    transaction.session.add(row)
    transaction.commit()
    return row.id


def routes() -> dict[str, dict[str, str]]:
    """Return the endpoint of each method of each rule, from the pages' own declarations."""
    bare = Flask("walk")
    bare.url_map.converters |= {"id": IdConverter, "mark": MarkConverter, "feed": FeedConverter}
    for pages in (*web.PAGES, *feeds.PAGES, consent.pages, docs.resource):
        bare.register_blueprint(pages)
    return routes_of(bare)


def routes_of(app: Flask) -> dict[str, dict[str, str]]:
    """Return the endpoint of each method of each rule of an app's pages; of two with one method the first.

    What programs and apps ask knows nobody by a cookie, and has walks of its own.
    """
    found: dict[str, dict[str, str]] = {}
    for rule in app.url_map.iter_rules():
        declared = access.rule_of(app, rule.endpoint)
        if declared is not None and (declared.for_programs or declared.for_clients):
            continue
        for method in rule.methods or ():
            found.setdefault(rule.rule, {}).setdefault(method, rule.endpoint)
    return {rule: methods for rule, methods in found.items() if not rule.startswith("/static")}


_kept_worlds: dict[str, tuple[float, Rows, tuple[int, dict[str, str], dict[str, str]] | None]] = {}
ROUTES = routes()
UNSAFE_ROUTES = {rule: methods["POST"] for rule, methods in ROUTES.items() if "POST" in methods}
POST_TEXT = {"title": "Sent by the walk", "body": "A text that was sent by the walk."}
BOTH = {"password": NEW_PASSWORD, "password2": NEW_PASSWORD}
ACCOUNT = {"email": "alice@example.com", "username": "alice", "confirmed": "y", "role": "User", "name": "Alice"}
SITE = {"name": "Bottle", "description": "Letters", "registration": "open", "accent": "ink"}
CHANNELS = {str(kind): str(channel) for kind, channel in DEFAULT_CHANNELS.items()}
FORMS: dict[str, dict[str, str]] = {
    "home.publish": POST_TEXT,
    "posts.publish": POST_TEXT,
    "posts.preview": POST_TEXT,
    "posts.save": POST_TEXT,
    "home.mark_read": {"place": "7"},
    "tags.follow": {},
    "tags.unfollow": {},
    "auth.login": {"email": "alice", "password": PASSWORD},
    "auth.logout": {},
    "auth.register": {"email": "dora@example.com", "username": "dora", "password": PASSWORD, "password2": PASSWORD},
    "auth.resend": {},
    "auth.confirm": {},
    "auth.change_password": {"old_password": PASSWORD, **BOTH},
    "auth.reset": {"email": "alice@example.com"},
    "auth.reset_with": BOTH,
    "change_email.ask": {"email": "alice@example.info", "password": PASSWORD},
    "change_email.prove": {},
    "change_email.take_back": {},
    "sessions.end": {},
    "own_tokens.make": {"name": "Walk", "scopes": "read", "days": "30"},
    "own_tokens.end": {},
    "own_apps.end": {},
    "own_clients.register": {"name": "Walk", "redirect_uris": "https://walk.example.org/", "kind": "public"},
    "own_clients.renew": {},
    "own_clients.delete": {},
    "consent.decide": {"decision": "allow"},
    "sessions.end_others": {},
    "deleted.delete": {},
    "deleted.restore": {},
    "admin.replay": {},
    "admin.replay_all": {},
    "people.save": ACCOUNT,
    "people.suspend": {},
    "people.unsuspend": {},
    "site_desk.finish": SITE,
    "site_desk.save": SITE,
    "site_desk.try_mail": {},
    "site_desk.fill": {},
    "site_desk.remove_demo": {},
    "follows.follow": {},
    "follows.unfollow": {},
    "follows.remove_follower": {},
    "follows.accept": {},
    "follows.decline": {},
    "follows.mute": {},
    "follows.unmute": {},
    "follows.block": {},
    "follows.unblock": {},
    "own_people.approve": {"approves_followers": "y"},
    "own_profile.save": {"username": "renamed", "name": "Somebody", "location": "Leeds", "link0_url": "example.org"},
    "own_profile.upload": {},
    "own_profile.remove": {},
    "own_feeds.save": {"is_in_directory": "y"},
    "own_feeds.renew": {},
    "own_feeds.stop": {},
    "pins.pin": {},
    "pins.unpin": {},
    "notifications.open_one": {},
    "notifications.read": {},
    "notifications.read_all": {},
    "notification_settings.save": {**CHANNELS, "liked": "letter"},
    "unsubscribe.end": {},
    "comments.create": {"body": "A comment that was sent by the walk."},
    "comments.save": {"body": "A better comment that was sent by the walk."},
    "comments.delete": {},
    "comments.restore": {},
    "comments.close": {},
    "comments.reopen": {},
    "marks.mark": {},
    "marks.mark_comment": {},
    "moderate.disable": {},
    "moderate.enable": {},
    "wishes.save": {"allows_ai": "y"},
    "writing.save": {"default_visibility": "link"},
    "setup.first": {"email": "dora@example.com", "username": "dora", "password": PASSWORD, "password2": PASSWORD},
}


def sign_in(app: Flask, user: User) -> Browser:
    """Return a browser with a login of a person, begun without the log-in page."""
    token = logins.begin(user, remembered=False, user_agent="Werkzeug", network="127.0.0.0/24")
    transaction.commit()
    browser = Browser(app)
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return browser


def every_row() -> Rows:
    """Return all rows of all tables, by table: two readings that are equal saw no write between them."""
    transaction.rollback()
    return _watch_on(str(db.engine.url.database)).rows()


class _Watch:
    """A connection beside the app's, to which SQLite tells whether anybody else committed since it looked last.

    Whoever asks 4000 times whether a request wrote reads the rows again only then. The sign is read before the rows, so
    that a commit in between is a sign of its own to the next reading.
    """

    def __init__(self, file: str) -> None:
        self._connection = SQLITE_MODULE.connect(file, isolation_level=None)
        self._sign: object = None
        self._rows: Rows = {}

    def rows(self) -> Rows:
        sign = self._connection.execute("PRAGMA data_version").fetchone()
        if sign != self._sign:
            self._rows = {name: self._connection.execute(query).fetchall() for name, query in _every_table().items()}
            self._sign = sign
        return dict(self._rows)


@cache
def _watch_on(file: str) -> _Watch:
    return _Watch(file)


@cache
def _every_table() -> dict[str, str]:
    """Return the query of each table's rows, its columns and its rows in the order of the models and the keys."""
    tables = Base.metadata.sorted_tables
    return {table.name: str(select(table).order_by(*table.primary_key.columns)) for table in tables}
