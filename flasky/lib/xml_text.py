"""Text that may stand in XML."""

import re

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def allowed(text: str) -> str:
    """Return a text without the characters that no XML 1.0 document can hold, escaped or not (section 2.2)."""
    return _FORBIDDEN.sub("", text)
