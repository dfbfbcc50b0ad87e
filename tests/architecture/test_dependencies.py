"""What is imported is declared, and what is declared is used."""

import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

from tests.architecture import sources
from tests.architecture.sources import PACKAGE, ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OURS = {"flasky", "tests"}
FIRST_WORD = re.compile(r"[A-Za-z0-9._-]+")
NOT_IMPORTED = {"jinja2"}
"""Declared for its version alone: Flask imports it for us."""


def distribution(requirement: str) -> str:
    found = FIRST_WORD.match(requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


RUNTIME = {distribution(line) for line in PROJECT["dependencies"]}
OPTIONAL = {name: {distribution(line) for line in lines} for name, lines in PROJECT["optional-dependencies"].items()}


@cache
def providers() -> dict[str, set[str]]:
    """Return the distributions that bring each top-level module."""
    return {module: {distribution(name) for name in names} for module, names in packages_distributions().items()}


def third_party(*folders: Path) -> set[str]:
    """Return the top-level modules that code imports from elsewhere."""
    modules = {name.partition(".")[0] for path in sources.python_files(*folders) for name, _ in sources.imported(path)}
    return modules - set(sys.stdlib_module_names) - OURS


def undeclared(modules: set[str], declared: set[str]) -> set[str]:
    return {module for module in modules if not providers().get(module, {module}) & declared}


def test_what_flasky_imports_is_a_dependency():
    assert undeclared(third_party(PACKAGE), RUNTIME) == set()


def test_what_the_tests_import_is_a_dependency_or_a_tool():
    assert undeclared(third_party(ROOT / "tests"), RUNTIME | OPTIONAL["dev"]) == set()


@pytest.mark.parametrize("name", sorted(RUNTIME - NOT_IMPORTED))
def test_dependencies_are_imported(name):
    imported = {provider for module in third_party(PACKAGE) for provider in providers().get(module, {module})}

    assert name in imported


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_locks_hold_every_dependency_with_a_hash_and_no_address(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    pins = {distribution(line) for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)}
    wanted = RUNTIME | OPTIONAL["postgres"] | OPTIONAL["mysql"] if lock == "requirements.txt" else OPTIONAL["dev"]

    assert wanted - pins == set()
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in text
