"""The manifest: what a home screen shows, with pictures that are there."""

from io import BytesIO

import pytest
from PIL import Image

from flasky.web.site_files.manifest import SHORT


def test_manifest_is_linked_and_names_the_site(browser):
    page, manifest = browser.get("/").text, browser.get("/manifest.webmanifest")

    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    assert '<meta name="theme-color" content="#1c5f4e">' in page
    assert manifest.content_type == "application/manifest+json"
    said = manifest.json
    assert (said["name"], said["short_name"], said["display"], said["start_url"]) == (
        "Flasky", "Flasky", "standalone", "/",
    )  # fmt: skip
    assert said["theme_color"] == "#1c5f4e"
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in said["icons"]}


@pytest.mark.parametrize("number", range(3))
def test_every_picture_is_there_in_its_size_for_ever(browser, number):
    icon = browser.get("/manifest.webmanifest").json["icons"][number]

    picture = browser.get(icon["src"])

    assert (picture.status_code, picture.content_type) == (200, "image/png")
    assert "immutable" in picture.headers["Cache-Control"]
    assert "x".join(map(str, Image.open(BytesIO(picture.data)).size)) == icon["sizes"]


def test_long_name_is_cut_to_stand_under_a_picture(app, browser, monkeypatch):
    from flasky.http import sites

    monkeypatch.setitem(app.extensions, sites.EXTENSION, (float("inf"), sites.SiteOnPage(name="The House of Letters")))

    short = browser.get("/manifest.webmanifest").json["short_name"]

    assert short == "The House o…"
    assert len(short) == SHORT
