"""What the checkout holds, for tests that look at the code itself."""

import ast
import os
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "flasky"
TEMPLATES = PACKAGE / "templates"
BELOW_THE_DOORS = ("lib", "models", "queries", "operations")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files() -> tuple[Path, ...]:
    """Return every file of the checkout that `.gitignore` does not leave out."""
    return tuple(sorted(_walk(ROOT, _ignored())))


def python_files(*folders: Path) -> list[Path]:
    """Return the Python files of some folders, of the whole checkout if none is named."""
    return [path for path in files() if path.suffix == ".py" and _is_under(path, folders or (ROOT,))]


def text_files() -> Iterator[tuple[Path, str]]:
    """Yield every file that is text, with its text."""
    for path in files():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


@cache
def tree(path: Path) -> ast.Module:
    """Return a Python file as a tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[Function]:
    """Yield every function and method of a file, those inside others too."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call of a file with the last word of what is called: `session.commit()` is "commit"."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield _last_word(node.func), node


def imported(path: Path) -> Iterator[tuple[str, ast.stmt]]:
    """Yield every absolute import of a file, as the dotted name of the module or of what was taken from it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)


def name(path: Path) -> str:
    """Return how a file is called in the checkout: `flasky/web/home.py`."""
    return path.relative_to(ROOT).as_posix()


def at(path: Path, node: ast.stmt | ast.expr) -> str:
    """Return where a piece of code stands: `flasky/web/home.py:12`."""
    return f"{name(path)}:{node.lineno}"


def _last_word(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _is_under(path: Path, folders: tuple[Path, ...]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


def _ignored() -> list[str]:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    return ["/.git", *(line.rstrip("/") for line in lines if line and not line.startswith("#"))]


def _walk(folder: Path, ignored: list[str]) -> Iterator[Path]:
    for entry in os.scandir(folder):
        path = Path(entry.path)
        if any(fnmatch(f"/{name(path)}" if "/" in pattern else path.name, pattern) for pattern in ignored):
            continue
        if entry.is_dir():
            yield from _walk(path, ignored)
        else:
            yield path
