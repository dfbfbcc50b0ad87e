"""`flask ...` and `./manage.py ...` in a checkout, as the book starts things; and what the lock alone can run."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from tests.commands import PATIENCE, ROOT, comes, environment, is_running

START = 90  # seconds a start may take on a machine that is busy
NAMES = ["app", "db", "User", "Role", "Permission", "AnonymousUser", "Post"]
FILES = ("manage.py", "wsgi.py", "pyproject.toml", "requirements.txt")
FLASK, MANAGE = ["-m", "flask"], ["manage.py"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the checkout with one small test, free to be written into."""
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "flasky", folder / "flasky")  # with the byte code, or each process would compile it anew
    for name in FILES:
        shutil.copy2(ROOT / name, folder / name)
    (folder / "tests").mkdir()
    (folder / "tests" / "test_tiny.py").write_text("def test_tiny():\n    assert True\n")
    return folder


def launch(
    launcher: list[str], *command: str, folder: Path, typed: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run a launcher's command in a checkout, with no variable set that names the app."""
    return subprocess.run(
        [sys.executable, *launcher, *command],
        cwd=folder,
        env=environment(PYTHONPATH=str(folder), **settings),
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@contextmanager
def serving(python: str, *command: str, folder: Path) -> Iterator[int]:
    """Serve by a command while the block lasts; yields the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [python, *command, "--port", str(port)],
            cwd=folder,
            env=environment(PYTHONPATH=str(folder)),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        assert comes(lambda: _page(port), within=START), (folder / "log").read_text()
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)
        assert comes(lambda: not is_running(process.pid))


def _page(port: int) -> bytes:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            return bytes(answer.read())
    except OSError:
        return b""


@pytest.mark.seed("E11")
@pytest.mark.parametrize("launcher", [FLASK, MANAGE], ids=["flask", "manage.py"])
def test_the_database_goes_up_and_down_and_gets_migrations(checkout, launcher):
    for command in (["upgrade"], ["downgrade", "base"], ["upgrade"], ["migrate", "-m", "Something new"]):
        done = launch(launcher, "db", *command, folder=checkout)
        assert done.returncode == 0, done.stderr

    assert "Something new" in launch(launcher, "db", "history", folder=checkout).stdout
    assert (checkout / "data" / "data.sqlite").is_file()


@pytest.mark.seed("E11")
@pytest.mark.seed("P12")
@pytest.mark.parametrize("launcher", [FLASK, MANAGE], ids=["flask", "manage.py"])
def test_the_shell_has_the_names_of_the_book_at_hand(checkout, launcher):
    lines = "".join(f"print('seen:', {name})\n" for name in NAMES)

    done = launch(launcher, "shell", folder=checkout, typed=lines)

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("seen: ") == len(NAMES)
    assert "NameError" not in done.stderr


@pytest.mark.seed("E11")
@pytest.mark.seed("P16")
@pytest.mark.defect("D40")
@pytest.mark.parametrize("launcher", [FLASK, MANAGE], ids=["flask", "manage.py"])
def test_the_tests_run_and_a_failure_is_told(checkout, launcher):
    passed = launch(launcher, "test", folder=checkout)
    (checkout / "tests" / "test_tiny.py").write_text("def test_tiny():\n    assert False\n")
    failed = launch(launcher, "test", "tiny", folder=checkout)

    assert (passed.returncode, failed.returncode) == (0, 1), passed.stderr
    assert "1 passed" in passed.stdout
    assert "1 failed" in failed.stdout


@pytest.mark.seed("E11")
def test_flask_run_serves_a_database_that_was_upgraded(checkout):
    assert launch(FLASK, "db", "upgrade", folder=checkout).returncode == 0

    with serving(sys.executable, *FLASK, "run", folder=checkout) as port:
        assert b"Hello, Stranger!" in _page(port)


@pytest.mark.seed("E11")
def test_runserver_is_the_server_for_development(checkout):
    with serving(sys.executable, *MANAGE, "runserver", folder=checkout) as port:
        assert b"Hello, Stranger!" in _page(port)
        assert (checkout / "data" / "data-dev.sqlite").is_file()
    assert "(for development)" in (checkout / "log").read_text()


@pytest.mark.seed("E11")
def test_deploy_can_be_repeated_by_the_book_s_name(checkout):
    done = [launch(MANAGE, "deploy", folder=checkout) for _ in range(2)]

    assert [one.returncode for one in done] == [0, 0]
    assert done[0].stdout == done[1].stdout == "The database is up to date.\n"


@pytest.mark.defect("D52")
@pytest.mark.parametrize("launcher", [FLASK, MANAGE], ids=["flask", "manage.py"])
def test_a_wrong_setting_is_one_sentence_whoever_starts(checkout, launcher):
    done = launch(launcher, "db", "current", folder=checkout, MAIL_PORT="smtp")

    assert done.returncode == 2
    assert done.stderr == "MAIL_PORT must be a whole number (it is 'smtp').\n"


@pytest.mark.seed("E11")
def test_the_launcher_of_the_book_can_be_run_as_a_file(checkout):
    path = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["./manage.py", "config", "check"],
        cwd=checkout,
        env=environment(**path),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "The settings are fine" in done.stdout


@pytest.mark.seed("E11")
@pytest.mark.defect("D43")
def test_what_the_lock_names_is_enough_to_serve(checkout):
    python = _with_what_the_lock_names(checkout / "requirements.txt", checkout.parent / "venv")
    missing = subprocess.run([python, "-c", "import pytest"], capture_output=True, check=False, timeout=PATIENCE)
    assert missing.returncode == 1

    with serving(python, *MANAGE, "run", "--workers", "1", folder=checkout) as port:
        assert b"Hello, Stranger!" in _page(port)


def test_a_python_without_the_libraries_is_told_what_to_do(checkout):
    empty = checkout.parent / "empty"
    venv.create(empty, with_pip=False)

    done = subprocess.run(
        [empty / "bin" / "python", "manage.py", "run"],
        cwd=checkout,
        env=environment(PYTHONPATH=str(checkout)),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert done.returncode == 1
    assert re.fullmatch(r"\w+ is not installed for \S+: `make run`, then `\. \.venv/bin/activate`\.\n", done.stderr)


def _with_what_the_lock_names(lock: Path, folder: Path) -> str:
    """Make an environment that sees the packages of a lock and no others, as an installation of it would."""
    venv.create(folder, with_pip=False)
    [site] = (folder / "lib").glob("python*/site-packages")
    for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE):
        for place in _places_of(name):
            if not (site / place.name).exists():
                (site / place.name).symlink_to(place)
    return str(folder / "bin" / "python")


def _places_of(name: str) -> set[Path]:
    """Return the files and folders a package put into this environment; none for one of another system."""
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return set()
    tops = {file.parts[0] for file in package.files or ()} - {"..", "__pycache__"}
    return {Path(str(package.locate_file(top))) for top in tops}
