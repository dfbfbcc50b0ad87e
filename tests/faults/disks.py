"""A site whose data folder is a small disk of its own, in a mount namespace that goes with its processes."""

import errno
import os
import shutil
import subprocess
from io import FileIO
from pathlib import Path

from tests.commands import PATIENCE, comes, environment, words
from tests.faults import ledger
from tests.faults.mailbox import Mailbox
from tests.faults.site import START_WITHIN, Site

PIECE = b"\0" * 4096
OWN_DISK = 'mount -t tmpfs -o size="$0" tmpfs data && exec setpriv --bounding-set=-all --inh-caps=-all "$@"'
"""Without capabilities, for root may write wherever it likes."""


def in_namespace(*command: str) -> list[str]:
    """Return a command that may mount what nobody else sees. Whoever is not root becomes it in there."""
    who = [] if os.geteuid() == 0 else ["--map-root-user"]
    return ["unshare", *who, "--mount", "--propagation", "private", *command]


def can_be_mounted() -> bool:
    """Tell whether a disk can be made here."""
    if shutil.which("unshare") is None:
        return False
    tried = subprocess.run(in_namespace("mount", "-t", "tmpfs", "tmpfs", "/mnt"), capture_output=True, check=False)
    return tried.returncode == 0


def on_a_disk(folder: Path, script: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script in a folder whose `data` may be mounted over; `flasky` is the command."""
    (folder / "data").mkdir(exist_ok=True)
    ours = f'flasky() {{ {" ".join(words())} "$@"; }}; {script}'
    return subprocess.run(
        in_namespace("sh", "-c", ours),
        cwd=folder,
        env=environment(**settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


class SmallDiskSite(Site):
    """`flasky run` on a disk of a few MiB."""

    def __init__(self, folder: Path, mailbox: Mailbox, *, size: str) -> None:
        super().__init__(folder, "", mailbox)
        self._size = size
        (folder / "data").mkdir()

    @property
    def disk(self) -> Path:
        """The data folder as the site sees it."""
        return Path(f"/proc/{self.main}/root{self.folder}/data")

    def start(self) -> None:
        """Start the site and wait until it answers."""
        run = words("run", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "2")
        settings = {
            "RATELIMIT_ENABLED": "false",
            "MAIL_SERVER": "127.0.0.1",
            "MAIL_PORT": str(self.mailbox.port),
        }
        with self._log.open("ab") as log:
            main = subprocess.Popen(
                in_namespace("sh", "-c", OWN_DISK, self._size, *run),
                cwd=self.folder,
                env=environment(**settings),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._mains.append(main)
        assert comes(self.answers, within=START_WITHIN), f"the site did not start: {self.log[-2000:]}"

    def copied(self) -> str:
        """Return the address of a copy of the database as it is now: SQLite itself finds no way into the namespace."""
        copy = self.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for name in ("data.sqlite", "data.sqlite-wal"):
            shutil.copyfile(self.disk / name, copy / name)
        return f"sqlite:///{copy}/data.sqlite"

    def comes_to_rest(self) -> bool:
        """Wait until nothing waits for the worker, and tell whether that came."""
        return comes(lambda: ledger.comes_to_rest(self.copied(), within=0), within=60)

    def fill(self) -> None:
        """Write to the disk until nothing more fits."""
        with (self.disk / "ballast").open("ab", buffering=0) as ballast:
            while _fits(ballast):
                continue

    def make_room(self) -> None:
        """Take away what fills the disk."""
        (self.disk / "ballast").unlink()


def _fits(ballast: FileIO) -> bool:
    try:
        return bool(ballast.write(PIECE))
    except OSError as error:
        if error.errno == errno.ENOSPC:
            return False
        raise
