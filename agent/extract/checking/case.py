"""What a rule judges: a statement beside its sentences and the whole text, in the forms that rules compare."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from agent.extract.checking.clauses import Clauses, read_clauses
from agent.extract.checking.tokens import read_tokens
from agent.extract.evidence import Evidence, join_evidence, read_evidence
from agent.extract.sentences import NumberedText
from agent.extract.words import repaired


class View(NamedTuple):
    """A text, read once for all statements about it."""

    title: str
    """Repaired."""
    sentences: tuple[Evidence, ...]
    whole: Evidence
    """Title and abstract."""


class Case(NamedTuple):
    """A statement with all that it is compared with."""

    statement: str
    """Repaired."""
    numbers: tuple[int, ...]
    """1-based numbers of the cited sentences, each once, in order."""
    sentences: tuple[Evidence, ...]
    """The cited sentences."""
    cited: Evidence
    """The cited sentences, joined."""
    whole: Evidence
    """Title and abstract."""

    lowered: str
    """The statement in lower case."""

    @property
    def labels(self) -> str:
        """The cited sentences for people: "s3, s5"."""
        return ", ".join(f"s{number}" for number in self.numbers)

    @property
    def texts(self) -> list[str]:
        """The cited sentences, repaired."""
        return [sentence.text for sentence in self.sentences]

    @property
    def has_own_words(self) -> bool:
        """Say whether the statement prints words that the cited sentences lack."""
        return any(key.isalpha() and key not in self.cited.stems for key in read_tokens(self.statement).stems)

    @property
    def clauses(self) -> list[Clauses]:
        """The words of each cited sentence."""
        return [read_clauses(sentence.text) for sentence in self.sentences]


@lru_cache(maxsize=64)
def view_of(text: NumberedText) -> View:
    """Read a text."""
    sentences = tuple(read_evidence(sentence) for sentence in text.sentences)
    return View(repaired(text.title), sentences, join_evidence((read_evidence(text.title), *sentences)))


def case_of(statement: str, cited: Sequence[int], text: NumberedText) -> Case:
    """Return a statement beside the sentences it cites, which exist."""
    numbers = tuple(sorted(set(cited)))
    view = view_of(text)
    sentences = tuple(view.sentences[number - 1] for number in numbers)
    plain = repaired(statement)
    cited_all = sentences[0] if len(sentences) == 1 else _joined(text, numbers)
    return Case(plain, numbers, sentences, cited_all, view.whole, plain.lower())


@lru_cache(maxsize=1024)
def _joined(text: NumberedText, numbers: tuple[int, ...]) -> Evidence:
    sentences = view_of(text).sentences
    return join_evidence(tuple(sentences[number - 1] for number in numbers))
