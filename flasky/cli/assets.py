"""Style sheets and scripts of a checkout that was never built."""

from pathlib import Path

import click

from flasky.errors import ConfigurationError
from flasky.lib import asset_build

CHECKOUT = Path(__file__).parent.parent.parent
MANIFEST = CHECKOUT / "flasky" / "static" / "dist" / "manifest.json"


def build_if_missing() -> None:
    """Build the style sheets and scripts when there are none. Raises ConfigurationError when that fails."""
    if MANIFEST.exists():
        return
    click.echo("Building style sheets and scripts ...", err=True)
    try:
        asset_build.build(CHECKOUT)
    except asset_build.AssetBuildError as error:
        raise ConfigurationError(str(error)) from error
