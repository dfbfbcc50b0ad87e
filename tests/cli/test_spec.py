"""`flasky spec` prints the document of the API."""

import json

from flasky.api import openapi


def test_the_document_is_printed(app):
    printed = app.test_cli_runner().invoke(args=["spec"])

    assert printed.exit_code == 0
    assert json.loads(printed.stdout[printed.stdout.index("{") :]) == json.loads(json.dumps(openapi.document(app)))
