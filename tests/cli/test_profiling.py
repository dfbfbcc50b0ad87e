"""`flasky profile`: a site whose requests tell where their time goes."""

import pstats
import re
import urllib.request

import pytest

from tests.cli.test_server import running
from tests.commands import comes, flasky

ROW = re.compile(r"^ *\d+(?:/\d+)? +\d+\.\d+ .*(?:\(.*\)|\{.*\})$", re.MULTILINE)


def read(port: int, path: str) -> bytes:
    """Read a page of a site that runs here."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        return answer.read()


@pytest.mark.seed("L5")
@pytest.mark.defect("D41")
def test_one_request_prints_one_table_of_its_slowest_functions(tmp_path):
    with running(tmp_path, "--length", "7", command="profile") as site:
        before = site.log.read_text().count("PATH: '/'")
        page = read(site.port, "/")

        assert comes(lambda: site.log.read_text().count("PATH: '/'") == before + 1)
        assert comes(lambda: len(ROW.findall(site.log.read_text().rpartition("PATH: '/'")[2])) == 7)
    assert b"Hello, Stranger!" in page
    table = site.log.read_text().rpartition("PATH: '/'")[2]
    assert "due to restriction <7>" in table
    assert "ncalls  tottime  percall  cumtime  percall filename:lineno(function)" in table


@pytest.mark.seed("L5")
def test_profiles_are_kept_in_a_folder_when_one_is_named(tmp_path):
    with running(tmp_path, "--profile-dir", "deep/profiles", command="profile") as site:
        read(site.port, "/")
        folder = tmp_path / "deep" / "profiles"
        assert comes(lambda: list(folder.glob("GET.root.*.prof")))
        [kept] = folder.glob("GET.root.*.prof")

        assert comes(lambda: kept.stat().st_size > 0)
        assert pstats.Stats(str(kept)).total_calls > 1000


def test_files_are_served_without_a_table(tmp_path):
    with running(tmp_path, command="profile") as site:
        style = re.search(r'href="(/static/[^"]+\.css)"', read(site.port, "/").decode())
        assert style
        assert b"body" in read(site.port, style[1])
        read(site.port, "/healthz")

        assert comes(lambda: "PATH: '/healthz'" in site.log.read_text())
    assert "/static/" not in site.log.read_text().replace('"GET /static/', "")


@pytest.mark.parametrize(("option", "value"), [("--length", "0"), ("--length", "all"), ("--port", "0")])
def test_a_number_out_of_range_is_refused(tmp_path, option, value):
    done = flasky("profile", option, value, folder=tmp_path)

    assert done.returncode == 2
    assert option in done.stderr
