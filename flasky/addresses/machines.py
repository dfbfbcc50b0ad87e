"""What crawlers, browsers and other programs ask a site for at addresses that are the same everywhere."""


def sitemap() -> str:
    """Return the index of the sitemap."""
    return "/sitemap.xml"


def sitemap_page(kind: str, first_id: int) -> str:
    """Return one page of the sitemap: "posts", "people" or "tags" from an id on."""
    return f"/sitemap/{kind}/{first_id}.xml"


def robots() -> str:
    """Return where crawlers read where they may go."""
    return "/robots.txt"


def humans() -> str:
    """Return where people read who runs this and with what."""
    return "/humans.txt"


def manifest() -> str:
    """Return what a browser needs to put the site on a home screen."""
    return "/manifest.webmanifest"


def security_contact() -> str:
    """Return where people read whom to tell of a hole (RFC 9116)."""
    return "/.well-known/security.txt"


def known_change_password() -> str:
    """Return where password managers find the page to change one's password."""
    return "/.well-known/change-password"


def node_info_links() -> str:
    """Return where programs find the addresses of `node_info`."""
    return "/.well-known/nodeinfo"


def node_info() -> str:
    """Return what the site says of its software and size (NodeInfo 2.1)."""
    return "/nodeinfo/2.1"


def host_meta() -> str:
    """Return where programs learn how to look people up (RFC 6415)."""
    return "/.well-known/host-meta"


def host_meta_json() -> str:
    """Return the same in JSON."""
    return "/.well-known/host-meta.json"


def webfinger() -> str:
    """Return where programs look people up (RFC 7033)."""
    return "/.well-known/webfinger"
