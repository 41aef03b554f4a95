"""The kinds of HTML page that can be read: one line each, tried in this order until one finds papers."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from agent.read.html import (
    acl_list,
    acl_paper,
    arxiv_abs,
    arxiv_list,
    arxiv_search,
    hf_papers,
    highwire,
    linked_data,
    openreview,
)
from agent.read.html.dom import Document
from agent.read.page import Draft


class HtmlKind(NamedTuple):
    """One kind of page."""

    name: str
    """As it stands in `Entry.kind`."""
    read: Callable[[Document], Iterator[tuple[str, Draft | str]]]
    """Yield for each paper its place and itself, or why it cannot be read; nothing for a page of another kind."""


HTML_KINDS: tuple[HtmlKind, ...] = (
    HtmlKind("hf-papers", hf_papers.read),
    HtmlKind("acl-paper", acl_paper.read),
    HtmlKind("acl-list", acl_list.read),
    HtmlKind("arxiv-abs", arxiv_abs.read),
    HtmlKind("arxiv-list", arxiv_list.read),
    HtmlKind("arxiv-search", arxiv_search.read),
    HtmlKind("openreview", openreview.read),
    HtmlKind("highwire", highwire.read),
    HtmlKind("schema-org", linked_data.read),
)
