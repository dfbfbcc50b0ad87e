"""`flasky shell`, `flasky test`, `flasky --help` and the launchers."""

import os
import pty
import re
import shutil
import subprocess
import sys

import pytest

from flasky import models
from flasky.cli import development
from flasky.errors import ConfigurationError
from tests.commands import PATIENCE, ROOT, environment, flasky, words

NAMES = ["app", "db", "User", "Role", "Permission", "AnonymousUser", "Post"]
COMMANDS = [
    *("config", "db", "demo", "deploy", "dev", "doctor", "mail", "profile"),
    *("routes", "run", "shell", "test", "user", "worker"),
]


@pytest.mark.seed("P12")
@pytest.mark.seed("E11")
@pytest.mark.parametrize("name", [*NAMES, "session"])
def test_the_shell_has_each_name_at_hand(run, name):
    result = run("shell", typed=f"print('seen:', {name})\n")

    assert result.exit_code == 0, result.output
    assert "seen: " in result.stdout


@pytest.mark.seed("P12")
def test_the_shell_has_every_model_at_hand(app):
    assert set(models.__all__) <= set(development.names())


@pytest.mark.seed("E13")
@pytest.mark.seed("P12")
def test_the_shell_of_the_seeds_works_in_a_process_of_its_own(tmp_path):
    assert flasky("deploy", folder=tmp_path).returncode == 0
    lines = (
        "import flasky.transaction\n"
        "flasky.transaction.writes()\n"
        "john = User(email='john@example.com', username='john', password='cat', role=session.query(Role).first())\n"
        "session.add(john)\n"
        "session.commit()\n"
        "print(john.verify_password('cat'), john.verify_password('dog'), session.query(User).count())\n"
    )

    done = flasky("shell", folder=tmp_path, typed=lines)

    assert done.stdout == "True False 1\n", done.stderr


def test_an_error_in_the_shell_is_shown(run):
    result = run("shell", typed="1 / 0\n")

    assert isinstance(result.exception, ZeroDivisionError)


def test_a_shell_that_waits_holds_no_lock(run, alice):
    lines = "session.query(User).count()\nfrom flasky.database import means_to_write\nprint(means_to_write.get())\n"

    assert run("shell", typed=lines).stdout.endswith("False\n")


def test_at_a_terminal_the_shell_talks(tmp_path):
    ours, its = pty.openpty()
    talk = subprocess.Popen(
        words("shell"),
        cwd=tmp_path,
        env=environment(),
        stdin=its,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(its)
    os.write(ours, b"print('seen:', User)\nexit()\n")

    said, complained = talk.communicate(timeout=PATIENCE)
    os.close(ours)

    assert "seen: <class 'flasky.models.user.User'>" in said
    assert "every model are at hand" in complained


@pytest.mark.seed("P16")
@pytest.mark.defect("D40")
@pytest.mark.parametrize(("body", "status"), [("assert False", 1), ("assert True", 0)])
def test_the_test_command_ends_as_the_tests_do(tmp_path, body, status):
    (tmp_path / "test_tiny.py").write_text(f"def test_tiny():\n    {body}\n")

    done = flasky("test", str(tmp_path / "test_tiny.py"), folder=tmp_path)

    assert done.returncode == status, done.stdout + done.stderr
    assert ("1 failed" if status else "1 passed") in done.stdout


@pytest.mark.seed("P16")
def test_tests_are_chosen_by_file_and_by_name():
    chosen = development._selected(("tests/test_config.py", "slug", "tests/lib/test_ids.py::test_x", "post"))

    assert chosen == ["tests/test_config.py", "tests/lib/test_ids.py::test_x", "-k", "slug or post"]
    assert development._selected(()) == []


@pytest.fixture
def small(tmp_path):
    """A checkout of a few files, with one test of one of its two branches."""
    shutil.copytree(ROOT / "flasky", tmp_path / "flasky", ignore=shutil.ignore_patterns("__pycache__", "dist"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_slugs.py").write_text(
        "from flasky.lib import slugs\n\n\ndef test_slugs():\n    assert slugs.slug_of('A b') == 'a-b'\n"
    )
    return tmp_path


@pytest.mark.seed("L1")
def test_coverage_of_branches_is_measured_shown_kept_and_asked_for(small):
    settings = {"PYTHONPATH": str(small), "COVERAGE_FILE": str(small / "coverage")}

    done = flasky("test", "--coverage", "tests/test_slugs.py", folder=small, **settings)

    assert "1 passed" in done.stdout, done.stdout + done.stderr
    assert re.search(r"Stmts +Miss +Branch +BrPart +Cover", done.stdout)
    assert "<html" in (small / "htmlcov" / "index.html").read_text()
    assert "Required test coverage of 95.0% not reached" in done.stdout + done.stderr
    assert done.returncode != 0


@pytest.mark.seed("L1")
def test_coverage_that_is_high_enough_is_fine(small):
    project = small / "pyproject.toml"
    project.write_text(project.read_text().replace('source = ["flasky"]', 'source = ["flasky.lib.slugs"]'))
    settings = {"PYTHONPATH": str(small), "COVERAGE_FILE": str(small / "coverage")}

    done = flasky("test", "--coverage", "tests/test_slugs.py", folder=small, **settings)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Required test coverage of 95.0% reached" in done.stdout


def test_an_installed_flasky_has_no_tests(tmp_path, monkeypatch):
    monkeypatch.setattr(development, "CHECKOUT", tmp_path)

    with pytest.raises(ConfigurationError, match="part of a checkout"):
        development.test.callback(coverage=False, tests=())


@pytest.mark.defect("D41")
def test_help_imports_and_lists_every_command(tmp_path):
    done = flasky("--help", folder=tmp_path)

    assert done.returncode == 0, done.stderr
    assert all(f"\n  {command} " in done.stdout for command in COMMANDS)


@pytest.mark.defect("D41")
@pytest.mark.parametrize("command", [*COMMANDS, "db upgrade", "db migrate", "user create", "config show", "mail test"])
def test_every_command_tells_what_it_does(run, command):
    result = run(*command.split(), "--help")

    assert result.exit_code == 0
    assert len(result.stdout) > 40


@pytest.mark.seed("E11")
@pytest.mark.parametrize("launcher", [["manage.py"], ["-m", "flasky"], ["-m", "flask"]], ids=" ".join)
def test_each_launcher_has_the_same_commands(tmp_path, launcher):
    done = subprocess.run(
        [sys.executable, *launcher, "config", "check"],
        cwd=ROOT,
        env=environment(FLASKY_DATA_DIR=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "The settings are fine (production" in done.stdout
