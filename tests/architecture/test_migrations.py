"""Migrations describe the past: dated, in one line, and independent of the models of today."""

import ast
import re

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from tests.architecture import sources
from tests.architecture.sources import PACKAGE

FOLDER = PACKAGE / "migrations"
VERSIONS = sorted((FOLDER / "versions").glob("*.py"))
DATED = re.compile(r"20\d{6}_\d{4}_[a-z0-9_]+")


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_migrations_are_dated(path):
    assert DATED.fullmatch(path.stem)


@pytest.mark.parametrize("path", sources.python_files(FOLDER), ids=sources.name)
def test_migrations_know_nothing_of_the_models(path):
    ours = [module for module, _ in sources.imported(path) if module.startswith("flasky")]

    assert [module for module in ours if not module.startswith(("flasky.migrations", "flasky.errors"))] == []


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_migrations_say_what_they_do_and_go_back_too(path):
    ways = {function.name: function for function in sources.functions(path)}

    assert ast.get_docstring(sources.tree(path))
    assert ways.keys() >= {"upgrade", "downgrade"}
    assert not isinstance(ways["downgrade"].body[0], ast.Pass)


def test_there_is_one_newest_migration():
    assert len(scripts().get_heads()) == 1


def test_migrations_follow_each_other_in_the_order_of_their_dates():
    line = [script.path for script in scripts().walk_revisions()]

    assert line == sorted((str(path) for path in VERSIONS), reverse=True)
