"""Every mark names something: a row of the seeds, a defect, an advisory. A slip of the pen would stand for nothing."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture import ids, sources
from tests.architecture.sources import ROOT

KNOWN = {"seed": ids.SEEDS, "defect": ids.DEFECTS, "advisory": ids.ADVISORIES}


def marks(kind: str) -> Iterator[tuple[str, object]]:
    """Yield where each mark of a kind stands, and each thing it names; None for a mark that names nothing."""
    for path in sources.python_files(ROOT / "tests"):
        for _, call in sources.calls(path):
            if ast.unparse(call.func) == f"pytest.mark.{kind}":
                named = [one.value if isinstance(one, ast.Constant) else None for one in call.args]
                yield from ((sources.at(path, call), one) for one in named or [None])


@pytest.mark.parametrize("kind", KNOWN)
def test_marks_name_known_ids(kind):
    unknown = [(place, identity) for place, identity in marks(kind) if identity not in KNOWN[kind]]

    assert unknown == []


@pytest.mark.parametrize("kind", KNOWN)
def test_marks_are_found_at_all(kind):
    assert list(marks(kind))
