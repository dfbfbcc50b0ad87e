"""Tests stand where the code stands: flasky/x/y.py is tested in tests/x/test_y.py."""

from pathlib import Path

import pytest

from tests.architecture import sources
from tests.architecture.sources import PACKAGE, ROOT

TESTS = ROOT / "tests"
OWN_FOLDERS = {"architecture", "deploy", "faults", "journeys", "judges", "security"}
"""These look at the whole: the code itself, faults, days in the life, foreign judges, attacks."""

BY_THEME = {
    "tests/cli/test_launchers.py": "flasky/__main__.py",
    "tests/mail/test_deadline.py": "flasky/mail/sender.py",
    "tests/mail/test_headers.py": "flasky/mail/letters.py",
    "tests/mail/test_outbox.py": "flasky/mail/sender.py",
    "tests/migrations/test_rows.py": "flasky/migrations/__init__.py",
    "tests/models/test_columns.py": "flasky/models/base.py",
    "tests/operations/test_confirm.py": "flasky/operations/users.py",
    "tests/operations/test_passwords.py": "flasky/operations/users.py",
    "tests/operations/test_register.py": "flasky/operations/users.py",
    "tests/test_main.py": "flasky/__main__.py",
    "tests/web/test_followed.py": "flasky/web/home.py",
}
"""A module whose tests are several files; what they test."""

FILES = [
    path
    for path in sources.python_files(TESTS)
    if path.name.startswith("test_") and path.parent.name not in OWN_FOLDERS
]


def mirrored(test: Path) -> bool:
    """Tell whether there is a module of the test's name; `test_posts_paging.py` is a part of `test_posts.py`."""
    folder = PACKAGE / test.parent.relative_to(TESTS)
    words = test.stem.removeprefix("test_").split("_")
    names = ["_".join(words[:length]) for length in range(1, len(words) + 1)]
    return any(_is_module(folder / name) for name in names) or test.stem == f"test_{test.parent.name}"


def _is_module(path: Path) -> bool:
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def test_tests_mirror_the_code():
    strangers = [sources.name(path) for path in FILES if not mirrored(path) and sources.name(path) not in BY_THEME]

    assert strangers == []


@pytest.mark.parametrize("test", BY_THEME)
def test_exceptions_are_still_needed(test):
    assert (ROOT / test).is_file()
    assert (ROOT / BY_THEME[test]).is_file()
    assert not mirrored(ROOT / test)


def test_no_two_tests_of_a_file_share_a_name():
    twice = [
        f"{sources.name(path)} {one}"
        for path in FILES
        for names in [[node.name for node in sources.tree(path).body if isinstance(node, sources.Function)]]
        for one in {name for name in names if names.count(name) > 1}
    ]

    assert twice == []
