"""An app of others, let in by somebody with a real browser: the way back to the app is not barred."""

import threading
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, expect
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from flasky import transaction
from flasky.operations import clients
from flasky.queries.acting import NOBODY
from tests.factories import PASSWORD
from tests.journeys.site import Site

ASKED = {"response_type": "code", "scope": "read", "state": "mine", "code_challenge": "c" * 43}


@Request.application
def came_back(request: Request) -> Response:
    return Response(f"<h1>Back with {' and '.join(sorted(request.args))}</h1>", mimetype="text/html")


@pytest.fixture
def callback() -> Iterator[str]:
    """Where a program on this computer waits for people to come back."""
    server = make_server("localhost", 0, came_back)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}/cb"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.seed("T13")
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_browser_goes_from_the_answer_back_to_the_app(chromium: Browser, site: Site, callback: str, scripts: bool):
    alice = site.somebody("alice")
    with site.rows():
        transaction.writes()
        made = clients.register(NOBODY, name="Reader", redirect_uris=[callback], is_confidential=False)
        transaction.commit()
        asked = {**ASKED, "client_id": made.client.client_id, "code_challenge_method": "S256"}
    context = chromium.new_context(base_url=site.address, java_script_enabled=scripts)
    page = context.new_page()

    page.goto(f"/oauth/authorize?{urlencode({**asked, 'redirect_uri': callback})}")
    page.get_by_label("Email").fill(alice)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log In").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Let Reader in?")
    page.get_by_role("button", name="Let it in").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Back with code and iss and state")
    context.close()
