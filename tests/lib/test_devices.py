"""Reading what a browser says it is."""

import pytest

from flasky.lib.devices import Device, device_of

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0"


@pytest.mark.parametrize(
    ("header", "device"),
    [
        (FIREFOX.format(128), Device("Firefox", "Linux")),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/17.5 Mobile/15E148 Safari/604.1",
            Device("Mobile Safari", "iOS"),
        ),
        ("curl/8.0", Device("curl", "")),
        ("", Device("", "")),
        ("<script>alert(1)</script>", Device("", "")),
        ("x" * 255, Device("", "")),
    ],
)
def test_kind_and_platform_are_read_from_the_header(header, device):
    assert device_of(header) == device


def test_a_newer_version_is_the_same_browser():
    assert device_of(FIREFOX.format(128)) == device_of(FIREFOX.format(140))


def test_only_the_beginning_of_an_endless_header_is_read():
    assert device_of("x" * 60_000 + " Firefox/140.0") == Device("", "")
