"""A site of its own for each test, on an empty database of its own."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults import disks, disturbances
from tests.faults.mailbox import Mailbox
from tests.faults.site import Site

NEEDS_DISKS = "test_disk.py"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the disks out where none can be made (no `unshare`, or not allowed); REQUIRE_SERVICES makes them fail."""
    left_out = [item for item in items if item.path.name == NEEDS_DISKS]
    if left_out and not os.environ.get("REQUIRE_SERVICES") and not disks.can_be_mounted():
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture
def empty(database: str, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database that nobody has open."""
    with disturbances.beside(database, folder=tmp_path) as address:
        yield address


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """Where the site's letters arrive."""
    with Mailbox() as mailbox:
        yield mailbox


@pytest.fixture
def site(empty: str, mailbox: Mailbox, tmp_path: Path) -> Iterator[Site]:
    """A site that runs; whatever is left of it afterwards is ended."""
    site = Site(tmp_path, empty, mailbox)
    try:
        site.start()
        yield site
    finally:
        site.end()


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[..., None]:
    """Write figures down: into the report, and on the terminal with `-s`."""

    def write(**figures: object) -> None:
        for name, value in figures.items():
            record_property(name, value)
        sys.stdout.write("\n" + ", ".join(f"{name} {value}" for name, value in figures.items()) + "\n")

    return write
