"""The examples of docs/how-to/use-the-api.md, as they stand there, against a running site."""

import importlib.util
import re
import subprocess

import pytest

from flasky.models import Scope
from tests import factories
from tests.api.client import token_of
from tests.architecture.sources import ROOT
from tests.commands import environment
from tests.factories import PASSWORD

PAGE = ROOT / "docs" / "how-to" / "use-the-api.md"
COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CLIENT = ROOT / "docs" / "examples" / "client.py"
FEED_READER = ROOT / "docs" / "examples" / "read_feed.py"
FOLLOWED = 'SITE_SAYS=http://localhost; curl() {{ command curl "${{@//$SITE_SAYS\\//{address}/}}"; }}'
"""The site of the tests does not know its port; the page's site does."""


def module_of(file):
    """Return the module of an example."""
    spec = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def client():
    """The module of the client's example."""
    return module_of(CLIENT)


@pytest.mark.unmeasured
@pytest.mark.seed("A1")
def test_every_line_of_the_page_does_what_it_says(address, alice, tmp_path):
    factories.many_posts(alice, 3)
    lines = "".join(COMMANDS.findall(PAGE.read_text(encoding="utf-8")))
    script = "\n".join(["set -euxo pipefail", FOLLOWED.format(address=address), lines])
    settings = {"SITE": address, "ME": f"alice@example.com:{PASSWORD}"}

    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-3000:]
    assert lines.count("curl ") > 20


@pytest.mark.unmeasured
def test_the_client_reads_and_writes_by_the_names_of_the_document(address, alice, bob, client):
    factories.many_posts(bob, 5)
    flasky = client.Client(address, token=token_of(alice, *Scope))
    flasky._ask = here(flasky, address)

    post = flasky.call("posts.publish", body="Tea at *five*?", tags=["tea"])
    flasky.call("comments.create", post_id=post["id"], body="With milk.")

    assert [one["body"] for one in flasky.walk("comments.list_of_post", post_id=post["id"])] == ["With milk."]
    assert len(list(flasky.walk("posts.index", limit=2))) == 6
    assert flasky.call("users.show", user="@alice")["username"] == "alice"
    assert flasky.call("posts.delete", post_id=post["id"]) == {}
    with pytest.raises(client.Problem, match="deleted by its author") as refused:
        flasky.call("posts.show", post_id=post["id"])
    assert refused.value.status == 410


def here(flasky, address):
    """Return how a client asks, with addresses of the site led to where it runs."""
    asked = flasky._ask
    return lambda method, url, body=None: asked(method, url.replace("http://localhost/", f"{address}/"), body)


def test_the_client_has_sixty_lines(client):
    lines = [line for line in CLIENT.read_text(encoding="utf-8").splitlines() if line.strip()]

    assert len(lines) <= 60


@pytest.mark.unmeasured
def test_the_feed_reader_finds_what_is_new_and_asks_for_no_text_twice(address, alice):
    reader, known = module_of(FEED_READER), {}
    factories.post(alice, title="Tea")
    factories.post(alice, title="Scones")
    found = reader.feed_of(f"{address}/@alice")
    feed = f"{address}/{found.partition('//')[2].partition('/')[2]}"

    first, again = reader.news(feed, known), reader.news(feed, known)
    factories.post(alice, title="Milk")

    assert (first, again) == (["alice: Scones", "alice: Tea"], [])
    assert reader.feedparser.parse(feed, etag=known["etag"]).status == 200
    assert reader.news(feed, known) == ["alice: Milk"]
