"""The container's files, which are built where a container engine is: the rules that can be read in them."""

import re
import shlex
import subprocess
from fnmatch import fnmatch
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
import yaml

from flasky.config import Settings
from tests.commands import ROOT

pytestmark = [pytest.mark.seed("L9"), pytest.mark.defect("D44")]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
VARIABLE = re.compile(r"\$\{(\w+)(?::[-?][^}]*)?\}")
OTHERS = {"PGDATA", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "FLASKY_UPSTREAM"}
"""Variables of the database's and the proxy's images."""


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Dockerfile, each in one line."""
    joined = re.sub(r"\\\n\s*", "", DOCKERFILE)
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in lines]


def of(name: str) -> list[str]:
    """Return what follows an instruction, each time it stands there."""
    return [words for instruction, words in instructions() if instruction == name]


def last_stage() -> list[tuple[str, str]]:
    """Return the instructions of the stage that becomes the image."""
    found = instructions()
    start = max(number for number, (name, _words) in enumerate(found) if name == "FROM")
    return found[start:]


def images() -> list[str]:
    """Return every image that is fetched."""
    bases = [words.split()[0] for words in of("FROM")]
    return [*bases, *(service["image"] for service in SERVICES.values() if "build" not in service)]


def is_sent_to_the_build(path: str) -> bool:
    """Tell whether `.dockerignore` lets a path through."""
    let_through = [line[1:] for line in IGNORED if line.startswith("!")]
    return any(path == one or path.startswith(f"{one}/") or fnmatch(path, one) for one in let_through)


@pytest.mark.parametrize("image", images())
def test_images_have_a_version(image):
    _name, separator, tag = image.partition(":")

    assert separator
    assert tag != "latest"
    assert re.match(r"\d", tag)


def test_image_is_built_in_two_stages_of_one_base():
    assert len(of("FROM")) == 2
    assert len({words.split()[0] for words in of("FROM")}) == 1


def test_image_runs_as_nobody_in_particular():
    users = [words for name, words in last_stage() if name == "USER"]

    assert re.fullmatch(r"\d+:\d+", users[-1])
    assert int(users[-1].partition(":")[0]) >= 1000


def test_image_keeps_its_data_in_a_volume_that_its_user_may_write_to():
    assert of("VOLUME") == ["/data"]
    assert "FLASKY_DATA_DIR=/data" in DOCKERFILE
    assert "install --directory --owner flasky --group flasky --mode 0700 /data" in DOCKERFILE


def test_image_is_asked_whether_it_can_serve():
    [check] = of("HEALTHCHECK")
    [script] = re.findall(r'"(/usr/local/lib/[^"]+)"', check)

    assert f"COPY deploy/container/health.py {script}" in DOCKERFILE


def test_image_ends_by_the_signal_that_flasky_knows():
    assert of("STOPSIGNAL") == ["SIGTERM"]
    assert of("ENTRYPOINT") == ['["flasky-entry"]']


def test_image_listens_to_the_network_on_the_port_it_names():
    assert of("CMD") == ['["run", "--host", "0.0.0.0"]']
    assert of("EXPOSE") == ["5000"]
    assert SERVICES["proxy"]["environment"]["FLASKY_UPSTREAM"] == "site:5000"


def test_what_is_copied_is_there_and_is_sent_to_the_build():
    copied = [shlex.split(words)[:-1] for words in of("COPY") if not words.startswith("--from=")]
    paths = [path for words in copied for path in words]

    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert [path for path in paths if not is_sent_to_the_build(path)] == []


@pytest.mark.parametrize("path", [".env", ".git", ".venv", "data/secret_key", "tests/conftest.py", "node_modules"])
def test_what_is_secret_or_of_no_use_is_not_sent_to_the_build(path):
    assert IGNORED[1] == "*"
    assert not is_sent_to_the_build(path)


def test_no_secret_is_written_into_the_image():
    assert not re.search(r"(PASSWORD|SECRET|TOKEN)\w*=", DOCKERFILE)


def test_entry_script_is_a_shell_script_that_can_be_run():
    script = ROOT / "deploy" / "container" / "entry.sh"
    done = subprocess.run(["sh", "-n", str(script)], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert script.stat().st_mode & 0o111
    assert script.read_text(encoding="utf-8").startswith("#!/bin/sh\n")


@pytest.mark.parametrize("name", SERVICES)
def test_service_comes_back_and_is_looked_after(name):
    service = SERVICES[name]

    assert service["restart"] == "unless-stopped"
    assert "healthcheck" in service or service.get("build") == "."
    assert service["volumes"]


def test_every_volume_with_data_has_a_name():
    mounted = [volume.partition(":")[0] for service in SERVICES.values() for volume in service["volumes"]]

    assert {volume for volume in mounted if not volume.startswith("./")} == set(COMPOSE["volumes"])
    assert [volume for volume in mounted if volume.startswith("./") and not (ROOT / volume).exists()] == []


def test_site_may_write_to_its_volume_and_nowhere_else():
    site = SERVICES["site"]

    assert site["read_only"] is True
    assert (site["volumes"], site["tmpfs"]) == (["data:/data"], ["/tmp"])
    assert (site["cap_drop"], site["security_opt"]) == (["ALL"], ["no-new-privileges:true"])
    assert "ports" not in site


def test_site_waits_for_its_database_and_believes_its_proxy_alone():
    address = SERVICES["proxy"]["networks"]["flasky"]["ipv4_address"]

    assert SERVICES["site"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert SERVICES["site"]["environment"]["FLASKY_TRUSTED_PROXIES"] == address
    assert SERVICES["site"]["environment"]["DATABASE_URL"].startswith("postgresql://flasky:${POSTGRES_PASSWORD:?")


def test_variables_of_the_site_are_settings():
    settings = {name.upper() for name in Settings.model_fields}
    named = {name for service in SERVICES.values() for name in service["environment"]}
    asked = set(VARIABLE.findall((ROOT / "compose.yaml").read_text(encoding="utf-8")))

    assert named - settings - OTHERS == set()
    assert asked - settings - OTHERS == set()


def test_what_has_no_good_default_must_be_given():
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")

    assert [name for name in ("FLASKY_SITE_URL", "POSTGRES_PASSWORD") if f"${{{name}:?" not in text] == []


def test_proxies_ask_again_when_a_process_ended():
    caddy = (ROOT / "deploy" / "caddy" / "Caddyfile").read_text(encoding="utf-8")
    nginx = (ROOT / "deploy" / "nginx" / "flasky.conf").read_text(encoding="utf-8")

    assert "lb_try_duration" in caddy
    assert nginx.count("server 127.0.0.1:5000 max_fails=0;") == 3


def test_the_proxy_s_address_is_given_to_nobody_else():
    [pool] = COMPOSE["networks"]["flasky"]["ipam"]["config"]
    own = ip_address(SERVICES["proxy"]["networks"]["flasky"]["ipv4_address"])

    assert own in ip_network(pool["subnet"])
    assert own not in ip_network(pool["ip_range"])
