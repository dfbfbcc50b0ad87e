"""Password hashes: argon2id, with the hashes of Werkzeug still verified.

Parameters follow the OWASP Password Storage Cheat Sheet (argon2id, 19 MiB, t=2, p=1). Hashes made at once are
capped at the number of processors, since each takes 19 MiB and a whole processor.
"""

import os
import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from werkzeug.security import check_password_hash

PASSWORD_MIN = 10
PASSWORD_MAX = 128

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_at_once = threading.BoundedSemaphore(os.cpu_count() or 1)
_DECOY = _hasher.hash(secrets.token_hex(16))


def hash_password(password: str) -> str:
    """Return a salted argon2id hash, about 100 characters."""
    with _at_once:
        return _hasher.hash(password)


def verify(stored: str, password: str) -> bool:
    """Tell whether a password fits a stored hash, of argon2 or of Werkzeug (pbkdf2, scrypt)."""
    with _at_once:
        if stored.startswith("$argon2"):
            return _verify_argon2(stored, password)
        return check_password_hash(stored, password)


def verify_decoy(password: str) -> bool:
    """Spend the time of a verification and answer False: unknown people must not answer faster than known ones."""
    verify(_DECOY, password)
    return False


def needs_rehash(stored: str) -> bool:
    """Tell whether a hash is of another kind or of weaker parameters than those used today."""
    return not stored.startswith("$argon2") or _hasher.check_needs_rehash(stored)


def _verify_argon2(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
