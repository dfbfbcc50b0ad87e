"""Hatchling's build hook: a wheel and an editable install carry the built assets."""

from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface[Any]):
    """Build the assets before files are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build, unless this tree is an unpacked source package, which brings its assets."""
        root = Path(self.root)
        if not ((root / "PKG-INFO").exists() and (root / "flasky/static/dist/manifest.json").exists()):
            _asset_build(root).build(root)


def _asset_build(root: Path) -> ModuleType:
    # By path: what the flasky package imports is not installed in a build environment.
    module = ModuleType("asset_build")
    SourceFileLoader("asset_build", str(root / "flasky" / "lib" / "asset_build.py")).exec_module(module)
    return module
