"""The checkout itself: the pages a newcomer looks for, links that lead somewhere, nothing of one machine."""

import json
import re
from pathlib import Path

import pytest

from flasky import __version__
from tests.architecture import sources
from tests.architecture.sources import ROOT

PAGES = [
    "README.md", "CONTRIBUTING.md", "STYLE.md", "CHANGELOG.md", "SECURITY.md", "LICENSE", ".editorconfig",
    ".env.example", "docs/architecture.md", "docs/adr/README.md",
]  # fmt: skip
MARKDOWN = [path for path in sources.files() if path.suffix == ".md"]
PLAN = {"docs/architecture.md", "STYLE.md"}
"""These speak of what is to come as well, so a path in them need not exist yet."""

LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
PATH = re.compile(r"`((?:flasky|tests|docs)/[\w./-]+)`")
LOCKS = ["requirements.txt", "requirements-dev.txt", ".npmrc"]
HOMES = re.compile(r"(?<![\w.:/-])/(?:home|root|Users|work)/[\w.-]+")


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_a_newcomer_looks_for_are_there(page):
    assert (ROOT / page).read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("page", MARKDOWN, ids=sources.name)
def test_links_lead_somewhere(page):
    links = LINK.findall(page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", [page for page in MARKDOWN if sources.name(page) not in PLAN], ids=sources.name)
def test_files_that_pages_name_exist(page):
    named = PATH.findall(page.read_text(encoding="utf-8"))

    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_changelog_speaks_of_this_version():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert re.search(rf"^## {re.escape(__version__)} ", changelog, re.MULTILINE)


def test_every_decision_is_in_the_index():
    index = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    decisions = [path.name for path in (ROOT / "docs" / "adr").glob("0*.md")]

    assert decisions
    assert [name for name in decisions if f"({name})" not in index] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock):
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


def test_the_lock_of_the_assets_names_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert [name for name, package in packages.items() if "://" in str(package.get("resolved", ""))] == []


def test_no_file_names_a_folder_of_one_machine():
    naming = [(sources.name(path), found) for path, text in sources.text_files() for found in HOMES.findall(text)]

    assert naming == []


def test_launchers_can_be_run():
    assert Path(ROOT / "manage.py").stat().st_mode & 0o111
