"""Posts: written, previewed, read, edited."""

import re

import pytest
from sqlalchemy import select

from flasky.models import PostRevision
from flasky.transaction import session
from tests import factories
from tests.browsers import logged_in
from tests.statements import counted

HUGE = "x" * (64 * 1024 + 1)


def test_a_post_with_a_title_is_published_at_its_own_address(app, alice):
    response = logged_in(app, alice).fill_in("/write", {"title": "On walking", "body": "Slowly."})

    assert response.status_code == 303
    assert re.fullmatch(r"/@alice/\d+/on-walking", response.location)


def test_the_first_words_name_a_post_without_a_title(app, alice):
    response = logged_in(app, alice).fill_in("/write", {"body": "one two three four five six seven eight"})

    assert response.location.endswith("/one-two-three-four-five-six")


@pytest.mark.seed("B6")
def test_a_stranger_reads_a_post(browser, alice):
    post = factories.post(alice, title="On walking", body="Slowly, **and often**.")

    html = browser.get(f"/@alice/{post.id}/{post.slug}").text

    assert "On walking" in html
    assert "<strong>and often</strong>" in html
    assert "<title>Flasky - On walking</title>" in html


@pytest.mark.seed("B6", "E14", "P2")
@pytest.mark.parametrize("path", ["/post/{id}", "/@alice/{id}", "/@ALICE/{id}/on-walking", "/@alice/{id}/old-slug"])
def test_every_other_address_of_a_post_leads_to_the_right_one(browser, alice, path):
    post = factories.post(alice, title="On walking")

    response = browser.get(path.format(id=post.id))

    assert (response.status_code, response.location) == (301, f"/@alice/{post.id}/on-walking")


@pytest.mark.seed("B6", "E14")
@pytest.mark.defect("D18")
@pytest.mark.parametrize("number", ["0", "1", "-1", "abc", "9223372036854775808", "9" * 40, "1e3", "٣", "007"])
def test_a_post_that_is_not_there_is_not_found(browser, number):
    for path in (f"/post/{number}", f"/@alice/{number}", f"/@alice/{number}/slug", f"/@alice/{number}/slug/edit"):
        assert browser.get(path).status_code in (404, 302), path
    assert browser.get(f"/post/{number}").status_code == 404


def test_a_post_of_somebody_else_is_not_found_under_a_name(browser, alice, bob):
    post = factories.post(alice, title="Hers")

    assert browser.get(f"/@bob/{post.id}/hers").status_code == 404


@pytest.mark.seed("B5")
@pytest.mark.defect("D32")
def test_preview_and_published_html_agree(app, alice):
    browser = logged_in(app, alice)
    body = "# Title\n\n| a |\n|--|\n| 1 |\n\n```python\nprint(1)\n```\n\nhttps://example.org and[^1]\n\n[^1]: note"

    preview = browser.fill_in("/write", {"body": body}, action="/preview").text
    post = browser.follow(browser.fill_in("/write", {"body": body})).text

    whole = re.search(r'<div class="prose e-content">(.*?)</div>\s*<div class="post-actions"', post, re.S)
    assert whole
    assert whole[1].strip() in preview


def test_a_script_gets_the_preview_as_a_fragment(app, alice):
    browser = logged_in(app, alice)

    data = {"csrf_token": browser.csrf_token(), "body": "*so*"}
    response = browser.open("POST", "/preview", data=data, headers={"HX-Request": "true"})

    assert "<em>so</em>" in response.text
    assert "<html" not in response.text


def test_previewing_writes_nothing(app, alice):
    browser = logged_in(app, alice)

    browser.fill_in("/write", {"body": "not yet"}, action="/preview")

    assert "not yet" not in browser.get("/").text


@pytest.mark.parametrize("body", ["", " \n\t", HUGE, "a\0b", "> " * 200 + "deep"])
@pytest.mark.parametrize("path", ["/", "/write", "/preview"])
@pytest.mark.defect("D19")
def test_a_text_that_cannot_be_taken_comes_back_with_a_sentence(app, alice, path, body):
    browser = logged_in(app, alice)

    response = browser.post(path, {"title": "Kept title", "body": body})

    assert response.status_code == 422
    assert "Kept title" in response.text
    assert body.strip().replace("\0", "")[:50].replace(">", "&gt;") in response.text.replace("\0", "")
    assert "field-error" in response.text or "invalid" in response.text


@pytest.mark.parametrize("title", ["t" * 201, "a\0b"])
def test_a_title_that_cannot_be_taken_loses_no_text(app, alice, title):
    response = logged_in(app, alice).post("/write", {"title": title, "body": "a long night's work"})

    assert response.status_code == 422
    assert "a long night&#39;s work" in response.text


@pytest.mark.parametrize(
    "text",
    [
        "مرحبا بالعالم",
        "\u202etxet desrever",
        "👩‍👩‍👧‍👦 family",
        "日本語のタイトル",
        "line\r\nbreak",
        "<script>alert(1)</script>",
        "%s %(x)s {{ 70007*7 }}",
    ],
)
def test_texts_of_every_script_are_published_and_shown_as_they_are(app, alice, text):
    browser = logged_in(app, alice)

    response = browser.fill_in("/write", {"title": text, "body": text})
    page = browser.follow(response)

    assert response.status_code == 303
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "490049" not in page.text


def test_a_text_of_exactly_64_kib_is_published(app, alice):
    browser = logged_in(app, alice)

    response = browser.post("/write", {"body": ("word " * 13108)[: 64 * 1024]})

    assert response.status_code == 303


@pytest.mark.seed("B7")
def test_an_author_edits_and_the_old_text_is_kept(app, alice):
    post = factories.post(alice, title="Old", body="old words")
    browser = logged_in(app, alice)

    response = browser.fill_in(f"/@alice/{post.id}/old/edit", {"title": "New", "body": "new *words*"})

    html = browser.follow(response).text
    assert response.location == f"/@alice/{post.id}/new"
    assert "The post has been updated." in html
    assert "new <em>words</em>" in html
    assert session.scalars(select(PostRevision.body).where(PostRevision.post_id == post.id)).all() == ["old words"]


@pytest.mark.seed("B7")
def test_an_administrator_edits_what_others_wrote(app, alice, admin):
    post = factories.post(alice, title="Hers", body="spam")
    browser = logged_in(app, admin)

    assert "Edit [Admin]" in browser.get(f"/@alice/{post.id}/hers").text
    response = browser.fill_in(f"/@alice/{post.id}/hers/edit", {"title": "Hers", "body": "no spam"})

    assert "no spam" in browser.follow(response).text


@pytest.mark.seed("B7")
def test_nobody_else_edits(app, alice, carol, mod, browser):
    post = factories.post(alice, title="Hers")
    path = f"/@alice/{post.id}/hers/edit"

    for other in (carol, mod):
        assert logged_in(app, other).get(path).status_code == 403
        assert logged_in(app, other).post(path, {"body": "mine now"}).status_code == 403
    assert browser.get(path).location.startswith("/auth/login?next=")


def test_the_short_address_of_the_editor_leads_to_it(app, alice):
    post = factories.post(alice, title="Hers")

    assert logged_in(app, alice).get(f"/edit/{post.id}").location == f"/@alice/{post.id}/hers/edit"


def test_the_editor_of_a_post_previews_and_still_saves_to_that_post(app, alice):
    post = factories.post(alice, title="Hers", body="old")
    browser = logged_in(app, alice)

    page = browser.fill_in(f"/@alice/{post.id}/hers/edit", {"title": "Hers", "body": "*new*"}, action="/preview").text

    assert "<em>new</em>" in page
    assert f'action="/@alice/{post.id}/hers/edit"' in page


def test_a_refused_edit_changes_nothing_and_keeps_the_text(app, alice):
    post = factories.post(alice, title="Hers", body="as it was")
    browser = logged_in(app, alice)

    response = browser.fill_in(f"/@alice/{post.id}/hers/edit", {"title": "t" * 300, "body": "typed words"})

    assert response.status_code == 422
    assert "typed words" in response.text
    assert "as it was" in browser.get(f"/@alice/{post.id}/hers").text


def test_the_publish_button_is_the_first_that_submits_and_has_no_name(app, alice):
    html = logged_in(app, alice).get("/write").text

    form = html[html.index('class="editor') :]
    first = re.search(r'<(button|input)[^>]*type="submit"[^>]*>', form)
    assert first
    assert "name=" not in first[0]
    assert "formaction" not in first[0]


@pytest.mark.parametrize("who", ["visitor", "author"])
def test_a_post_page_takes_few_statements(app, browser, alice, who):
    post = factories.post(alice, title="Hers")
    reader = browser if who == "visitor" else logged_in(app, alice)

    with counted() as statements:
        reader.get(f"/@alice/{post.id}/hers")

    assert len(statements) == (1 if who == "visitor" else 4), statements


@pytest.mark.seed("P6", "E15")
def test_a_time_is_readable_without_a_script_and_exact_for_one(browser, alice):
    post = factories.post(alice, title="Hers")

    html = browser.get(f"/@alice/{post.id}/hers").text

    found = re.search(r'<time class="dt-published" datetime="([^"]+)">\d{1,2} \w+ \d{4}, \d\d:\d\d UTC</time>', html)
    assert found
    assert found[1].startswith(f"{post.published_at:%Y-%m-%dT%H:%M:%S}")
