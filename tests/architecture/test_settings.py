"""`.env.example` is the page of settings: every one of flasky/config.py with its default, and nothing else."""

import re
from email.utils import parseaddr
from enum import Enum
from itertools import groupby

import pytest

from flasky.config import Settings
from tests.architecture.sources import ROOT

LINE = re.compile(r"#(?P<name>[A-Z][A-Z0-9_]*)=(?P<value>.*)")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
SHOWN = {found["name"]: found["value"] for line in EXAMPLE if (found := LINE.fullmatch(line))}
SAMPLE = re.compile(r"#   (?P<name>[A-Z_]+)=(?P<value>.+)")
SAMPLES = [
    {found["name"].lower(): found["value"].strip('"') for line in lines if (found := SAMPLE.fullmatch(line))}
    for is_sample, lines in groupby(EXAMPLE, key=lambda line: bool(SAMPLE.fullmatch(line)))
    if is_sample
]


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


@pytest.mark.seed("E12")
@pytest.mark.parametrize("host", ["smtp.163.com", "smtp.gmail.com"])
def test_there_is_a_sample_of_each_provider_of_the_seeds_and_it_is_taken(host):
    [sample] = [one for one in SAMPLES if one["mail_server"] == host]

    taken = Settings(_env_file=None, **sample)

    assert taken.mail_use_ssl != taken.mail_use_tls
    assert taken.mail_username == parseaddr(taken.flasky_mail_sender)[1]
