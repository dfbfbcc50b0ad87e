"""Examples for the document, made from the schemas: what is sent, and what comes back."""

from typing import Any

JSON = dict[str, Any]
REFERENCE = "#/components/schemas/"
SITE = "https://blog.example"
MOMENT = "2026-11-28T18:00:00.000Z"
ID = "457288246734510365"
NAMED: JSON = {
    "id": ID,
    "body": "Tea at *five*? #tea",
    "body_html": '<p>Tea at <em>five</em>? <a href="https://blog.example/tags/tea">#tea</a></p>',
    "title": "Tea",
    "tags": ["tea"],
    "username": "alice",
    "name": "Alice",
    "location": "Leeds",
    "about_me": "I write about *tea*.",
    "about_html": "<p>I write about <em>tea</em>.</p>",
    "email": "alice@example.com",
    "role": "User",
    "errors": [],
    "scopes": ["read", "write"],
    "scope": "read write",
    "prev": None,
    "next": None,
    "token": "flasky_at_oY2C1ZC0",
    "access_token": "flasky_at_oY2C1ZC0",
    "refresh_token": "flasky_rt_W3nGb0T7",
    "expiration": 3600,
    "expires_in": 3600,
    "request_id": "a71d3ff0162756c9",
    "type": "about:blank",
    "avatar_url": "https://blog.example/avatars/alice.svg",
}
"""What stands under a name, wherever it is a text or a list."""

ADDRESSES = {"Post": "posts", "Comment": "comments"}
"""What the address of a resource begins with; that of people and whatever belongs to them where nothing stands here."""

EMPTY = {"reply_to", "visibility", "commenters", "close_after_days", "reply_to_url", "withheld", "comments_closed_at"}
"""Fields that may be null and mostly are."""


def example_of(schema: JSON, components: JSON, *, name: str = "") -> Any:
    """Return something that a schema takes: what it says itself, what its name says, else the least of its type."""
    if schema.get("examples"):
        return schema["examples"][0]
    if "$ref" in schema:
        return example_of(components[schema["$ref"].removeprefix(REFERENCE)], components, name=name)
    if "anyOf" in schema:
        return _one_of(schema["anyOf"], components, name)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    return _of_type(schema, components, name)


def _one_of(choices: list[JSON], components: JSON, name: str) -> Any:
    if name in EMPTY and {"type": "null"} in choices:
        return None
    return example_of(choices[0], components, name=name)


def _of_type(schema: JSON, components: JSON, name: str) -> Any:
    kind = schema.get("type")
    if kind == "object":
        fields = schema.get("properties", {})
        made = {each: example_of(inner, components, name=each) for each, inner in fields.items()}
        own = ADDRESSES.get(schema.get("title", ""), "users")
        return {**made, **({"url": f"{SITE}/api/v1/{own}/{ID}"} if "url" in fields and "id" in fields else {})}
    if name in NAMED:
        return NAMED[name]
    if kind == "array":
        return [example_of(schema["items"], components, name="")]
    if kind in ("integer", "number"):
        return schema.get("default") or schema.get("minimum") or 1
    if kind == "boolean":
        return schema.get("default", False)
    return _text(schema, name) if kind == "string" else None


def _text(schema: JSON, name: str) -> str:
    if schema.get("format") == "date-time":
        return MOMENT
    if name == "web_url":
        return f"{SITE}/@alice"
    if name == "comments_url":
        return f"{SITE}/api/v1/posts/{ID}/comments"
    if name.endswith("_url"):
        word = name.removesuffix("_url")
        own = f"{SITE}/api/v1/users/{ID}"
        return {"post": f"{SITE}/api/v1/posts/{ID}", "author": own, "followed_posts": f"{own}/timeline"}.get(
            word, f"{own}/{word}"
        )
    return str(schema.get("default") or "text")
