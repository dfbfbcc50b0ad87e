"""What programs come in with: grants, the tokens of a grant, and the clients of OAuth.

A grant is what a person allowed a program. It ends whole: with its row go all its tokens. Of a token only the SHA-256
is kept (OWASP ASVS 5.0, 11.4.1): it has 256 random bits, so no salt is needed.
"""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from flasky.models.base import Base, Id, Key, LongText
from flasky.models.user import User


class Scope(StrEnum):
    """What a token may be used for; never more than its person may do."""

    READ = "read"
    WRITE = "write"
    FOLLOW = "follow"
    MODERATE = "moderate"
    ADMIN = "admin"


class GrantKind(StrEnum):
    """How a grant came about: made by hand on the settings page, by a password, or by consent to an app."""

    PERSONAL = "personal"
    PASSWORD = "password"  # noqa: S105 - a word
    APP = "app"


class TokenKind(StrEnum):
    """An access token opens the API; a refresh token only brings the next pair."""

    ACCESS = "access"
    REFRESH = "refresh"


class OAuthClient(Base):
    """A program that people can let in (RFC 6749, section 2; RFC 7591). Without a secret it is a public client."""

    __tablename__ = "oauth_clients"

    NAME_MAX = 100
    URL_MAX = 2000
    REDIRECTS_MAX = 10

    client_id: Mapped[str] = mapped_column(Key(64), unique=True)
    secret_hash: Mapped[str] = mapped_column(Key(64), default="")
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    website: Mapped[str] = mapped_column(String(URL_MAX), default="")
    redirect_uris: Mapped[str] = mapped_column(LongText)
    """The addresses people are sent back to, one a line, compared letter for letter."""
    scopes: Mapped[str] = mapped_column(String(255))
    """What the client may ask for, between spaces."""
    owner_id: Mapped[int | None] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    """Who registered it on the settings page; empty for a client that registered itself."""

    @property
    def is_confidential(self) -> bool:
        """Whether it can keep a secret, and has to show it."""
        return bool(self.secret_hash)

    @property
    def redirects(self) -> list[str]:
        """The addresses people may be sent back to."""
        return self.redirect_uris.split("\n")

    @property
    def scope_set(self) -> frozenset[Scope]:
        """What it may ask for."""
        return frozenset(Scope(name) for name in self.scopes.split())


class ApiGrant(Base):
    """What a person allowed one program, until they take it back."""

    __tablename__ = "api_grants"
    __table_args__ = (Index(None, "user_id", "kind", "id"),)

    NAME_MAX = 100
    PASSWORD_LIFE = timedelta(days=90)
    """How long a log-in by password lasts that is refreshed in time; for an app's consent the same."""

    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    client_id: Mapped[int | None] = mapped_column(Id, ForeignKey("oauth_clients.id", ondelete="CASCADE"), index=True)
    kind: Mapped[GrantKind] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    scopes: Mapped[str] = mapped_column(String(255))
    """What its tokens may be used for, between spaces."""
    last_used_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    """When the grant ends by itself; empty: never."""

    user: Mapped[User] = relationship(lazy="raise_on_sql")
    client: Mapped[OAuthClient | None] = relationship(lazy="raise_on_sql")

    @property
    def scope_set(self) -> frozenset[Scope]:
        """The scopes of its tokens."""
        return frozenset(Scope(name) for name in self.scopes.split())


class ApiToken(Base):
    """One secret of a grant. A refresh token that was used stays, marked, so that a second use gives a thief away."""

    __tablename__ = "api_tokens"
    __table_args__ = (Index(None, "grant_id", "kind"),)

    ACCESS_LIFE = timedelta(hours=1)
    REFRESH_LIFE = timedelta(days=30)
    GRACE = timedelta(seconds=5)
    """How long a refresh token that was just replaced still brings a pair: two requests at once are no theft."""

    grant_id: Mapped[int] = mapped_column(Id, ForeignKey("api_grants.id", ondelete="CASCADE"))
    kind: Mapped[TokenKind] = mapped_column(String(16))
    token_hash: Mapped[str] = mapped_column(Key(64), unique=True)
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    replaced_at: Mapped[datetime | None]

    grant: Mapped[ApiGrant] = relationship(lazy="raise_on_sql")

    @staticmethod
    def hash_of(secret: str) -> str:
        """Return the form of a secret that is stored."""
        return hashlib.sha256(secret.encode()).hexdigest()


class OAuthCode(Base):
    """An authorization code (RFC 6749, section 4.1.2): used once, within a minute, by whoever has its verifier."""

    __tablename__ = "oauth_codes"

    LIFE = timedelta(minutes=1)

    code_hash: Mapped[str] = mapped_column(Key(64), unique=True)
    client_id: Mapped[int] = mapped_column(Id, ForeignKey("oauth_clients.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    redirect_uri: Mapped[str] = mapped_column(String(OAuthClient.URL_MAX))
    scopes: Mapped[str] = mapped_column(String(255))
    challenge: Mapped[str] = mapped_column(Key(128))
    """The SHA-256 of the client's verifier, as it was sent (RFC 7636, section 4.2, method S256)."""
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    grant_id: Mapped[int | None] = mapped_column(Id, ForeignKey("api_grants.id", ondelete="SET NULL"), index=True)
    """What came of it: a code that comes twice ends that grant."""

    @property
    def scope_set(self) -> frozenset[Scope]:
        """What was consented to."""
        return frozenset(Scope(name) for name in self.scopes.split())
