"""The files behind the settings: secrets in files of their own, the data folder, the key that is kept in it."""

import os
import secrets
from pathlib import Path

from flasky.errors import ConfigurationError
from flasky.lib import dkim_keys, mounts, secrecy
from flasky.lib.dkim_keys import SigningKey
from flasky.lib.secrecy import KEY_MIN

ENV = Path(".env")


def secret_in(path: Path, name: str) -> str:
    """Return the secret of a setting (`secret_key`) that stands in a file. Raises ConfigurationError."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{name.upper()}_FILE names {path}, which cannot be read: {error}.") from error


def signing_key_in(path: Path) -> SigningKey:
    """Return the key that letters are signed with. Raises ConfigurationError."""
    try:
        return dkim_keys.read(path.read_bytes())
    except OSError as error:
        raise ConfigurationError(f"FLASKY_DKIM_KEY_FILE names {path}, which cannot be read: {error}.") from error
    except dkim_keys.NotAKey as error:
        raise ConfigurationError(f"FLASKY_DKIM_KEY_FILE names {path}, which {error}.") from error


def require_closed(**paths: Path | None) -> None:
    """Raise ConfigurationError when every user of the machine can read one of the files, given by their settings."""
    for name, path in paths.items():
        if path and secrecy.is_open_to_others(path):
            raise ConfigurationError(
                f"{name.upper()}_FILE names {path}, which every user of this machine can read: `chmod 600 {path}`."
            )


def require_closed_env(names: tuple[str, ...]) -> None:
    """Raise ConfigurationError when `.env` sets one of some secrets and every user of the machine can read it."""
    if secrecy.is_open_to_others(ENV) and (found := secrecy.named_in(ENV, names)):
        raise ConfigurationError(
            f"{found[0]} stands in .env, which every user of this machine can read: `chmod 600 .env`."
        )


def require_lasting(name: str, path: Path) -> None:
    """Raise ConfigurationError when what a setting leads to would be gone after a restart of machine or container."""
    if place := mounts.volatile_place(path):
        raise ConfigurationError(
            f"{name} leads to {path}, which is {place} and gone after a restart: choose a disk or a volume that lasts,"
            " or set FLASKY_VOLATILE_DATA=true if nothing there is worth keeping."
        )


def make_folder(folder: Path) -> None:
    """Make the data folder, for this user alone. Raises ConfigurationError when it cannot be used."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"FLASKY_DATA_DIR is {folder}, which cannot be made: {error.strerror}.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigurationError(f"FLASKY_DATA_DIR is {folder}, which cannot be written to by this user.")


def key_in(folder: Path) -> str:
    """Return the secret key kept in the data folder, made on the first start.

    The key is written aside and linked into place, so that of two processes that start at once both read one key.

    Raises ConfigurationError.
    """
    path = folder / "secret_key"
    try:
        if not path.exists():
            _make_key(path)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"SECRET_KEY is kept in {path}, which cannot be used: {error}.") from error
    if len(key) < KEY_MIN:
        raise ConfigurationError(
            f"SECRET_KEY is read from {path}, which is shorter than {KEY_MIN} characters: remove the file."
        )
    return key


def _make_key(path: Path) -> None:
    aside = path.with_name(f".secret_key-{secrets.token_hex(8)}")
    try:
        aside.touch(mode=0o600)
        aside.write_text(secrets.token_urlsafe(48), encoding="ascii")
        os.link(aside, path)
    except FileExistsError:
        pass  # another process was faster: its key is taken
    finally:
        aside.unlink(missing_ok=True)
