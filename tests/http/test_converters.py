"""Parts of addresses."""

import re

import pytest

from flasky.http.converters import up_to
from flasky.lib import ids

EDGES = [0, 7, 10, 10**18 - 1, 10**18, ids.LARGEST - 1, ids.LARGEST]


@pytest.mark.defect("D18")
@pytest.mark.parametrize("number", EDGES)
def test_an_id_is_a_number_up_to_the_largest(number):
    assert re.fullmatch(up_to(ids.LARGEST), str(number))


@pytest.mark.defect("D18")
@pytest.mark.parametrize("text", ["", "08", "-1", "x", "٣", *(str(ids.LARGEST + more) for more in (1, 3, 10**18))])
def test_anything_else_is_none(text):
    assert not re.fullmatch(up_to(ids.LARGEST), text)


def test_every_number_up_to_another_is_one_and_none_after_it():
    assert [number for number in range(1200) if re.fullmatch(up_to(1090), str(number))] == list(range(1091))


@pytest.mark.parametrize("method", ["PUT", "DELETE", "GET"])
def test_what_is_no_id_is_missing_whatever_the_method(browser, method):
    for wrong in ("08", str(ids.LARGEST + 1), "x"):
        assert browser.client.open(f"/api/v1/comments/{wrong}/disabled", method=method).status_code == 404
