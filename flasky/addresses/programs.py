"""The API's addresses: what programs ask."""

from urllib.parse import quote

from flasky.models import Actor, Post


def api() -> str:
    """Return what every address of the API begins with."""
    return "/api/v1/"


def api_docs() -> str:
    """Return the page that explains the API and lets one try it."""
    return "/api/docs"


def api_spec() -> str:
    """Return the OpenAPI document."""
    return f"{api()}openapi.json"


def api_posts() -> str:
    """Return everybody's posts, for programs."""
    return f"{api()}posts"


def api_post(post: Post) -> str:
    """Return a post for programs."""
    return f"{api_posts()}/{post.id}"


def api_comment(comment_id: int) -> str:
    """Return a comment for programs."""
    return f"{api()}comments/{comment_id}"


def api_tag(key: str) -> str:
    """Return a tag for programs, by its key."""
    return f"{api()}tags/{quote(key, safe='')}"


def api_tag_timeline(key: str) -> str:
    """Return the posts of a tag for programs."""
    return f"{api()}timelines/tags/{quote(key, safe='')}"


def api_account(actor: Actor) -> str:
    """Return an account for administrators' programs, by the number of its person."""
    return f"{api()}admin/users/{actor.id}"


def api_user(actor: Actor) -> str:
    """Return a person for programs, by a number that a new name does not change."""
    return f"{api()}users/{actor.id}"


def authorize() -> str:
    """Return where a person is asked whether an app may in."""
    return "/oauth/authorize"


def oauth_token() -> str:
    """Return where an app gets tokens for a code or for a refresh token."""
    return "/oauth/token"


def oauth_revoke() -> str:
    """Return where an app gives a token back."""
    return "/oauth/revoke"


def oauth_register() -> str:
    """Return where an app makes itself known."""
    return "/oauth/register"


def oauth_metadata() -> str:
    """Return the document in which apps find the addresses above (RFC 8414)."""
    return "/.well-known/oauth-authorization-server"


OF_APPS = (oauth_token(), oauth_revoke(), oauth_register(), oauth_metadata())
"""What apps ask for themselves, without a page."""


def own_tokens() -> str:
    """Return one's tokens made by hand."""
    return "/settings/tokens"


def end_own_token(grant_id: int) -> str:
    """Return where one takes back a token."""
    return f"{own_tokens()}/{grant_id}/end"


def own_apps() -> str:
    """Return the programs that one let in."""
    return "/settings/apps"


def end_own_app(grant_id: int) -> str:
    """Return where one locks a program out again."""
    return f"{own_apps()}/{grant_id}/end"


def own_clients() -> str:
    """Return the apps that one registered, for others to let in."""
    return f"{own_apps()}/own"


def renew_client_secret(client_id: int) -> str:
    """Return where one's app gets a new secret."""
    return f"{own_clients()}/{client_id}/secret"


def delete_client(client_id: int) -> str:
    """Return where one's app is deleted."""
    return f"{own_clients()}/{client_id}/delete"
