"""A site with an https address, as whoever runs one behind a proxy starts it."""

import os
import signal
import socket
import subprocess
from pathlib import Path

from tests.commands import comes, environment, flasky, words
from tests.faults.site import START_WITHIN, Site
from tests.faults.visitor import PASSWORD

PROXY = "127.0.0.1"


class HttpsSite(Site):
    """`flasky run` behind a proxy on this machine. Letters are kept in the outbox."""

    def __init__(self, folder: Path, *, port: int, origin: str) -> None:
        self.folder, self.port = folder, port
        self._mains: list[subprocess.Popen[bytes]] = []
        self._settings = {
            "FLASKY_SITE_URL": origin,
            "FLASKY_TRUSTED_PROXIES": PROXY,
            "FLASKY_VOLATILE_DATA": "true",
            "FLASKY_DATA_DIR": str(folder / "data"),
        }

    def make_account(self, username: str) -> None:
        """Make a confirmed person who can log in."""
        assert flasky("deploy", folder=self.folder, **self._settings).returncode == 0
        words = ("user", "create", username, f"{username}@example.com", "--password-stdin")
        done = flasky(*words, folder=self.folder, typed=PASSWORD, **self._settings)
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        """Start the site and wait until it answers."""
        with self._log.open("ab") as log:
            main = subprocess.Popen(
                words("run", "--port", str(self.port), "--workers", "2"),
                cwd=self.folder,
                env=environment(**self._settings),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._mains.append(main)
        assert comes(self.answers, within=START_WITHIN), f"the site did not start: {self.log[-2000:]}"

    def reload(self) -> None:
        """Ask for new web processes, as after a change of settings."""
        os.kill(self.main, signal.SIGHUP)

    def outbox(self) -> str:
        """Return all letters, one after the other."""
        return "".join(path.read_text() for path in sorted((self.folder / "data" / "outbox").glob("*.eml")))


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def accepts(port: int) -> bool:
    """Tell whether somebody listens on a port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            return True
    except OSError:
        return False
