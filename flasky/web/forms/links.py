"""The fields of somebody's own links, in the editors of profiles."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField

from flasky.models import ProfileLink
from flasky.operations.profiles import Link
from flasky.web.forms.base import Form, at_most, no_nul, stripped


def _label() -> Any:
    return StringField(_("What it is"), [at_most(ProfileLink.LABEL_MAX), no_nul], filters=[stripped])


def _url() -> Any:
    return StringField(_("Address"), [at_most(ProfileLink.URL_MAX), no_nul], filters=[stripped])


class LinkFields(Form):
    """Four links, each with a name. A row without an address is none."""

    link0_label, link0_url = _label(), _url()
    link1_label, link1_url = _label(), _url()
    link2_label, link2_url = _label(), _url()
    link3_label, link3_url = _label(), _url()

    @property
    def link_rows(self) -> list[tuple[Any, Any]]:
        """The fields of each link: its name and its address."""
        return [(self[f"link{number}_label"], self[f"link{number}_url"]) for number in range(ProfileLink.EACH_MAX)]

    def links(self) -> tuple[Link, ...]:
        """Return what was typed, rows that are empty between others too: an error names a row by its number."""
        typed = [Link(label.data or "", url.data or "") for label, url in self.link_rows]
        while typed and not (typed[-1].url or typed[-1].label):
            typed.pop()
        return tuple(typed)


def filled_with(links: Sequence[ProfileLink]) -> dict[str, str]:
    """Return the values of the fields for links that are stored."""
    values: dict[str, str] = {}
    for number, link in enumerate(links):
        values |= {f"link{number}_label": link.label, f"link{number}_url": link.url}
    return values
