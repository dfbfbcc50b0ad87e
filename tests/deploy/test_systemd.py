"""The unit of a plain host: what it may do, and that it says what it means. systemd itself judges where it is."""

import shutil
import subprocess
from configparser import ConfigParser

import pytest

from flasky.__main__ import WRONG_SETTING
from flasky.cli.processes import STOP_WITHIN
from tests.commands import ROOT

pytestmark = pytest.mark.seed("L10")
UNIT = ROOT / "deploy" / "systemd" / "flasky.service"
WALLS = {
    "NoNewPrivileges": "true",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "true",
    "PrivateTmp": "true",
    "PrivateDevices": "true",
    "MemoryDenyWriteExecute": "true",
    "RestrictNamespaces": "true",
    "RestrictSUIDSGID": "true",
    "RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6",
    "SystemCallArchitectures": "native",
    "UMask": "0077",
}
EXPOSURE_MAX = 2.0  # of 10, by systemd's own count


@pytest.fixture
def unit():
    """The unit, read as systemd reads it; of a setting that stands twice the last."""
    parser = ConfigParser(strict=False, interpolation=None, comment_prefixes=("#",))
    parser.optionxform = str
    parser.read(UNIT)
    return parser


@pytest.mark.parametrize("wall", WALLS)
def test_service_stands_behind_walls(unit, wall):
    assert unit["Service"][wall] == WALLS[wall]


def test_service_writes_to_its_own_folder_alone(unit):
    service = unit["Service"]

    assert service["User"] not in ("", "root")
    assert service["StateDirectory"] == "flasky"
    assert service["StateDirectoryMode"] == "0700"
    assert service["WorkingDirectory"] == "/var/lib/flasky"
    assert "ReadWritePaths" not in service


def test_service_comes_back_unless_a_setting_is_wrong(unit):
    service = unit["Service"]

    assert service["Restart"] == "always"
    assert service["RestartPreventExitStatus"] == str(WRONG_SETTING)


def test_service_is_given_the_time_that_stopping_may_take(unit):
    assert int(unit["Service"]["TimeoutStopSec"]) > STOP_WITHIN
    assert unit["Service"]["KillMode"] == "mixed"


def test_service_starts_with_the_machine(unit):
    assert unit["Install"]["WantedBy"] == "multi-user.target"


def judged(tmp_path, *words):
    """Ask systemd about the unit, with a program that is there, where systemd is; else answer nothing."""
    analyze = shutil.which("systemd-analyze")
    text = UNIT.read_text(encoding="utf-8")
    (tmp_path / UNIT.name).write_text(text.replace("/opt/flasky/bin/flasky", "/bin/true"))
    if analyze is None:
        return subprocess.CompletedProcess(words, 0, "", "")
    return subprocess.run(
        [analyze, *words, str(tmp_path / UNIT.name)], capture_output=True, text=True, check=False, timeout=60
    )


def test_systemd_finds_nothing_to_complain_of(tmp_path):
    done = judged(tmp_path, "verify", "--man=no")

    assert (done.returncode, [line for line in done.stderr.splitlines() if UNIT.name in line]) == (0, [])


def test_systemd_counts_few_ways_out(tmp_path):
    done = judged(tmp_path, "security", "--offline=true", f"--threshold={int(EXPOSURE_MAX * 10)}")

    assert done.returncode == 0, done.stdout[-200:]
