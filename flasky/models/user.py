"""Who can log in here: the private side of a person."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from flasky.lib import clock, passwords
from flasky.lib.emails import EMAIL_MAX
from flasky.models.actor import Actor
from flasky.models.base import Base, Id, Key
from flasky.models.role import Permission, Role


class User(Base):
    """An account. `email` is a proved address, `pending_email` one that is only claimed.

    `User(email=..., username=..., password=...)` makes the actor too.
    """

    __tablename__ = "users"

    UNCONFIRMED_KEPT = timedelta(days=7)

    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id"), unique=True)
    role_id: Mapped[int] = mapped_column(Id, ForeignKey("roles.id"), index=True)
    email: Mapped[str | None] = mapped_column(Key(EMAIL_MAX), unique=True)
    pending_email: Mapped[str | None] = mapped_column(Key(EMAIL_MAX), index=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    confirmed_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    digested_until: Mapped[int | None] = mapped_column(Id)
    """The place (`newest_id`) of the newest notification that a daily digest told of."""
    home_feed_number: Mapped[int] = mapped_column(default=0)
    """Which secret link to the person's own home as a feed holds, counted up when it is renewed; 0: there was none yet,
    below 0: the one of that number was switched off."""

    actor: Mapped[Actor] = relationship(lazy="joined", innerjoin=True)
    role: Mapped[Role] = relationship(lazy="joined", innerjoin=True)

    is_authenticated = True
    is_anonymous = False
    login_token = ""
    """The token of the login this object was loaded for; not a column."""

    def __init__(self, *, username: str = "", password: str = "", **columns: Any) -> None:
        if username and "actor" not in columns:
            columns["actor"] = Actor.named(username)
        super().__init__(**columns)
        if password:
            self.password = password

    @property
    def password(self) -> str:
        """Nobody can read a password: raises AttributeError."""
        raise AttributeError("password is not a readable attribute")

    @password.setter
    def password(self, password: str) -> None:
        self.password_hash = passwords.hash_password(password)

    def verify_password(self, password: str) -> bool:
        """Tell whether this is the account's password. Takes tens of milliseconds, on purpose."""
        return passwords.verify(self.password_hash, password)

    @property
    def username(self) -> str:
        """The name the person is seen under."""
        return self.actor.username

    @property
    def address(self) -> str:
        """Where letters go: the proved address, else the claimed one, else nothing."""
        return self.email or self.pending_email or ""

    @property
    def confirmed(self) -> bool:
        """Whether the person proved an address, or an operator vouched for them."""
        return self.confirmed_at is not None

    def confirm(self) -> None:
        """Take the claimed address as proved."""
        self.email, self.pending_email = self.pending_email or self.email, None
        self.confirmed_at = clock.now()

    @property
    def is_active(self) -> bool:
        """Whether the person may have logins at all: suspended people may not."""
        return self.suspended_at is None

    def get_id(self) -> str:
        """Return the token of the login this object was loaded for: what Flask-Login keeps in the session."""
        return self.login_token

    def can(self, permission: Permission) -> bool:
        """Tell whether the person's role holds a permission."""
        return self.role is not None and self.role.has(permission)

    def is_administrator(self) -> bool:
        """Tell whether the person may administer the site."""
        return self.can(Permission.ADMIN)

    def __repr__(self) -> str:
        return f"<User {self.id}>"


class AnonymousUser:
    """A visitor: no account, no permission."""

    is_authenticated = False
    is_active = False
    is_anonymous = True
    confirmed = False

    def get_id(self) -> None:
        """Return nothing: visitors have no login."""

    def can(self, permission: Permission) -> bool:  # noqa: ARG002 - the question is the same for everybody
        """Tell that a visitor may do nothing that needs a permission."""
        return False

    def is_administrator(self) -> bool:
        """Tell that a visitor is no administrator."""
        return False
