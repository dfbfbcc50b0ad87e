"""Readers of feeds that others wrote: feedparser, and feedsmith in a process of the project's Node."""

import json
import subprocess
from pathlib import Path
from typing import Any, Self

import feedparser

from flasky.lib.asset_build import find_node
from tests.commands import ROOT


class Feedsmith:
    """feedsmith, as a process that takes feed after feed."""

    def __enter__(self) -> Self:
        """Start it."""
        command = [find_node().executable, str(Path(__file__).with_name("reader.mjs"))]
        self._node = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_error: object) -> None:
        """End it."""
        self._node.communicate()

    def read(self, text: str) -> tuple[str, dict[str, Any]]:
        """Return the form of a feed and what it says."""
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.write(json.dumps(text) + "\n")
        self._node.stdin.flush()
        found = json.loads(self._node.stdout.readline())
        assert "error" not in found, found["error"]
        return found["format"], found["feed"]


def parsed(body: bytes, content_type: str) -> Any:
    """Return what feedparser finds in a feed. Fails where it found anything wrong with it."""
    found = feedparser.parse(body, response_headers={"content-type": content_type})
    assert not found.bozo, found.get("bozo_exception")
    return found
