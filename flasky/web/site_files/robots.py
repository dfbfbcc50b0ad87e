"""Where crawlers may go (RFC 9309), and which may not come at all."""

from flask import Blueprint
from werkzeug.wrappers import Response

from flasky import addresses
from flasky.http import access, sites
from flasky.web.site_files.answers import text, whole

pages = Blueprint("robots", __name__)

CLOSED = (
    "/admin", "/api/v1/", "/auth/", "/bookmarks", "/complete/", "/deleted", "/followed", "/moderate", "/notifications",
    "/oauth/", "/preview", "/settings/", "/setup", "/unsubscribe/", "/write", "/healthz", "/readyz",
)  # fmt: skip
"""Nothing there is for readers who come by a search: desks, forms, one's own pages, what machines ask."""

AI_CRAWLERS = (
    "AI2Bot", "Ai2Bot-Dolma", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot",
    "Claude-Web", "cohere-ai", "cohere-training-data-crawler", "DeepSeekBot", "Diffbot", "FacebookBot",
    "Google-CloudVertexBot", "Google-Extended", "GPTBot", "ICC-Crawler", "img2dataset", "ImagesiftBot",
    "Kangaroo Bot", "Meta-ExternalAgent", "omgili", "omgilibot", "PanguBot", "SemrushBot-OCOB", "TikTokSpider",
    "Timpibot", "VelenPublicWebCrawler", "Webzio-Extended", "YouBot",
)  # fmt: skip
"""Those that say they gather texts and pictures for models; here is the one place to add another."""


@pages.get("/robots.txt")
@access.allowed_to(access.MACHINES)
def robots() -> Response:
    """The rules for all, the host's wish about models, and the way to the sitemap."""
    groups = [_group(("*",), CLOSED), *([] if sites.current().allows_ai else [_group(AI_CRAWLERS, ("/",))])]
    return text("\n".join((*groups, f"Sitemap: {whole(addresses.sitemap())}\n")), "text/plain; charset=utf-8")


def _group(agents: tuple[str, ...], closed: tuple[str, ...]) -> str:
    lines = (*(f"User-agent: {agent}" for agent in agents), *(f"Disallow: {path}" for path in closed))
    return "\n".join(lines) + "\n"
