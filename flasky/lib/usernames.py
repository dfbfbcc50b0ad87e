"""What may be a username, and which usernames are the same to the eye."""

import re

USERNAME_MAX = 64
_ALLOWED = re.compile(r"[A-Za-z][A-Za-z0-9_.]*", re.ASCII)
_LOOK_ALIKE = (("0", "o"), ("1", "l"), ("rn", "m"), ("vv", "w"))

RESERVED = frozenset({
    "about", "abuse", "account", "admin", "administrator", "all", "anonymous", "api", "auth", "drafts",
    "everyone", "feed", "flasky", "followed", "help", "home", "hostmaster", "info", "mail", "moderate",
    "moderator", "no-reply", "noreply", "notifications", "official", "owner", "postmaster", "root", "search",
    "security", "settings", "setup", "staff", "static", "stranger", "support", "system", "tags", "team",
    "webmaster", "write", "www",
})  # fmt: skip


def is_allowed(username: str) -> bool:
    """Tell whether a username has 1 to 64 ASCII letters, digits, dots and underscores, a letter first."""
    return len(username) <= USERNAME_MAX and _ALLOWED.fullmatch(username) is not None


def key_of(username: str) -> str:
    """Return the form under which usernames are unique: lower case, look-alikes folded ("B0b" and "bob" share one)."""
    key = username.lower()
    for seen, meant in _LOOK_ALIKE:
        key = key.replace(seen, meant)
    return key


_RESERVED_KEYS = frozenset(map(key_of, RESERVED))


def is_reserved(username: str) -> bool:
    """Tell whether a username belongs to the house (addresses, offices) and is refused at sign-up."""
    return key_of(username) in _RESERVED_KEYS
