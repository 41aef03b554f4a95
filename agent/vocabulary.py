"""Unmapped terms ─▶ suggestions for a file of topics; which names of a file are words of any text."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from agent.extract.phrases import is_common
from agent.extract.sentences import NumberedText
from agent.extract.topics import unnamed_phrases
from agent.extract.words import FUNCTION_WORDS, stem
from schemas.taxonomy import Taxonomy, Topic, normalize_term

NEAREST = 3
EXAMPLES = 3
"""Papers that are named with a term."""
_SHARED = 0.3
"""Least share of the weight of both names' words that is common to term and name; rare words weigh more."""
_TWO_LETTERS = 2


class Unmapped(NamedTuple):
    """A term that no topic answers to."""

    term: str
    papers: int
    examples: tuple[str, ...] = ()
    """Ids of some of the papers."""


class Near(NamedTuple):
    """A topic that a term may be another name of."""

    topic: str
    """Its id."""
    reason: str


class Suggestion(NamedTuple):
    """A term, and the topics it is near to, nearest first; none: it may be a topic of its own."""

    term: str
    papers: int
    examples: tuple[str, ...]
    near: tuple[Near, ...]


class CommonName(NamedTuple):
    """A name that many texts hold in another sense."""

    topic: str
    name: str


def repeated_phrases(texts: Iterable[tuple[str, NumberedText]], taxonomy: Taxonomy) -> list[Unmapped]:
    """Return phrases that no topic names and at least two papers hold, those of most papers first.

    Args:
        texts: Ids of papers, and their texts.
        taxonomy: Whose names are passed over.
    """
    papers: dict[str, list[str]] = defaultdict(list)
    printed: dict[str, str] = {}
    for name, text in texts:
        for key, phrase in {normalize_term(phrase): phrase for phrase in unnamed_phrases(text, taxonomy)}.items():
            papers[key].append(name)
            printed.setdefault(key, phrase)
    found = [Unmapped(printed[key], len(names), tuple(names[:EXAMPLES])) for key, names in papers.items()]
    return sorted((one for one in found if one.papers > 1), key=lambda one: (-one.papers, one.term))


def suggest(terms: Iterable[Unmapped], taxonomy: Taxonomy) -> list[Suggestion]:
    """Return what each term could be another name of; nothing is changed, a person decides.

    Left out is what is a name already: the text of the paper had it as a guarded one.
    """
    index = _Index(taxonomy)
    unknown = (term for term in terms if taxonomy.names.named(normalize_term(term.term).split()) is None)
    return [Suggestion(*term, near=tuple(index.near(term.term))) for term in unknown]


def common_names(topics: Iterable[Topic]) -> list[CommonName]:
    """Return names of one word of any text that are not guarded."""
    return [
        CommonName(topic.id, name)
        for topic in topics
        for name in (topic.label, *topic.aliases)
        if is_common(normalize_term(name)) and not name.isupper()
    ]


class _Index:
    """The words of all names."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._names = [(topic, name, _stems(name)) for topic in taxonomy.topics for name in topic.names]
        topics = Counter(word for topic in taxonomy.topics for word in set().union(*map(_stems, topic.names)))
        self._weights = {word: 1 / (1 + count) for word, count in topics.items()}
        self._holding: Mapping[str, list[int]] = defaultdict(list)
        for place, (_, _, words) in enumerate(self._names):
            for word in words:
                self._holding[word].append(place)
        self._initials: Mapping[str, list[int]] = defaultdict(list)
        for place, (_, name, _) in enumerate(self._names):
            self._initials[_initials(name)].append(place)

    def near(self, term: str) -> Iterator[Near]:
        """Yield up to 3 topics, each with the best reason."""
        found: dict[str, tuple[float, str]] = {}
        for score, topic, reason in [*self._by_initials(term), *self._by_words(term)]:
            if score > found.get(topic.id, (0.0, ""))[0]:
                found[topic.id] = (score, reason)
        ranked = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
        for topic_id, (_, reason) in ranked[:NEAREST]:
            yield Near(topic_id, reason)

    def _by_initials(self, term: str) -> Iterator[tuple[float, Topic, str]]:
        letters = term.removesuffix("s")
        if letters.isupper() and len(letters) > _TWO_LETTERS:
            for place in self._initials.get(letters.casefold(), ()):
                topic, name, _ = self._names[place]
                yield 2.0, topic, f"its letters begin the words of `{name}`"
        initials = _initials(term)
        for topic, name, _ in self._names if len(initials) > _TWO_LETTERS else ():
            if name.isupper() and name.casefold() == initials:
                yield 1.5, topic, f"its words begin with the letters of `{name}`"

    def _by_words(self, term: str) -> Iterator[tuple[float, Topic, str]]:
        words = _stems(term)
        weight, whole = self._weight(words), f" {normalize_term(term)} "
        for place in {place for word in words for place in self._holding.get(word, ())}:
            topic, name, others = self._names[place]
            shared = words & others
            share = 2 * self._weight(shared) / (weight + self._weight(others))
            if f" {normalize_term(name)} " in whole:
                yield 1 + share, topic, f"it holds the name `{name}`"
            elif (share >= _SHARED and len(shared) > 1) or share > 2 * _SHARED:
                yield share, topic, f"it shares words with `{name}`"

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self._weights.get(word, 1.0) for word in words)


def _stems(name: str) -> frozenset[str]:
    return frozenset(stem(word) for word in normalize_term(name).split() if word not in FUNCTION_WORDS)


def _initials(name: str) -> str:
    words = name.replace("-", " ").split()
    return (
        "".join(word[0].casefold() for word in words if word.casefold() not in FUNCTION_WORDS) if len(words) > 1 else ""
    )


def toml_of(suggestions: Sequence[Suggestion], taxonomy: Taxonomy) -> str:
    """Write suggestions as lines for a file that extends the packaged topics; every line waits behind a `#`."""
    lines = ["# Take the # from the lines that are right, and delete the others.", 'extends = "builtin"']
    by_home: dict[str, dict[str, list[Suggestion]]] = defaultdict(lambda: defaultdict(list))
    for one in suggestions:
        topic = taxonomy.topic(one.near[0].topic) if one.near else None
        by_home[topic.parent if topic else ""][topic.id if topic else ""].append(one)
    for home in sorted(by_home, key=lambda code: (not code, code)):
        lines += ["", f'["{home}"]' if home else "# Near to no topic. A topic of its own: id = 'Label; other name'"]
        for topic_id, found in sorted(by_home[home].items()):
            lines += [f"# {line}" for one in found for line in _comment(one)]
            if topic_id:
                lines.append(f"# {topic_id} = '+ {'; '.join(_plain(one.term) for one in found)}'")
    return "\n".join(lines) + "\n"


def _comment(one: Suggestion) -> Iterator[str]:
    examples = f" ({', '.join(one.examples)})" if one.examples else ""
    yield f"{_plain(one.term)}: {one.papers} paper{'' if one.papers == 1 else 's'}{examples}"
    for near in one.near:
        yield f"  {near.topic}: {near.reason}"


def _plain(term: str) -> str:
    """Return a term as it may stand in a line of TOML."""
    return "".join(letter for letter in term if letter.isprintable() and letter not in "'\";?#+")
