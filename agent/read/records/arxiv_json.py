r"""Records of arXiv's metadata snapshot: one JSON object a line, often compressed with gzip.

Keys: `id`, `title`, `abstract`, `authors` (one text) and `authors_parsed` (family name, given names, suffix),
`categories` (separated by blanks), `versions` (each with `created`), `update_date`, `doi`, `journal-ref`, `comments`.
Texts hold line breaks and LaTeX, which is kept.

Source: https://www.kaggle.com/datasets/Cornell-University/arxiv (description of the data set), and
https://info.arxiv.org/help/prep.html for what the fields mean.
"""

import re
from collections.abc import Iterable

from agent.read.dates import PrintedDate
from agent.read.page import Draft
from agent.read.records.fields import first_text, items, known_ids, mapping, named_id, printed_date, text, texts
from agent.read.records.json_text import Record
from schemas.identity import canonical_id

_OWN_KEYS = frozenset({"authors_parsed", "versions", "update_date", "journal-ref", "report-no", "submitter"})
_INNERMOST = re.compile(r"\([^()]*\)")
_BETWEEN = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*;\s*")
_CATEGORY = re.compile(
    r"(?:astro-ph|cond-mat|cs|econ|eess|math|nlin|physics|q-bio|q-fin|stat)\.[A-Za-z]{2}[A-Za-z-]*"
    r"|astro-ph|cond-mat|gr-qc|hep-(?:ex|lat|ph|th)|math-ph|nucl-(?:ex|th)|quant-ph"
)  # arxiv.org/category_taxonomy
_COLLABORATION = re.compile(r"\b(Collaborations?):")


def knows(record: Record) -> bool:
    """Tell a record of the snapshot by its keys, or one of which only some are left."""
    if "id" not in record or "title" not in record:
        return False
    cut = "created" in record or not ("date" in record or "published" in record)
    return not _OWN_KEYS.isdisjoint(record) or (cut and "categories" in record and arxiv_id(record["id"]) is not None)


def read(record: Record) -> Draft | str:
    """Return the paper of one record."""
    title = text(record.get("title"))
    if title is None:
        return "no title"
    venue = text(record.get("journal-ref"))
    doi = text(record.get("doi")) or ""
    return Draft(
        numbers=(),
        title=title,
        abstract=text(record.get("abstract")) or "",
        authors=_parsed_authors(record.get("authors_parsed")) or names(text(record.get("authors")) or ""),
        date=_date(record),
        venue=venue,
        venue_text=venue,
        categories=categories(record.get("categories")),
        ids=known_ids(arxiv_id(record.get("id")), *(named_id("doi", one) for one in doi.split())),
    )


def arxiv_id(value: object) -> str | None:
    """Return what a field for an arXiv id prints as an id; None if it is none."""
    known = canonical_id(f"arxiv:{value}") or canonical_id(value) if isinstance(value, str) else None
    return known if known is not None and known.startswith("arxiv:") else None


def categories(value: object) -> tuple[str, ...]:
    """Return category codes printed as one text or as a list, each once."""
    printed = texts(items(value)) if isinstance(value, list) else (text(value) or "",)
    return tuple(dict.fromkeys(code for part in printed for code in re.split(r"[\s,;]+", part) if code))


def codes_among(words: Iterable[str]) -> tuple[str, ...]:
    """Return those of some keywords that are codes of arXiv's categories, each once."""
    return tuple(dict.fromkeys(word for word in words if _CATEGORY.fullmatch(word)))


def names(printed: str) -> tuple[str, ...]:
    r"""Return the names in arXiv's text of authors, without the affiliations in brackets behind them.

    Source: https://info.arxiv.org/help/prep.html#author

    >>> names("The Fen Collaboration: A. Quill (1), B. Tarn (2 and 3) and C. R\\'eed ((1) Fen, (2) Bog)")
    ('The Fen Collaboration', 'A. Quill', 'B. Tarn', "C. R\\'eed")
    """
    for _ in range(4):  # brackets inside brackets; more are no affiliations
        shorter = _INNERMOST.sub("", printed)
        if shorter == printed:
            break
        printed = shorter
    named = _BETWEEN.split(_COLLABORATION.sub(r"\1,", printed))
    return tuple(name for name in (" ".join(part.split()) for part in named) if name)


def _parsed_authors(value: object) -> tuple[str, ...]:
    found = []
    for author in items(value):
        family, given, suffix = [text(part) or "" for part in [*items(author), "", "", ""][:3]]
        if family or given:
            found.append(" ".join(part for part in (given, family, suffix) if part))
    return tuple(found)


def _date(record: Record) -> PrintedDate | None:
    versions = items(record.get("versions"))
    created = mapping(versions[0]).get("created") if versions else None
    for value in (created, record.get("created"), first_text(record, "update_date")):
        if (found := printed_date(value)) is not None:
            return found
    return None
