"""A client of a Flasky site in sixty lines, with nothing but Python: operations are called by their names.

python client.py https://blog.example posts.index limit=3
"""

import json
import sys
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

Answer = dict[str, Any]


class Problem(Exception):
    """What the site says is wrong: `status`, `detail`, and `errors` by field."""

    def __init__(self, document: Answer) -> None:
        super().__init__(document["detail"])
        self.status, self.errors = document["status"], document["errors"]


class Client:
    """A site, seen through its OpenAPI document."""

    def __init__(self, site: str, *, token: str = "") -> None:
        self.site, self.token = site.rstrip("/"), token
        document = self._ask("GET", f"{self.site}/api/v1/openapi.json")
        self.operations = {
            operation["operationId"]: (method.upper(), path, operation["parameters"])
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        }

    def call(self, name: str, **given: Any) -> Answer:
        """Call an operation. What is no parameter of its address is a field of its body."""
        method, path, parameters = self.operations[name]
        places = {one["name"]: one["in"] for one in parameters}
        query = {key: given.pop(key) for key in list(given) if places.get(key) == "query"}
        for key in [key for key in given if places.get(key) == "path"]:
            path = path.replace(f"{{{key}}}", quote(str(given.pop(key)), safe="@"))
        return self._ask(method, f"{self.site}{path}" + (f"?{urlencode(query)}" if query else ""), given)

    def walk(self, name: str, **given: Any) -> Iterator[Answer]:
        """Yield the items of a collection, page after page."""
        page = self.call(name, **given)
        yield from page["items"]
        while page["next"]:
            page = self._ask("GET", page["next"])
            yield from page["items"]

    def _ask(self, method: str, url: str, body: Answer | None = None) -> Answer:
        headers = {"Content-Type": "application/json"} | (
            {"Authorization": f"Bearer {self.token}"} if self.token else {}
        )
        sent = json.dumps(body).encode() if body else None
        try:
            with urlopen(Request(url, sent, headers, method=method)) as answer:
                return json.loads(answer.read() or "{}")
        except HTTPError as error:
            raise Problem(json.loads(error.read())) from error


if __name__ == "__main__":
    site, operation, *fields = sys.argv[1:]
    print(json.dumps(Client(site).call(operation, **dict(field.split("=", 1) for field in fields)), indent=2))
