"""`flasky demo`: what somebody sees who tries the site out."""

import os
import pty
import re
import sqlite3
import subprocess
from contextlib import closing

import pytest

from flasky.lib import passwords
from flasky.operations.demo import SAMPLES
from flasky.queries import users
from tests import factories
from tests.commands import PATIENCE, environment, flasky, words

PASSWORD = re.compile(r"^  (\w+) +logs in with (\S+)$", re.MULTILINE)


def rows(folder, statement: str, file: str = "data.sqlite") -> list[tuple]:
    """Return what a statement finds in a site's database."""
    with closing(sqlite3.connect(folder / "data" / file)) as connection:
        return connection.execute(statement).fetchall()


@pytest.mark.seed("E16")
@pytest.mark.seed("B3")
def test_the_six_people_of_the_seeds_are_there_with_their_passwords(run):
    result = run("demo", "--users", "3", "--posts", "8")

    assert result.exit_code == 0, result.output
    assert "9 people and 8 posts were added." in result.stdout
    assert dict(PASSWORD.findall(result.stdout)) == SAMPLES
    for name, password in SAMPLES.items():
        assert users.by_name(name).verify_password(password)


@pytest.mark.seed("E16")
def test_in_production_their_passwords_are_of_chance_and_said_once(tmp_path):
    first = flasky("demo", "--users", "2", "--posts", "3", folder=tmp_path)
    again = flasky("demo", "--users", "2", "--posts", "3", folder=tmp_path)

    told = dict(PASSWORD.findall(first.stdout))
    stored = dict(rows(tmp_path, "SELECT a.username, u.password_hash FROM users u JOIN actors a ON a.id = u.actor_id"))
    assert told.keys() == SAMPLES.keys()
    assert len(set(told.values())) == 6
    assert all(passwords.verify(stored[name], told[name]) for name in SAMPLES)
    assert not any(passwords.verify(stored[name], SAMPLES[name]) for name in SAMPLES)
    assert "0 people and 0 posts were added.\nThose who were here before keep their passwords.\n" in again.stdout


@pytest.mark.seed("B3")
def test_one_seed_makes_the_same_site_everywhere_and_another_a_different_one(tmp_path):
    seen = []
    for number, seed in enumerate(["7", "7", "8"]):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert flasky("demo", "--users", "4", "--posts", "9", "--seed", seed, folder=folder).returncode == 0
        seen.append(
            (rows(folder, "SELECT username, about_me FROM actors"), rows(folder, "SELECT title, body FROM posts"))
        )

    assert seen[0] == seen[1]
    assert seen[0] != seen[2]


@pytest.mark.seed("B3")
def test_a_site_with_real_people_is_refused(run):
    factories.person("zoe", email="zoe@elsewhere.org")

    result = run("demo")

    assert result.exit_code == 1
    assert "Real people have accounts here" in result.stderr


@pytest.mark.parametrize("option", ["--users", "--posts"])
@pytest.mark.parametrize("value", ["-1", "many", "100001"])
def test_numbers_out_of_range_are_refused(run, option, value):
    result = run("demo", option, value)

    assert result.exit_code == 2
    assert option in result.stderr


def test_nobody_at_all_writes_nothing_more_than_the_six(run):
    assert "6 people and 0 posts were added." in run("demo", "--users", "0", "--posts", "0").stdout


def test_at_a_terminal_a_bar_shows_how_far_it_is_and_elsewhere_none(tmp_path):
    ours, its = pty.openpty()
    command = words("demo", "--users", "0", "--posts", "150")
    talk = subprocess.Popen(command, cwd=tmp_path, env=environment(TERM="xterm"), stdout=its, stderr=its)
    os.close(its)
    shown = _all_of(ours)

    assert talk.wait(PATIENCE) == 0
    assert b"Writing" in shown
    assert b"150 posts were added." in shown
    quiet = flasky("demo", "--users", "0", "--posts", "200", folder=tmp_path)
    assert "Writing" not in quiet.stdout + quiet.stderr


def _all_of(terminal: int) -> bytes:
    shown = b""
    try:
        while more := os.read(terminal, 65536):
            shown += more
    except OSError:  # the other end is closed
        pass
    os.close(terminal)
    return shown
