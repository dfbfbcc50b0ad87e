"""Where a person may be sent after logging in."""

import pytest

from flasky.lib.redirects import is_local_path


@pytest.mark.parametrize(
    "target", ["/", "/@alice", "/write?x=1#end", "/@alice/1/日本語", "/a//b", "/a?next=//evil.example"]
)
def test_paths_of_this_site_are_local(target):
    assert is_local_path(target)


@pytest.mark.defect("D3")
@pytest.mark.advisory("CVE-2021-32618")
@pytest.mark.advisory("CVE-2023-49438")
@pytest.mark.advisory("GHSA-w2j7-f3c6-g8cw")
@pytest.mark.advisory("CVE-2021-23401")
@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "write",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/a\\..\\..\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/\u2028/evil.example",
        "/\0",
    ],
)
def test_what_a_browser_could_read_as_another_place_is_not(target):
    assert not is_local_path(target)
