"""Callers from outside: over https or http, from an address of their own, one connection a request."""

import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPSConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.browsers import hidden_fields
from tests.deploy.nginx import NAME, Nginx
from tests.faults.visitor import PASSWORD

OUTSIDE = "127.0.0.2"
"""Not the proxy's own address, which is believed."""

PATIENCE = 30  # seconds
BREATH = 0.01


@dataclass(frozen=True)
class Answer:
    """A whole answer."""

    status: int
    headers: HTTPMessage
    text: str


class Caller:
    """Somebody outside, with cookies."""

    def __init__(self, front: Nginx) -> None:
        self._front = front
        self._trust = ssl.create_default_context(cafile=str(front.certificate))
        self._cookies: dict[str, str] = {}

    def ask(self, path: str, *, method: str = "GET", plain: bool = False, body: str = "", **headers: str) -> Answer:
        """Make a request, by http if plain. Headers by their names with underscores."""
        connection = self._connection(plain=plain)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if body:
            given["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body or None, {**given, "Connection": "close"})
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read().decode())
        finally:
            connection.close()
        for header in answer.headers.get_all("Set-Cookie", []):
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return answer

    def send(self, path: str, *, form: dict[str, str], **headers: str) -> Answer:
        """Send a form with this session's token."""
        token = hidden_fields(self.ask("/auth/reset", **headers).text)["csrf_token"]
        return self.ask(path, method="POST", body=urlencode({"csrf_token": token, **form}), **headers)

    def log_in(self, username: str, *, password: str = PASSWORD, **headers: str) -> Answer:
        """Log in, or try to."""
        return self.send("/auth/login", form={"email": username, "password": password}, **headers)

    def _connection(self, *, plain: bool) -> HTTPConnection:
        outside = (OUTSIDE, 0)
        if plain:
            return HTTPConnection(NAME, self._front.http_port, timeout=PATIENCE, source_address=outside)
        return HTTPSConnection(
            NAME, self._front.https_port, timeout=PATIENCE, source_address=outside, context=self._trust
        )


@dataclass
class Load:
    """What callers who read without a break were answered."""

    answers: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, answer: Answer | Exception) -> None:
        """Note one answer, or that there was none."""
        with self.lock:
            if isinstance(answer, Exception):
                self.failures.append(repr(answer))
            else:
                self.answers[answer.status] += 1


@contextmanager
def reading(front: Nginx, *, callers: int = 4, path: str = "/") -> Iterator[Load]:
    """Let callers read a page again and again while the block runs."""
    load, told_to_stop = Load(), threading.Event()
    threads = [
        threading.Thread(target=_read_on, args=(Caller(front), path, load, told_to_stop), daemon=True)
        for _ in range(callers)
    ]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        told_to_stop.set()
        for thread in threads:
            thread.join(PATIENCE)


def _read_on(caller: Caller, path: str, load: Load, told_to_stop: threading.Event) -> None:
    while not told_to_stop.is_set():
        try:
            load.note(caller.ask(path))
        except (OSError, HTTPException) as error:
            load.note(error)
        time.sleep(BREATH)
