"""Where a person may be sent after logging in."""


def is_local_path(target: str | None) -> bool:
    """Tell whether a target stays on this origin in every browser.

    One leading slash, not followed by a slash or backslash, no backslash and no control character anywhere: what the
    WHATWG URL parser could read as another host or scheme is refused.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return False
    return "\\" not in target and all(character.isprintable() for character in target)
