"""Words that Python hands to a person go through a translation, as those of templates do."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import sources
from tests.architecture.sources import PACKAGE

FORMS = PACKAGE / "web" / "forms"


def is_plain(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def labels(path: Path) -> Iterator[ast.Call]:
    return (call for called, call in sources.calls(path) if called.endswith("Field") and call.args)


def test_messages_can_be_translated():
    plain = [
        sources.at(path, call)
        for path in sources.python_files(PACKAGE)
        for called, call in sources.calls(path)
        if called == "flash" and is_plain(call.args[0])
    ]

    assert plain == []


def test_labels_of_fields_can_be_translated():
    plain = [
        sources.at(path, call)
        for path in sources.python_files(FORMS)
        for call in labels(path)
        if is_plain(call.args[0])
    ]

    assert plain == []


def test_sentences_of_errors_can_be_translated():
    path = PACKAGE / "errors.py"
    plain = [
        sources.at(path, node)
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "sentence" and is_plain(node.value)
    ]

    assert plain == []
