"""A browser over real connections, one connection a request: cookies, forms with their token, nothing else."""

from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.browsers import hidden_fields
from tests.faults.mailbox import Mailbox

PATIENCE = 30  # seconds until an answer counts as lost
PASSWORD = "a fine pair of words"


@dataclass(frozen=True)
class Answer:
    """A whole answer."""

    status: int
    headers: HTTPMessage
    text: str


class Visitor:
    """One browser with its own cookies."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: dict[str, str] = {}
        self._token = ""

    def get(self, path: str) -> Answer:
        """Read a page."""
        return self._ask("GET", path, "")

    def arrive(self) -> None:
        """Begin a session: read a page with a form, for the token that all forms of this session carry."""
        self._token = hidden_fields(self.get("/auth/reset").text)["csrf_token"]

    def send(self, path: str, **fields: str) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urlencode({"csrf_token": self._token, **fields}))

    def register(self, username: str) -> Answer:
        """Sign somebody up, whose address is made of the name."""
        both = {"password": PASSWORD, "password2": PASSWORD}
        return self.send("/auth/register", email=address_of(username), username=username, **both)

    def log_in(self, username: str) -> None:
        """Log somebody in; the session is a new one then."""
        self.arrive()
        answer = self.send("/auth/login", email=username, password=PASSWORD)
        assert answer.status == 303, f"{username} could not log in: {answer.status}"
        self.arrive()

    def _ask(self, method: str, path: str, body: str) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            connection.request(method, path, body or None, {**headers, "Connection": "close"})
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read().decode())
        finally:
            connection.close()
        self._keep_cookies(answer)
        return answer

    def _keep_cookies(self, answer: Answer) -> None:
        for header in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(header).items():
                self._cookies[name] = morsel.value


def address_of(username: str) -> str:
    """Return the address a name signs up with."""
    return f"{username}@example.com"


def join(port: int, username: str, mailbox: Mailbox) -> None:
    """Make a person who may write: sign up, log in, follow the letter's link."""
    visitor = Visitor(port)
    visitor.arrive()
    assert visitor.register(username).status == 303
    visitor.log_in(username)
    answer = visitor.send(mailbox.link_for(address_of(username)))
    assert answer.status == 303, f"{username} could not confirm: {answer.status}"
