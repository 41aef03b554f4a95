"""Which source wins, field by field, when several pages print the same paper.

Pages that print a venue list the published version: they win title, authors and abstract. Of dates the most exact one
wins, then a printed year over an inferred one, then pages that also print categories. What is left is decided by
latest, longest, lexicographic. Of one page only its latest reading takes part; what it printed before is kept.
"""

import re
from collections.abc import Sequence

from schemas.identity import abstract_version, displayed_id
from schemas.paper import Entry, Paper
from schemas.sighting import Sighting
from schemas.taxonomy import Taxonomy, full_category

CODE_HOSTS = ("github.com/", "gitlab.com/", "huggingface.co/", "bitbucket.org/", "codeberg.org/")

# What a PDF's text layer does to print: "90. 01%", "i. e.", "https: //".
_DAMAGE = re.compile(r"\d\. \d|\b[ie]\. [eg]\.|https?: ?/ ?/ |https?: //")


def paper_of(group: Sequence[Sighting], taxonomy: Taxonomy) -> Paper:
    """Make one paper of the sightings of one work."""
    entries = sorted((seen.entry for seen in group), key=_place)
    current = sorted(_current(group), key=lambda entry: (_edition(entry), _place(entry)), reverse=True)
    abstracts = _abstracts(current) or _abstracts(entries)
    others = [text for text in _abstracts(entries) if abstracts and abstract_version(text) != _version(abstracts)]
    title = max(current, key=lambda entry: (*_edition(entry), len(entry.title), entry.title)).title
    named = max(current, key=_author_rank)
    dated = max(current, key=_date_rank)
    ids = tuple(sorted({known for entry in entries for known in entry.ids}))
    urls = tuple(dict.fromkeys(url for entry in current for url in entry.urls))
    return Paper(
        id=displayed_id(ids, title),
        ids=ids,
        title=title,
        abstract=abstracts[0] if abstracts else "",
        other_abstracts=tuple(others),
        authors=named.authors,
        authors_truncated=named.authors_truncated,
        n_authors=max((entry.n_authors for entry in current if entry.n_authors), default=None),
        date=dated.date,
        date_text=dated.date_text,
        date_inferred=dated.date_inferred,
        venue=max((entry for entry in current), key=_venue_rank).venue,
        categories=_categories(current, taxonomy),
        affiliations=tuple(dict.fromkeys(name for entry in current for name in entry.affiliations)),
        has_code=any(entry.has_code_badge for entry in current)
        or any(host in url for url in urls for host in CODE_HOSTS),
        urls=urls,
        sources=tuple(entries),
    )


def _place(entry: Entry) -> tuple[str, int, str]:
    # An earlier reading of the page may have printed something else at the same place.
    return entry.page, entry.position, entry.model_dump_json()


def _current(group: Sequence[Sighting]) -> list[Entry]:
    latest: dict[str, int] = {}
    for seen in group:
        latest[seen.entry.page] = max(latest.get(seen.entry.page, 0), seen.reading)
    return [seen.entry for seen in group if seen.reading == latest[seen.entry.page]]


def _edition(entry: Entry) -> tuple[bool, str, int, str]:
    return entry.venue is not None, entry.date or "", len(entry.abstract), entry.abstract


def _version(abstracts: Sequence[str]) -> str:
    return abstract_version(abstracts[0])


def _abstracts(entries: Sequence[Entry]) -> list[str]:
    """Return one print, the least damaged, of each version of the abstract, the winning version first."""
    prints: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.abstract:
            prints.setdefault(abstract_version(entry.abstract), []).append(entry)
    ranked = sorted(prints.items(), key=lambda item: (*max(_edition(e)[:2] for e in item[1]), len(item[0]), item[0]))
    return [max(same, key=_print_rank).abstract for _, same in reversed(ranked)]


def _print_rank(entry: Entry) -> tuple[int, bool, str, int, str]:
    return -len(_DAMAGE.findall(entry.abstract)), *_edition(entry)


def _author_rank(entry: Entry) -> tuple[bool, bool, bool, int, str, tuple[str, ...]]:
    known, complete = bool(entry.authors), not entry.authors_truncated
    return known, complete, entry.venue is not None, len(entry.authors), entry.date or "", entry.authors


def _date_rank(entry: Entry) -> tuple[int, bool, bool, str, str]:
    return (
        len(entry.date or ""),
        not entry.date_inferred,
        bool(entry.categories),
        entry.date or "",
        entry.date_text or "",
    )


def _venue_rank(entry: Entry) -> tuple[str, int, str]:
    return (entry.date or "" if entry.venue else "", len(entry.venue or ""), entry.venue or "")


def _categories(entries: Sequence[Entry], taxonomy: Taxonomy) -> tuple[str, ...]:
    best = max(entries, key=lambda entry: (len(entry.categories), entry.date or "", entry.categories))
    codes = (full_category(label, taxonomy) for label in best.categories)
    return tuple(dict.fromkeys(code for code in codes if code))
