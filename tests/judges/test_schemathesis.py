"""schemathesis asks the running API everything its document allows, and much that it does not.

No answer may be an error of the server's or one that the document does not tell of, as whoever it asks.
SCHEMATHESIS_CASES says how many cases each operation gets at most, and lets every role go through every phase.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from flasky import transaction
from flasky.models import Role, Scope, User
from tests import factories
from tests.api.client import token_of
from tests.commands import environment

HERE = Path(__file__).parent
CASES = os.environ.get("SCHEMATHESIS_CASES", "")
ALL = "examples,coverage,fuzzing,stateful"
FEW = {"visitor": "fuzzing", "user": "coverage", "moderator": "fuzzing", "administrator": "examples,fuzzing,stateful"}
"""What each role goes through where nobody said how many cases there are to be: half a minute in all."""

AS = {"visitor": None, "user": Role.USER, "moderator": Role.MODERATOR, "administrator": Role.ADMINISTRATOR}
ENDS_THE_TALK = r"^(tokens\.revoke|logins\.|admin\.suspend)"
"""What would take the token itself away, so that nothing but 401 came after it; its own tests ask it."""


def person_of(role: str | None) -> User | None:
    return factories.person("alice", role=role) if role else None


@pytest.mark.unmeasured
@pytest.mark.seed("A5")
@pytest.mark.defect("D18")
@pytest.mark.defect("D33")
@pytest.mark.parametrize("who", AS)
def test_schemathesis_finds_nothing(address, tmp_path, who):
    bob = factories.person("bob")
    factories.comment(bob, factories.post(bob, title="Tea", body="At five. #tea"))
    person = person_of(AS[who])
    token = ["-H", f"Authorization: Bearer {token_of(person, *Scope)}"] if person else []
    transaction.rollback()
    spec = f"{address}/api/v1/openapi.json"
    phases = ["--phases", ALL if CASES else FEW[who], "--max-examples", CASES or "2"]
    found = run(tmp_path, spec, *phases, *token, "--exclude-operation-id-regex", ENDS_THE_TALK if person else "^$")

    assert found.returncode == 0, found.stdout[-8000:]
    assert int(re.findall(r"(\d+) generated", found.stdout)[0]) > 50


def run(folder: Path, spec: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Let schemathesis ask, and return what it found."""
    asked = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"), "run", spec]
    limits = ["--continue-on-failure", "--no-color", "--seed", "1"]
    return subprocess.run(
        [*asked, *limits, *options],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
