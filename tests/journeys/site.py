"""A whole site as its user starts it: a folder, `flasky run`, and nothing configured but where it listens."""

import asyncio
import email
import email.policy
import itertools
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from functools import cached_property
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from flask import Flask

from flasky import transaction
from flasky.extensions import db
from flasky.factory import create_app
from tests import factories
from tests.commands import comes, environment, flasky, words
from tests.factories import PASSWORD

HOST = "127.0.0.1"
START_WITHIN = 60  # seconds
STOP_WITHIN = 30
SETTINGS = {"RATELIMIT_ENABLED": "false"}
LINK = re.compile(r"http://[0-9.]+:\d+(/auth/\S+)")
_numbers = itertools.count(1)


class Site:
    """`flasky run` in a folder: production, SQLite, letters in `data/outbox`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self._main: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where the site is."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Start the site and wait until it answers."""
        with (self.folder / "site.log").open("wb") as log:
            self._main = subprocess.Popen(
                words("run", "--host", HOST, "--port", str(self.port)),
                cwd=self.folder,
                env=environment(**SETTINGS),
                stdout=log,
                stderr=log,
            )
        assert comes(self._answers, within=START_WITHIN), f"the site did not start: {self.log()[-2000:]}"

    def end(self) -> None:
        """Ask the site to stop, and end it the hard way if it does not."""
        if self._main is None:
            return
        self._main.terminate()
        try:
            self._main.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self._main.kill()
            self._main.wait()
        with self.rows():
            db.engine.dispose()

    def create(self, username: str, *, role: str) -> str:
        """Make an account by the command line, as whoever runs the site would, and return its name."""
        command = ["user", "create", username, f"{username}@example.com", "--role", role, "--password-stdin"]
        made = flasky(*command, folder=self.folder, typed=f"{PASSWORD}\n", **SETTINGS)
        assert made.returncode == 0, made.stderr
        return username

    def link_for(self, address: str, *, subject: str) -> str:
        """Wait for a letter to an address and return the path its link leads to; the newest letter counts."""
        assert comes(lambda: self._letters(address, subject)), f"no letter {subject!r} came to {address}"
        text = self._letters(address, subject)[-1].get_body(("plain",))
        assert text is not None
        found = LINK.search(text.get_content())
        assert found, "no link in the letter"
        return found[1]

    def somebody(self, name: str) -> str:
        """Make a confirmed person of a name like this one, the short way, and return the name."""
        username = new_name(name)
        with self.rows():
            factories.person(username)
        return username

    @contextmanager
    def rows(self) -> Iterator[Flask]:
        """Open the site's database in this process, to make rows in no time."""
        with _outside_of_the_browser(), self._app.app_context():
            transaction.writes()  # whatever a page said last that was read in this process
            yield self._app
            transaction.rollback()

    @cached_property
    def _app(self) -> Flask:
        data = self.folder / "data"
        return create_app(
            "testing",
            test_database_url=f"sqlite:///{data}/data.sqlite",
            flasky_data_dir=data,
            flasky_site_url=self.address,
            ratelimit_enabled=False,
        )

    def _letters(self, address: str, subject: str) -> list[EmailMessage]:
        files = sorted((self.folder / "data" / "outbox").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        letters = [
            email.message_from_bytes(file.read_bytes(), EmailMessage, policy=email.policy.default) for file in files
        ]
        return [one for one in letters if address in one["To"] and subject in one["Subject"]]

    def _answers(self) -> bool:
        connection = HTTPConnection(HOST, self.port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def log(self) -> str:
        """Return what the site said in its terminal."""
        return (self.folder / "site.log").read_text(encoding="utf-8", errors="replace")


def new_name(name: str) -> str:
    """Return a name like this one that nobody has yet."""
    return f"{name}_{next(_numbers)}"


@contextmanager
def _outside_of_the_browser() -> Iterator[None]:
    """Hide Playwright's event loop for a while: Flask ends an app context only where none seems to run."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])
