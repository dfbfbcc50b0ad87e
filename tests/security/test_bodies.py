"""Bodies of requests that no form of ours sends: too large, too many parts, another kind of content."""

import io

import pytest

from tests.browsers import logged_in
from tests.http.walk import every_row

TWO_MIB = 2 * 1024 * 1024


def many_parts(count):
    """Return a multipart body of so many small parts."""
    part = '--x\r\nContent-Disposition: form-data; name="f{0}"\r\n\r\n\r\n'
    return ("".join(part.format(number) for number in range(count)) + "--x--\r\n").encode()


@pytest.mark.defect("D19")
@pytest.mark.advisory("CVE-2023-25577")
@pytest.mark.advisory("CVE-2024-49767")
@pytest.mark.advisory("CVE-2023-46136")
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (many_parts(1500), "multipart/form-data; boundary=x"),
        (b"body=" + b"x" * TWO_MIB, "application/x-www-form-urlencoded"),
        (
            b"--x\r\nContent-Disposition: form-data; name=body\r\n\r\n" + b"\r\n" * (TWO_MIB // 2) + b"\r\n--x--",
            "multipart/form-data; boundary=x",
        ),
        (
            b"--x\r\nContent-Disposition: form-data; name=body; filename=a\r\n\r\n" + b"a" * TWO_MIB,
            "multipart/form-data; boundary=x",
        ),
    ],
    ids=["parts", "form", "field", "file"],
)
def test_body_over_the_limits_is_too_large_and_nothing_is_written(app, alice, body, content_type):
    browser = logged_in(app, alice)
    before = every_row()

    response = browser.open(
        "POST", "/write", data=body, content_type=content_type, headers={"X-CSRFToken": browser.csrf_token()}
    )

    assert response.status_code == 413
    assert every_row() == before


def test_body_without_an_end_is_too_large_too(app, alice):
    browser = logged_in(app, alice)
    endless = {"wsgi.input": io.BytesIO(b"x" * (TWO_MIB + 10)), "wsgi.input_terminated": True}

    response = browser.open(
        "POST", "/write", content_type="application/x-www-form-urlencoded", environ_overrides=endless
    )

    assert response.status_code in (400, 413)


HOSTILE_BODIES = {
    "file for text": {"data": {"title": (io.BytesIO(b"x"), "t.txt"), "body": (io.BytesIO(b"y"), "b.txt")}},
    "json": {"json": {"title": 1, "body": {"a": []}}},
    "json list": {"json": [1, 2]},
    "json null": {"json": None},
    "broken json": {"data": "{", "content_type": "application/json"},
    "broken multipart": {"data": b"--x\r\n\r\n", "content_type": "multipart/form-data"},
    "odd charset": {"data": b"body=\xff\xfe", "content_type": "application/x-www-form-urlencoded; charset=utf-16"},
    "plain text": {"data": b"body=x", "content_type": "text/plain"},
    "xml": {"data": b"<a/>", "content_type": "application/xml"},
}


@pytest.mark.defect("D33")
@pytest.mark.parametrize(
    "path", ["/write", "/preview", "/auth/login", "/auth/register", "/auth/reset", "/auth/change-password"]
)
@pytest.mark.parametrize("kind", HOSTILE_BODIES)
def test_body_that_is_no_form_of_ours_never_breaks_a_page(app, alice, path, kind):
    browser = logged_in(app, alice)
    headers = {"X-CSRFToken": browser.csrf_token()}
    before = every_row()

    response = browser.open("POST", path, headers=headers, **{**HOSTILE_BODIES[kind], **fresh_files(kind)})

    assert response.status_code in (400, 422)
    assert every_row() == before


def fresh_files(kind):
    """Return the files of a body anew: a file can be sent only once."""
    names = ("title", "body", "email", "username", "password", "password2", "old_password")
    return {"data": {name: (io.BytesIO(b"x"), "x.txt") for name in names}} if kind == "file for text" else {}
