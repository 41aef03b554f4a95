"""Archive › arXiv category › topic: what a taxonomy is made of, and that it does not contradict itself."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, NamedTuple

from pydantic import Field, model_validator

from schemas.base import Model
from schemas.errors import TaxonomyError
from schemas.terms import normalize_term

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""Form of a topic's id."""

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
    aside: bool = False
    """Named once in many texts as a tool or an example: one mention counts only where hardly anything else does."""
    needs: tuple[str, ...] = ()
    """Words of which the text has to hold one, such as `neural`, or `learn*` for all that begin so; none if empty."""

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


class NameTree:
    """All names of topics by their first normal word; what follows a first word is built when a text holds it."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._waiting: dict[str, list[tuple[str, Topic]]] = {}
        self._begun: dict[str, NameNode] = {}
        for topic in topics:
            for printed in topic.names:
                first = normalize_term(printed).partition(" ")[0]
                self._waiting.setdefault(first, []).append((printed, topic))
        self.firsts = self._waiting.keys()
        """First normal words of names: most words of a text are none."""

    def begin(self, word: str) -> NameNode | None:
        """Return the node of the names that begin with a normal word; None if none does."""
        if word in self._waiting and word not in self._begun:
            self._begun[word] = _grow(self._waiting[word])
        return self._begun.get(word)

    def named(self, words: Sequence[str]) -> Topic | None:
        """Return the topic that these normal words name; None if they name none."""
        node = self.begin(words[0]) if words else None
        for word in words[1:]:
            node = node.after.get(word) if node else None
        return node.name.topic if node and node.name else None


def _grow(names: Sequence[tuple[str, Topic]]) -> NameNode:
    root = NameNode()
    for printed, topic in names:
        node = root
        for word in normalize_term(printed).split()[1:]:
            node = node.after.setdefault(word, NameNode())
        if node.name is None or node.name.guarded:
            cased = printed if _is_short_acronym(printed) else None
            node.name = TopicName(topic, printed in topic.guarded, cased)
    return root


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
    def names(self) -> NameTree:
        """All names of topics; not to be changed."""
        return NameTree(self.topics)

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """The words that any of the topics needs, each once; empty if none needs words."""
        return tuple(dict.fromkeys(word for topic in self.topics for word in topic.needs))

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
        if not SLUG.fullmatch(topic.id):
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
