"""Archive › arXiv category › topic: the models of the data files, their loader, and the normal form of terms.

Two plain files hold the data: `data/categories.toml` (arXiv's own archives and categories) and `data/topics.toml`.
"""

import hashlib
import json
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field, model_validator

from schemas.base import Model
from schemas.errors import TaxonomyError

_DATA = Path(__file__).parent / "data"
_LONGEST_WORD = 40  # characters; what is longer is no word, and remembering it would cost memory
_MARKS = ("broad", "faint")  # lists of ids at the top of a file of topics
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_TOKEN = re.compile(r"['’]s\b|[^\W_]+")
PREFIXES = frozenset({"anti", "multi", "non", "pre", "semi"})
"""Normal words that are joined to the word after them: `pre training` is `pretraining`."""
_IRREGULAR = {
    "analyses": "analysis",
    "bias": "bias",
    "biases": "bias",
    "caches": "cache",
    "canvas": "canvas",
    "corpora": "corpus",
    "critics": "critic",
    "gas": "gas",
    "heuristics": "heuristic",
    "hypotheses": "hypothesis",
    "indices": "index",
    "lens": "lens",
    "matrices": "matrix",
    "metrics": "metric",
    "news": "news",
    "series": "series",
    "species": "species",
    "syntheses": "synthesis",
    "topics": "topic",
    "vertices": "vertex",
}
_SPELLINGS = (
    (re.compile(r"(?<=.{3})is(e|ed|er|ing|ation|ational)$"), r"iz\1"),
    (re.compile(r"(?<=.{3})ys(e|ed|er|ing)$"), r"yz\1"),
    (re.compile(r"^(behavi|col|fav|hum|lab|neighb|rum|tum|vap)our"), r"\1or"),
    (re.compile(r"^(chann|lab|mod|trav|tunn)ell(ing|ed|er)$"), r"\1el\2"),
    (re.compile(r"^(sign)all(ing|ed|er)$"), r"\1al\2"),
    (re.compile(r"^(cent|fib|spect)re$"), r"\1er"),
    (re.compile(r"^(def|off|lic)ence$"), r"\1ense"),
    (re.compile(r"^artefact$"), "artifact"),
)
_BRITISH = re.compile(r"[iy]s(?:e|ed|er|ing|ation|ational)$|our|lling|lled|ller|re$|ence$|artef")  # may be British

Code = Annotated[str, Field(pattern=r"^[a-z-]+(\.[A-Za-z-]+)?$")]
Name = Annotated[str, Field(min_length=1)]


class Archive(Model):
    """A branch of arXiv, for example `cs`."""

    code: Code
    name: Name


class Category(Model):
    """A category of arXiv; where an archive has no parts (`quant-ph`), the archive's own code."""

    code: Code
    name: Name
    archive: Code


class Topic(Model):
    """What a researcher would filter by; `parent` is the one category under which it is browsed."""

    id: str
    label: Name
    parent: str
    aliases: tuple[Name, ...] = ()
    """Other names: synonyms, long forms, acronyms. Case, plural, hyphen and spelling need no alias."""
    guarded: tuple[Name, ...] = ()
    """Ambiguous names, for example `MT`: they count only in a text that has another name of the topic too."""
    broad: bool = False
    """So wide that a narrower topic says more, for example Large language models: named last."""
    faint: bool = False
    """Named in many texts that are not about it, for example Benchmarks: it has to be named more often."""

    @property
    def names(self) -> tuple[str, ...]:
        """The label, the aliases, the guarded names."""
        return (self.label, *self.aliases, *self.guarded)


class TopicName(NamedTuple):
    """One name of a topic, at the end of its words in the tree of names."""

    topic: Topic
    guarded: bool
    cased: str | None
    """The only spelling that counts, for acronyms of up to 4 letters; None: any case."""


@dataclass(slots=True)
class NameNode:
    """A node of the tree of all names, one normal word a step."""

    after: dict[str, "NameNode"] = field(default_factory=dict)
    name: TopicName | None = None
    """The name that ends here."""

    def named(self, words: Sequence[str]) -> Topic | None:
        """Return the topic that these normal words name, from here; None if they name none."""
        node: NameNode | None = self
        for word in words:
            node = node.after.get(word) if node else None
        return node.name.topic if node and node.name else None


class Taxonomy(Model):
    """All nodes, without contradiction.

    Raises:
        TaxonomyError: Two entries contradict each other, or one is not well formed; the message names it.
    """

    archives: tuple[Archive, ...]
    categories: tuple[Category, ...]
    topics: tuple[Topic, ...]

    def __hash__(self) -> int:
        return hash(self.version)

    @cached_property
    def version(self) -> str:
        """8 hex digits that change with any entry."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(content.encode()).hexdigest()[:8]

    @cached_property
    def names(self) -> NameNode:
        """The root of the tree of all names of topics; not to be changed."""
        root = NameNode()
        for topic in self.topics:
            for printed in topic.names:
                node = root
                for word in normalize_term(printed).split():
                    node = node.after.setdefault(word, NameNode())
                if node.name is None or node.name.guarded:
                    cased = printed if _is_short_acronym(printed) else None
                    node.name = TopicName(topic, printed in topic.guarded, cased)
        return root

    @cached_property
    def _topics(self) -> dict[str, Topic]:
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def _categories(self) -> dict[str, Category]:
        return {category.code: category for category in self.categories}

    def topic(self, topic_id: str) -> Topic | None:
        """Return the topic of that id; None if there is none."""
        return self._topics.get(topic_id)

    def category(self, code: str) -> Category | None:
        """Return the category of that full code; None if there is none."""
        return self._categories.get(code)

    def path(self, topic_id: str) -> tuple[str, ...]:
        """Return `("cs.IR", "Retrieval-augmented generation")`; `()` for an unknown id."""
        topic = self._topics.get(topic_id)
        return (topic.parent, topic.label) if topic else ()

    @model_validator(mode="after")
    def _agrees(self) -> "Taxonomy":
        _check_codes(self)
        _check_topics(self)
        return self


def _is_short_acronym(name: str) -> bool:
    return name.isalnum() and len(name) <= 4 and sum(letter.isupper() for letter in name) >= 2


def _check_codes(taxonomy: Taxonomy) -> None:
    archives = {archive.code for archive in taxonomy.archives}
    for kind, nodes in (("archive", taxonomy.archives), ("category", taxonomy.categories)):
        codes = Counter(node.code for node in nodes)
        for code, count in codes.items():
            if count > 1:
                raise TaxonomyError(f"{kind} `{code}` stands in the taxonomy {count} times; keep one")
    for category in taxonomy.categories:
        if category.archive not in archives:
            raise TaxonomyError(f"category `{category.code}` belongs to the unknown archive `{category.archive}`")


def _check_topics(taxonomy: Taxonomy) -> None:
    codes = {category.code for category in taxonomy.categories}
    ids: set[str] = set()
    owners: dict[str, str] = {}
    for topic in taxonomy.topics:
        if not _SLUG.fullmatch(topic.id):
            raise TaxonomyError(f"topic `{topic.id}`: an id has lower-case letters, digits and single hyphens only")
        if topic.id in ids:
            raise TaxonomyError(f"topic `{topic.id}` stands in the taxonomy twice; remove one")
        if topic.parent not in codes:
            raise TaxonomyError(f"topic `{topic.id}` stands under the unknown category `{topic.parent}`")
        ids.add(topic.id)
        for name in topic.names:
            key = normalize_term(name)
            if not key:
                raise TaxonomyError(f"topic `{topic.id}`: the name `{name}` holds no word")
            owner = owners.setdefault(key, topic.id)
            if owner != topic.id:
                raise TaxonomyError(f"`{name}` is a name of two topics, `{owner}` and `{topic.id}`; keep it in one")


@lru_cache(maxsize=4)
def load_taxonomy(path: Path | None = None) -> Taxonomy:
    """Return the packaged taxonomy, or arXiv's categories with the topics of another file of the same form.

    Raises:
        TaxonomyError: The file cannot be read, is not well formed, or contradicts itself.
    """
    listed = _read_toml(_DATA / "categories.toml")
    archives = tuple(Archive(code=code, name=name) for code, name in _strings(listed, "archives").items())
    categories = tuple(
        Category(code=code, name=name, archive=code.partition(".")[0])
        for code, name in _strings(listed, "categories").items()
    )
    source = path or _DATA / "topics.toml"
    return Taxonomy(archives=archives, categories=categories, topics=_parse_topics(_read_toml(source), source.name))


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise TaxonomyError(f"{path} cannot be read ({error.strerror}); name a file of topics in TOML") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TaxonomyError(f"{path} is not TOML in UTF-8: {error}") from error


def _strings(table: dict[str, object], key: str) -> dict[str, str]:
    values = table[key]
    if not isinstance(values, dict):
        raise TaxonomyError(f"`{key}` is not a table")
    return values


def _parse_topics(table: dict[str, object], source: str) -> tuple[Topic, ...]:
    marked = {mark: _marked(table, mark, source) for mark in _MARKS}
    topics = []
    for code, entries in table.items():
        if code in _MARKS:
            continue
        if not isinstance(entries, dict):
            raise TaxonomyError(f"{source}: `{code}` is not a table of topics")
        for topic_id, names in entries.items():
            marks = {mark: topic_id in ids for mark, ids in marked.items()}
            topics.append(_parse_topic(topic_id, names, code, marks, source))
    known = {topic.id for topic in topics}
    for mark, ids in marked.items():
        if unknown := sorted(ids - known):
            raise TaxonomyError(f"{source}: `{mark}` lists `{unknown[0]}`, which is no topic")
    return tuple(topics)


def _marked(table: dict[str, object], mark: str, source: str) -> frozenset[str]:
    ids = table.get(mark, [])
    if not isinstance(ids, list):
        raise TaxonomyError(f"{source}: `{mark}` is not a list of ids")
    return frozenset(map(str, ids))


def _parse_topic(topic_id: str, names: object, parent: str, marks: dict[str, bool], source: str) -> Topic:
    label, *others = [name.strip() for name in names.split(";")] if isinstance(names, str) else [""]
    if not label or not all(name.removesuffix("?") for name in others):
        raise TaxonomyError(f'{source}: topic `{topic_id}` is not "Label; other name; …" without an empty name')
    return Topic(
        id=topic_id,
        label=label,
        parent=parent,
        aliases=tuple(name for name in others if not name.endswith("?")),
        guarded=tuple(name[:-1] for name in others if name.endswith("?")),
        **marks,
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


def normalize_term(term: str) -> str:
    """Return the form in which terms are compared: words in lower case, singular, American, joined by one blank.

    Hyphen, slash and blank are the same; a prefix such as `pre` or `multi` is joined to its word. Idempotent.

    >>> normalize_term("Multi-Task Learning of behaviours")
    'multitask learning of behavior'
    """
    words: list[str] = []
    prefix = ""
    for token in _TOKEN.findall(term):
        word = "" if token[0] in "'’" else normalize_word(prefix + token)
        if word in PREFIXES:
            prefix = word
        elif word:
            words.append(word)
            prefix = ""
    return " ".join([*words, prefix] if prefix else words)


def normalize_word(word: str) -> str:
    """Return the normal form of one word without blanks: NFKC, lower case, singular, American spelling."""
    return _remembered_word(word) if len(word) <= _LONGEST_WORD else _normal_word(word)


def _normal_word(word: str) -> str:
    if word.isascii():
        normal = _singular(word.lower())
    else:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
        normal = _singular("".join(letter for letter in folded if letter.isalnum()))
    if _BRITISH.search(normal):
        for pattern, replacement in _SPELLINGS:
            normal = pattern.sub(replacement, normal)
    return normal


_remembered_word = lru_cache(maxsize=1 << 16)(_normal_word)


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is", "ics", "os")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1]
