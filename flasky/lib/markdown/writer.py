"""Tokens to HTML: markdown-it's renderer, but for code, and then the policy."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from . import policy
from .grammar import OPTIONS


class _Renderer(RendererHTML):
    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:  # noqa: ARG002
        """Code that keyboards can reach, for it may be wider than the page."""
        meta = tokens[idx].meta
        name = f' class="language-{escape(meta["language"])}"' if meta["language"] else ""
        return f'<div class="highlight"><pre tabindex="0"><code{name}>{meta["html"]}</code></pre></div>\n'

    code_block = fence


def html_of(tokens: Sequence[Token]) -> str:
    """Safe HTML of shaped tokens."""
    return policy.clean(_RENDERER.render(tokens, OPTIONS, {}))


_RENDERER = _Renderer()
