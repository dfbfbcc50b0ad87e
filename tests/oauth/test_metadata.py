"""Where apps find what they need to know, judged by a library of others."""

import pytest
from authlib.oauth2 import rfc8414, rfc9207

from flasky.models import Scope
from flasky.oauth import metadata
from tests.architecture.test_addresses import resolved
from tests.oauth.foreign import SITE


def test_the_document_fits_the_standard(app, browser):
    response = browser.get("/.well-known/oauth-authorization-server")

    assert (response.status_code, response.mimetype) == (200, "application/json")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.json == metadata.document(SITE)
    assert response.json["issuer"] == SITE
    assert response.json["scopes_supported"] == list(Scope)
    on_https = rfc8414.AuthorizationServerMetadata(metadata.document("https://flasky.example.org"))
    on_https.validate(metadata_classes=[rfc9207.AuthorizationServerMetadata])


@pytest.mark.parametrize("name", ["authorization", "token", "revocation", "registration"])
def test_each_endpoint_is_there(app, name):
    assert resolved(app, metadata.document("")[f"{name}_endpoint"]) == {}
