"""A library written by others goes through the whole flow."""

import pytest

from tests.browsers import logged_in
from tests.oauth.foreign import CALLBACK, SITE, ForeignApp, answer, known_app, path_of, query_of

ME = f"{SITE}/api/v1/me"


@pytest.mark.seed("T13")
@pytest.mark.parametrize("is_confidential", [False, True], ids=["public", "confidential"])
def test_a_foreign_library_goes_all_the_way(app, alice, is_confidential):
    made = known_app(is_confidential=is_confidential)
    foreign, browser = ForeignApp(app, made.client, secret=made.secret), logged_in(app, alice)
    url, state, verifier = foreign.go()

    page = browser.get(path_of(url))
    back = answer(browser, path_of(url))
    first = foreign.fetch(back.location, state, verifier)

    assert "Reader" in page.text
    assert "app.example.org" in page.text
    assert back.status_code == 303
    assert back.location.startswith(f"{CALLBACK}?")
    assert query_of(back)["state"] == state
    assert query_of(back)["iss"] == foreign.metadata["issuer"] == SITE
    assert (first["token_type"], first["expires_in"], first["scope"]) == ("Bearer", 3600, "read write")
    assert foreign.session.get(ME).json()["username"] == "alice"

    second = foreign.session.refresh_token(foreign.metadata["token_endpoint"])

    assert second["refresh_token"] != first["refresh_token"]
    assert foreign.session.get(ME).status_code == 200

    gone = foreign.session.revoke_token(foreign.metadata["revocation_endpoint"], token=second["refresh_token"])

    assert gone.status_code == 200
    assert foreign.session.get(ME).status_code == 401
