"""Hosts: the site's own and this machine's are known; machines may ask for their own addresses by any name.

What strangers' hosts may not do is in tests/security/test_hosts.py.
"""

import pytest
from werkzeug.exceptions import SecurityError

from flasky.http.hosts import require_known

HOSTS = ["blog.example.org", "localhost", "127.0.0.1", "[::1]"]


@pytest.mark.parametrize(
    "host", ["blog.example.org", "blog.example.org:8443", "localhost:5000", "127.0.0.1", "[::1]", "[::1]:5000"]
)
def test_own_host_is_known_with_any_port(host):
    require_known(host, hosts=HOSTS)


@pytest.mark.parametrize("host", ["", "example.org", "[::2]", "[::1", "::1", "[::1]x", "[::1]:99999", "x[::1]", "[]"])
def test_other_host_is_refused(host):
    with pytest.raises(SecurityError):
        require_known(host, hosts=HOSTS)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_machines_may_call_this_one_by_any_name(browser, path):
    assert browser.get(path, headers={"Host": "10.1.2.3:5000"}).status_code == 200


def test_request_with_an_empty_host_is_refused(browser):
    assert browser.get("/", environ_overrides={"HTTP_HOST": ""}).status_code == 400
