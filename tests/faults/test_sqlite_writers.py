"""Many processes write to one SQLite file at once."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.commands import environment, flasky
from tests.faults import ledger
from tests.faults.record import State
from tests.faults.site import SETTINGS
from tests.faults.visitor import PASSWORD, address_of

SECONDS = os.environ.get("FAULT_SECONDS", "8")
PROCESSES = 8


def test_eight_processes_write_to_one_sqlite_file_without_an_error(tmp_path: Path, tell: Callable[..., None]) -> None:
    settings = {**SETTINGS, "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite"}
    flasky("deploy", folder=tmp_path, **settings)
    who = ("ann", address_of("ann"))
    flasky("user", "create", *who, "--password-stdin", folder=tmp_path, typed=PASSWORD, **settings)

    reports = write_together(tmp_path, settings)

    found = ledger.read(settings["DATABASE_URL"])
    written = [text for report in reports for text in report["written"]]
    assert [error for report in reports for error in report["errors"]] == []
    assert found.posts == {State(text): 1 for text in written}
    assert found.counters == (("ann", len(written), len(written)),)
    assert all(report["written"] for report in reports)
    slowest = max(report["slowest"] for report in reports)
    tell(processes=PROCESSES, seconds=SECONDS, posts=len(written), errors=0, slowest=f"{slowest:.2f} s")


def write_together(folder: Path, settings: dict[str, str]) -> list[dict[str, list[str]]]:
    """Let processes write in a loop, all from one moment on. Returns what each wrote and what went wrong."""
    writers = [start_writer(folder, f"process {number}", settings) for number in range(PROCESSES)]
    try:
        assert {reads(writer) for writer in writers} == {"ready"}
        for writer in writers:
            says(writer, "go")
        return [json.loads(reads(writer)) for writer in writers]
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()


def start_writer(folder: Path, words: str, settings: dict[str, str]) -> "subprocess.Popen[str]":
    """Start a process that will write."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.scribe", "ann", words, SECONDS],
        cwd=folder,
        env=environment(**settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def says(writer: "subprocess.Popen[str]", word: str) -> None:
    """Say a word to a process."""
    assert writer.stdin is not None
    writer.stdin.write(f"{word}\n")
    writer.stdin.flush()


def reads(writer: "subprocess.Popen[str]") -> str:
    """Read a line that a process says."""
    assert writer.stdout is not None
    return writer.stdout.readline().strip()
