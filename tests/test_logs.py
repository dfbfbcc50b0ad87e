"""Where the log goes: one event a line, to stderr or to a log of the system."""

import json
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
import structlog

from flasky import logs
from flasky.config import load
from flasky.errors import ConfigurationError
from flasky.lib.log_places import log_address
from tests.commands import flasky

PATIENCE = 10  # seconds a message on this machine may take


@pytest.fixture
def settings(tmp_path):
    """Return a way to read settings: settings("production", flasky_log_to=...)."""
    return lambda name="testing", **given: load(name, flasky_data_dir=tmp_path, **given)


@pytest.fixture
def system_log(tmp_path) -> Iterator[socket.socket]:
    """A socket such as the system's log has."""
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as listener:
        listener.bind(str(tmp_path / "log"))
        listener.settimeout(PATIENCE)
        yield listener


@pytest.fixture(autouse=True)
def _as_before():
    """Give the log back as it was."""
    logger = logging.getLogger("flasky")
    handlers, propagate = logger.handlers[:], logger.propagate
    logger.handlers[:] = []
    yield
    for one in logger.handlers:
        one.close()
    logger.handlers[:], logger.propagate = handlers, propagate


def received(listener: socket.socket) -> tuple[str, dict]:
    """Return the head and the event of a message."""
    head, _, event = listener.recv(65536).decode().partition("{")
    return head, json.loads("{" + event)


@pytest.mark.seed("L10")
def test_a_line_of_the_log_arrives_at_the_system_s_log(settings, system_log):
    logs.configure(settings(flasky_log_to=f"syslog:{system_log.getsockname()}"))

    structlog.get_logger("flasky.http").warning("it rains", drops=3)

    head, event = received(system_log)
    assert head == f"<{3 * 8 + 4}>flasky: "
    assert (event["event"], event["drops"], event["logger"]) == ("it rains", 3, "flasky.http")


@pytest.mark.seed("L10")
@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "[::1]")])
def test_a_line_of_the_log_arrives_at_a_log_of_the_network(settings, family, host):
    with closing(socket.socket(family, socket.SOCK_DGRAM)) as listener:
        listener.bind((host.strip("[]"), 0))
        listener.settimeout(PATIENCE)
        logs.configure(settings(flasky_log_to=f"syslog:{host}:{listener.getsockname()[1]}"))

        structlog.get_logger("flasky").error("it pours")

        head, event = received(listener)
    assert (head, event["event"]) == (f"<{3 * 8 + 3}>flasky: ", "it pours")


@pytest.mark.seed("L10")
def test_the_variables_of_a_file_are_read_and_a_command_s_log_arrives(tmp_path, system_log):
    lines = f"FLASKY_LOG_TO=syslog:{system_log.getsockname()}\nFLASKY_SLOW_DB_QUERY_TIME=0\n"
    (tmp_path / ".env").write_text(lines)
    said: list[bytes] = []
    ear = threading.Thread(target=_hear, args=(system_log, said))
    ear.start()

    done = flasky("deploy", folder=tmp_path)
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as last:
        last.sendto(b"", system_log.getsockname())
    ear.join(PATIENCE)

    assert done.returncode == 0
    assert "slow statement" not in done.stderr
    assert any(b"INSERT INTO roles" in message for message in said)


def _hear(listener: socket.socket, said: list[bytes]) -> None:
    """Keep what comes until an empty message does."""
    listener.settimeout(120)
    while message := listener.recv(65536):
        said.append(message)


def test_an_error_is_one_line_of_bearable_length(settings, system_log):
    logs.configure(settings("development", flasky_log_to=f"syslog:{system_log.getsockname()}"))
    try:
        raise RuntimeError("x" * 100_000)
    except RuntimeError as error:
        structlog.get_logger("flasky").error("it broke", exc_info=error)

    message = system_log.recv(65536)
    assert b"\n" not in message
    assert len(message) < 9000


def test_a_log_that_is_away_for_a_while_is_no_harm(settings, tmp_path):
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as first:
        first.bind(str(tmp_path / "log"))
        logs.configure(settings(flasky_log_to=f"syslog:{tmp_path}/log"))
    (tmp_path / "log").unlink()

    structlog.get_logger("flasky").info("nobody hears this")

    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as second:
        second.bind(str(tmp_path / "log"))
        second.settimeout(PATIENCE)
        structlog.get_logger("flasky").info("again")
        assert received(second)[1]["event"] == "again"


@pytest.mark.parametrize("place", ["/nowhere/log", "nowhere.invalid:514"])
def test_a_place_without_a_log_stops_the_start(settings, place):
    with pytest.raises(ConfigurationError, match=r"FLASKY_LOG_TO names \S+, where no syslog is"):
        logs.configure(settings(flasky_log_to=f"syslog:{place}"))


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("stderr", None),
        ("syslog", "/dev/log"),
        ("syslog:/run/log", "/run/log"),
        ("syslog:logs.example.org:514", ("logs.example.org", 514)),
        ("syslog:[::1]:514", ("::1", 514)),
    ],
)
def test_where_the_log_goes_is_a_word_and_perhaps_a_place(settings, value, address):
    assert log_address(settings(flasky_log_to=value).flasky_log_to) == address


@pytest.mark.parametrize(
    "value", ["", "file", "syslog:", "syslog:host", "syslog:host:", "syslog:host:0", "syslog::514"]
)
def test_other_words_are_refused(settings, value):
    with pytest.raises(ConfigurationError, match="FLASKY_LOG_TO must be stderr, syslog"):
        settings(flasky_log_to=value)


def test_in_production_stderr_gets_json_and_elsewhere_words(settings, capsys):
    for name in ("production", "development"):
        logs.configure(settings(name))
        structlog.get_logger("flasky").info("hello", answer=42)

    in_production, elsewhere = capsys.readouterr().err.splitlines()
    assert json.loads(in_production)["answer"] == 42
    assert "hello" in elsewhere
    assert not elsewhere.startswith("{")


@pytest.mark.parametrize("name", ["production", "development"])
def test_nobody_s_address_is_in_the_log(settings, capsys, name):
    logs.configure(settings(name))
    refusal = "The mail server refused the recipient: 550 5.1.1 <bob.b+x@example.com>: no such person"

    structlog.get_logger("flasky").warning("job failed", route="/@<username>", error=refusal)

    said = capsys.readouterr().err
    assert "bob" not in said
    assert "550 5.1.1 <(address)>: no such person" in said
    assert "/@<username>" in said


def test_nobody_s_address_is_in_the_traceback_of_an_error(settings, capsys):
    logs.configure(settings("production"))
    try:
        raise ValueError("bob@example.com is odd")
    except ValueError as error:
        structlog.get_logger("flasky").error("it broke", exc_info=error)

    assert json.loads(capsys.readouterr().err)["exception"].endswith("ValueError: (address) is odd")
