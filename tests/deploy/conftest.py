"""What the tests of the last mile stand on: a site with an https address, and the real nginx before it.

Without nginx and openssl its tests are left out; REQUIRE_SERVICES=1 makes them fail instead.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy import nginx
from tests.deploy.nginx import Nginx
from tests.deploy.site import HttpsSite, free_port


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if nginx.is_installed() or os.environ.get("REQUIRE_SERVICES"):
        return
    left_out = [item for item in items if "front" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """nginx with the reference configuration, before a site that runs."""
    folder = tmp_path_factory.mktemp("front")
    upstream = free_port()
    with Nginx(folder / "nginx", upstream=upstream) as front:
        site = HttpsSite(folder, port=upstream, origin=front.origin)
        try:
            site.make_account("alice")
            site.start()
            front.site = site
            yield front
        finally:
            site.end()


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """An empty folder that is somebody's whole site."""
    return tmp_path
