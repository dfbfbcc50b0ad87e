"""`.env.example` is the page of settings: every one of flasky/config.py with its default, and nothing else."""

import re
from enum import Enum

import pytest

from flasky.config import Settings
from tests.architecture.sources import ROOT

LINE = re.compile(r"#(?P<name>[A-Z][A-Z0-9_]*)=(?P<value>.*)")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
SHOWN = {found["name"]: found["value"] for line in EXAMPLE if (found := LINE.fullmatch(line))}


def variable(field: str) -> str:
    """Return the environment's name of a setting."""
    alias = Settings.model_fields[field].validation_alias
    return (alias if isinstance(alias, str) else field).upper()


def written(default: object) -> str:
    """Return a default as somebody would write it into the file."""
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, Enum):
        return str(default.value)
    return str(default) if default else ""


DEFAULTS = {variable(name): written(field.default) for name, field in Settings.model_fields.items()}


def test_every_setting_is_shown_and_nothing_else():
    assert list(SHOWN) == list(DEFAULTS)


@pytest.mark.parametrize("name", DEFAULTS)
def test_settings_are_shown_with_their_default(name):
    assert SHOWN[name].strip('"') == DEFAULTS[name]


@pytest.mark.parametrize("name", DEFAULTS)
def test_settings_are_explained_in_the_line_above(name):
    above = EXAMPLE[EXAMPLE.index(f"#{name}={SHOWN[name]}") - 1]

    assert re.match(r"# \w", above)


def test_no_setting_is_in_force_in_the_example():
    assert [line for line in EXAMPLE if line and not line.startswith("#")] == []
