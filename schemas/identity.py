"""Ids of papers and normal forms of titles; pure functions, standard library only.

Ids come from metadata fields, never from the text of an abstract: an address there may cite another work.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

NAMESPACES = ("arxiv", "acl", "doi", "openreview")
"""In the order in which a paper's displayed id is chosen."""

# arXiv identifiers: YYMM.NNNN(N) since April 2007, before that archive/YYMMNNN, where some print the archive's
# subject class as well, which is no part of the id (info.arxiv.org/help/arxiv_identifier.html).
_ARXIV = r"(?:\d{4}\.\d{4,5}|[a-z][a-z-]+(?:\.[A-Za-z]{2})?/\d{7})"
_SUBJECT_CLASS = re.compile(r"\.[a-z]{2}(?=/)")
_ARXIV_ID = re.compile(rf"({_ARXIV})(?:v\d+)?", re.IGNORECASE)
# ACL Anthology identifiers: P19-1001 before 2020, 2020.acl-main.1 since (aclanthology.org/info/ids).
_ACL_ID = re.compile(r"(?:[A-Z]\d{2}-\d{4}|\d{4}\.[a-z0-9_]+-[a-z0-9]+\.\d+)", re.IGNORECASE)
# DOI syntax: 10.registrant/suffix, case-insensitive (DOI Handbook, section 2.2).
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+", re.IGNORECASE)
_OPENREVIEW_ID = re.compile(r"[A-Za-z0-9_-]{8,20}")

_ADDRESSES = (
    ("arxiv", re.compile(rf"arxiv\.org/(?:abs|pdf|html|format)/({_ARXIV})(?:v\d+)?", re.IGNORECASE)),
    ("arxiv", re.compile(rf"huggingface\.co/papers/({_ARXIV})(?:v\d+)?", re.IGNORECASE)),
    ("acl", re.compile(r"aclanthology\.org/([A-Z0-9._-]+?\d)(?:v\d+)?(?:\.pdf|\.bib|/|[?#]|$)", re.IGNORECASE)),
    ("doi", re.compile(r"(?:dx\.)?doi\.org/(10\.\d{4,9}/[^\s\"<>?#]+)", re.IGNORECASE)),
    ("openreview", re.compile(r"openreview\.net/(?:forum|pdf)\?id=([A-Za-z0-9_-]{8,20})")),
)

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_WORD = re.compile(r"\w+", re.UNICODE)
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


def canonical_id(text: str) -> str | None:
    """Return the canonical form `namespace:value` of an id as a metadata field prints it.

    Versions of arXiv ids are stripped, arXiv's own DOIs are arXiv ids, DOIs are lower case.

    Args:
        text: An id with or without its namespace (`2406.11431v2`, `arXiv:2406.11431`, `doi:10.1/X`) or an address.

    Returns:
        The id, or None if the text is none that is known.

    >>> canonical_id("arXiv:2406.11431v2"), canonical_id("10.48550/arXiv.2406.11431")
    ('arxiv:2406.11431', 'arxiv:2406.11431')
    """
    text = text.strip()
    for namespace, pattern in _ADDRESSES:
        if match := pattern.search(text):
            return _canonical(namespace, match.group(1))
    namespace, colon, value = text.partition(":")
    if colon and namespace.strip().lower() in NAMESPACES:
        return _canonical(namespace.strip().lower(), value.strip())
    for known in ("arxiv", "acl", "doi"):  # a bare OpenReview id looks like any word
        if found := _canonical(known, text):
            return found
    return None


def _canonical(namespace: str, value: str) -> str | None:
    if namespace == "arxiv" and (match := _ARXIV_ID.fullmatch(value)):
        return "arxiv:" + _SUBJECT_CLASS.sub("", match.group(1).lower())
    if namespace == "acl" and _ACL_ID.fullmatch(value):
        return f"acl:{value.upper() if '-' in value[:4] else value.lower()}"
    if namespace == "doi" and (match := _DOI.fullmatch(value.rstrip(".,;"))):
        doi = match.group(0).lower()
        if doi.startswith("10.48550/arxiv."):
            return _canonical("arxiv", doi.removeprefix("10.48550/arxiv."))
        return f"doi:{doi}"
    if namespace == "openreview" and _OPENREVIEW_ID.fullmatch(value):
        return f"openreview:{value}"
    return None


def normalized_title(title: str) -> str:
    """Return the form in which titles are compared: NFKC, lower case, dashes unified, words joined by one blank.

    >>> normalized_title("Gradient‐Guided  Pruning: A Study?")
    'gradient guided pruning a study'
    """
    folded = unicodedata.normalize("NFKC", title).casefold().translate(_DASHES)
    return " ".join(_WORD.findall(folded)) or folded.strip()


def title_id(title: str) -> str:
    """Return `t:` and 12 hex digits of the normalized title: the id of a paper for which no page prints one."""
    return "t:" + hashlib.sha256(normalized_title(title).encode()).hexdigest()[:12]


def displayed_id(ids: Iterable[str], title: str) -> str:
    """Return the first id by namespace, then by value; else the title's."""
    ranked = sorted(ids, key=lambda known: (NAMESPACES.index(known.partition(":")[0]), known))
    return ranked[0] if ranked else title_id(title)


def text_hash(title: str, abstract: str) -> str:
    """Return 32 hex digits that name what an engine reads of a paper."""
    return hashlib.sha256(f"{title}\n{abstract}".encode()).hexdigest()[:32]


def abstract_version(abstract: str) -> str:
    """Return what two prints of one version of an abstract have in common: its letters and digits.

    >>> abstract_version("It gains 2.5 points, i.e. more.") == abstract_version("It gains 2. 5 points, i. e. more.")
    True
    """
    return _NOT_ALPHANUMERIC.sub("", abstract.casefold())
