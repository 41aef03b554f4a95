"""Archive › arXiv category › topic: the taxonomy of the data files, and its nodes by what people call them.

Two plain files hold the data: `data/categories.toml` (arXiv's own archives and categories) and `data/topics.toml`.
"""

import tomllib
from functools import lru_cache
from pathlib import Path

from schemas.errors import TaxonomyError
from schemas.terms import PREFIXES, normalize_term, normalize_word
from schemas.topic import Archive, Category, NameTree, Taxonomy, Topic, TopicName
from schemas.topics_file import TopicsFile, read_topics

__all__ = [
    "PREFIXES",
    "TOPICS",
    "Archive",
    "Category",
    "NameTree",
    "Taxonomy",
    "Topic",
    "TopicName",
    "full_category",
    "load_taxonomy",
    "named_topic",
    "normalize_term",
    "normalize_word",
    "read_taxonomy_file",
]

_DATA = Path(__file__).parent / "data"
TOPICS = _DATA / "topics.toml"
"""The packaged topics."""


@lru_cache(maxsize=4)
def load_taxonomy(path: Path | None = None) -> Taxonomy:
    """Return the packaged taxonomy, or the one of a file of the same form, which may build on the packaged one.

    Raises:
        TaxonomyError: The file cannot be read, is not well formed, or contradicts itself.
    """
    source = path or TOPICS
    found = read_taxonomy_file(source)
    if found.taxonomy is None:
        first, more = found.problems[0], len(found.problems) - 1
        place = f", line {first.line}" if first.line else ""
        rest = f" ({more} more: `digest taxonomy check {source}`)" if more else ""
        raise TaxonomyError(f"{source}{place}: {first.message}{rest}")
    return found.taxonomy


def read_taxonomy_file(path: Path) -> TopicsFile:
    """Read a file of topics with all its problems.

    Raises:
        TaxonomyError: The file cannot be read or is not UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise TaxonomyError(f"{path} cannot be read ({error.strerror}); name a file of topics in TOML") from error
    except UnicodeDecodeError as error:
        raise TaxonomyError(f"{path} is not TOML in UTF-8: {error}") from error
    return read_topics(text, _categories() if path == TOPICS else _base(text))


def _base(text: str) -> Taxonomy:
    return load_taxonomy() if "extends" in text else _categories()


@lru_cache(maxsize=1)
def _categories() -> Taxonomy:
    """Return arXiv's archives and categories, without topics."""
    listed = tomllib.loads((_DATA / "categories.toml").read_text(encoding="utf-8"))
    return Taxonomy(
        archives=tuple(Archive(code=code, name=name) for code, name in listed["archives"].items()),
        categories=tuple(
            Category(code=code, name=name, archive=code.partition(".")[0])
            for code, name in listed["categories"].items()
        ),
        topics=(),
    )


@lru_cache(maxsize=1024)
def full_category(label: str, taxonomy: Taxonomy) -> str | None:
    """Return the full code of a category label as a page prints it; None if it is unknown or ambiguous.

    `CL` is `cs.CL`: Computer Science first, then the only other archive that has such a part.
    """
    wanted = label.strip().casefold()
    by_code = {category.code.casefold(): category.code for category in taxonomy.categories}
    for code in (wanted, f"cs.{wanted}"):
        if code in by_code:
            return by_code[code]
    parts = [code for folded, code in by_code.items() if folded.partition(".")[2] == wanted and wanted]
    return parts[0] if len(parts) == 1 else None


def named_topic(term: str, taxonomy: Taxonomy) -> Topic | None:
    """Return the topic that has a term as its label or one of its other names; None if no topic has it."""
    wanted = normalize_term(term)
    return next((topic for topic in taxonomy.topics if wanted in map(normalize_term, topic.names)), None)
