"""`flasky run` as a whole: it starts from nothing, comes back after kills, and ends when told."""

import os
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flasky.cli import server
from flasky.config import load
from flasky.errors import ConfigurationError
from flasky.lib import networks
from tests.commands import comes, environment, flasky, is_running, words

BEHIND_PROXY = {"flasky_site_url": "https://blog.example.org", "flasky_trusted_proxies": ("192.0.2.1",)}
START = 90  # seconds a start may take on a machine that is busy


class Running:
    """One `flasky run` and its children."""

    def __init__(self, folder: Path, *options: str, command: str = "run", host: str = "127.0.0.1") -> None:
        with socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
            self.port = listener.getsockname()[1]
        self.origin = f"http://{networks.in_address(host)}:{self.port}"
        self.log = folder / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                words(command, "--host", host, "--port", str(self.port), *options),
                cwd=folder,
                env=environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_hear_interrupts,  # noqa: PLW1509 - it sets a handler, and takes no lock
            )

    def answers(self) -> bool:
        """Tell whether the site says that it is well."""
        try:
            with urllib.request.urlopen(f"{self.origin}/healthz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def children(self) -> set[int]:
        """Return the processes this one started and that live."""
        return _children_of(self.process.pid)

    def job_worker(self) -> int | None:
        """Return the child that does the jobs."""
        return next((child for child in self.children() if _does_jobs(child)), None)

    def web_workers(self) -> set[int]:
        """Return the children that answer requests."""
        return {child for child in self.children() if not _does_jobs(child) and "tracker" not in _command(child)}


def _hear_interrupts() -> None:
    """Listen to SIGINT even if the tests were started in the background, where a shell lets it be ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _children_of(process: int) -> set[int]:
    listed = Path(f"/proc/{process}/task").glob("*/children")
    found = {int(number) for file in listed for number in file.read_text().split()}
    return {child for child in found if is_running(child)}


def _command(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def _does_jobs(process: int) -> bool:
    return " worker " in _command(process)


@contextmanager
def running(folder: Path, *options: str, command: str = "run", host: str = "127.0.0.1") -> Iterator[Running]:
    """Run a site while the block lasts."""
    site = Running(folder, *options, command=command, host=host)
    try:
        assert comes(site.answers, within=START), site.log.read_text()
        yield site
    finally:
        left = site.children()
        if site.process.poll() is None:
            site.process.kill()
        site.process.wait(30)
        assert comes(lambda: not any(map(is_running, left)))


def test_a_site_starts_in_an_empty_folder_and_ends_when_told(tmp_path):
    with running(tmp_path) as site:
        assert comes(lambda: site.job_worker() and len(site.web_workers()) == 2)
        children = site.children()

        site.process.send_signal(signal.SIGTERM)
        assert site.process.wait(60) == 0, site.log.read_text()

        assert comes(lambda: not any(map(is_running, children)))
    assert "refused to gracefully stop" not in site.log.read_text()
    assert f"Flasky is at http://127.0.0.1:{site.port}" in site.log.read_text()
    assert "Database: sqlite:///" in site.log.read_text()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["data", "log"]


def test_whatever_is_killed_comes_back(tmp_path):
    with running(tmp_path) as site:
        assert comes(lambda: site.job_worker() and len(site.web_workers()) == 2)
        web, jobs = site.web_workers().pop(), site.job_worker()

        os.kill(web, signal.SIGKILL)
        os.kill(jobs, signal.SIGKILL)

        assert comes(lambda: web not in site.web_workers() and len(site.web_workers()) == 2, within=START)
        assert comes(lambda: site.job_worker() not in (None, jobs), within=START), site.log.read_text()
        assert comes(site.answers)


def test_no_child_outlives_a_killed_server(tmp_path):
    with running(tmp_path, "--workers", "1") as site:
        assert comes(site.job_worker)
        children = site.children()

        site.process.kill()

        assert comes(lambda: not any(map(is_running, children)))


def test_without_a_worker_only_the_web_runs(tmp_path):
    with running(tmp_path, "--workers", "1", "--no-worker") as site:
        assert comes(site.web_workers)
        assert site.job_worker() is None


def test_for_development_there_are_another_database_a_debugger_and_jobs_too(tmp_path):
    with running(tmp_path, command="dev") as site:
        assert (tmp_path / "data" / "data-dev.sqlite").exists()
        with urllib.request.urlopen(f"http://127.0.0.1:{site.port}/console", timeout=30) as answer:
            assert b"debugger" in answer.read()
        [reloaded] = site.children()
        assert comes(lambda: any(map(_does_jobs, _children_of(reloaded))))
        family = {reloaded, *_children_of(reloaded)}

        os.killpg(site.process.pid, signal.SIGINT)

        assert comes(lambda: not any(map(is_running, family)))
    assert "(for development)" in site.log.read_text()


def test_http_is_not_opened_to_the_network(tmp_path):
    done = flasky("run", "--host", "0.0.0.0", folder=tmp_path)

    assert done.returncode == 2
    assert "FLASKY_SITE_URL is http://127.0.0.1:5000, but --host 0.0.0.0 opens" in done.stderr


def test_https_site_without_a_proxy_that_is_believed_does_not_start(tmp_path):
    done = flasky("run", folder=tmp_path, FLASKY_SITE_URL="https://blog.example.org", FLASKY_VOLATILE_DATA="true")

    assert done.returncode == 2
    assert done.stderr.startswith("FLASKY_TRUSTED_PROXIES is empty, but FLASKY_SITE_URL is https: name the proxy")
    assert done.stderr.count("\n") == 1


def test_site_answers_on_the_ipv6_address_of_this_machine(tmp_path):
    with running(tmp_path, "--workers", "1", host="::1") as site:
        assert f"Flasky is at http://[::1]:{site.port}" in site.log.read_text()
        with urllib.request.urlopen(f"http://[::1]:{site.port}/auth/login", timeout=30) as page:
            assert page.status == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "blog.example.org"])
def test_every_other_host_is_the_network(tmp_path, monkeypatch, host):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ConfigurationError, match=f"--host {host} opens"):
        server.get_ready(load("production", flasky_site_url="http://localhost"), host, 5000)


@pytest.mark.parametrize(
    ("host", "given", "site"),
    [
        ("127.0.0.1", {}, "http://127.0.0.1:5001"),
        ("localhost", {}, "http://localhost:5001"),
        ("::1", {}, "http://[::1]:5001"),
        ("0.0.0.0", BEHIND_PROXY, "https://blog.example.org"),
    ],
)
def test_the_site_s_address_is_told_to_its_children(app, tmp_path, monkeypatch, host, given, site):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FLASKY_SITE_URL", "")
    monkeypatch.delenv("FLASKY_SITE_URL")

    assert server.get_ready(load("production", flasky_data_dir=tmp_path, **given), host, 5001) == site

    assert os.environ.get("FLASKY_SITE_URL") == (None if given else site)


@pytest.mark.parametrize(
    ("option", "value"), [("--port", "0"), ("--port", "65536"), ("--port", "http"), ("--workers", "0")]
)
def test_a_number_out_of_range_is_refused(tmp_path, option, value):
    done = flasky("run", option, value, folder=tmp_path)

    assert done.returncode == 2
    assert option in done.stderr
