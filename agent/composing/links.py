"""Addresses that a reader may click: made from ids on fixed hosts, or printed in an abstract and allowed."""

import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus, urlsplit

from agent.settings import SEARCH_ADDRESS
from schemas.digest import Link
from schemas.paper import Paper

ALLOWED_HOSTS = frozenset(
    {
        "github.com",
        "gitlab.com",
        "huggingface.co",
        "arxiv.org",
        "doi.org",
        "aclanthology.org",
        "openreview.net",
        "zenodo.org",
    }
)
_PLAIN_URL = re.compile(r"https://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")


def paper_link(paper: Paper, search_url: str = SEARCH_ADDRESS) -> Link:
    """Return the address of a paper, labelled with its id; a search for its title if it has none."""
    namespace, _, value = paper.id.partition(":")
    path = quote(value, safe="/")
    match namespace:
        case "arxiv":
            return Link(label=paper.id, url=f"https://arxiv.org/abs/{path}")
        case "acl":
            return Link(label=paper.id, url=f"https://aclanthology.org/{path}/")
        case "doi":
            return Link(label=paper.id, url=f"https://doi.org/{path}")
        case "openreview":
            return Link(label=paper.id, url=f"https://openreview.net/forum?id={quote(value, safe='')}")
        case _:
            return Link(label="search", url=search_url + quote_plus(paper.title))


def allowed_links(urls: Iterable[str]) -> tuple[Link, ...]:
    """Return the addresses that may be live, shown as themselves: https, a listed host, no user, no port."""
    return tuple(Link(label=url, url=url) for url in dict.fromkeys(urls) if is_allowed(url))


def is_allowed(url: str) -> bool:
    """Say whether an address from a page may be live.

    >>> is_allowed("https://github.com/quillfeather/mossgate"), is_allowed("https://github.com@evil.example/")
    (True, False)
    """
    if not _PLAIN_URL.fullmatch(url):
        return False
    try:
        return urlsplit(url).netloc.lower() in ALLOWED_HOSTS  # the whole authority: no user, no port
    except ValueError:
        return False
