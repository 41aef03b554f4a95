"""The form in which a model answers: flat, few tokens, every statement one line that ends with its sentences.

`"result: 3x faster than Dulmer on TarnSet [2]"` is a claim of kind `result` that cites s2. Ten short properties cost a
server less grammar, a small model less care and a laptop fewer tokens than nested objects; `WireAnswer.answer` turns
them into the `Answer` that both engines share.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, NamedTuple, get_args

from pydantic import BeforeValidator, Field

from agent.extract.derive import MOST_CLAIMS, MOST_DATASETS, MOST_METHOD_NAMES, MOST_MODELS, MOST_TOPICS
from agent.extract.extractive.claims import classify_claim
from schemas.answer import (
    Answer,
    ClaimAnswer,
    ClaimKind,
    Contribution,
    DatasetAnswer,
    DatasetRole,
    MethodAnswer,
    SentenceNumbers,
    TldrAnswer,
)
from schemas.base import Model

MOST_ITEMS = 32
"""Of a list that is read at all; the rule of every field is far below it."""
LONGEST_TEXT = 2000
"""Characters of a text that is read; what is longer is cut, and fails its check."""

_S = r"(?:s(?:entences?)?\.? ?)?"  # what may stand before a number: s2, s. 2, sentence 2
_CITED = re.compile(
    rf"(?:\[|\((?= ?s)) ?{_S}(?P<numbers>\d{{1,3}}(?: ?(?:, ?and|,|;|and|&|-|–) ?{_S}\d{{1,3}})*)"
    r" ?[\])] ?(?:[.,;&]|and)?$",
    re.IGNORECASE,
)
_RANGE = re.compile(rf"(\d+) ?[-–] ?{_S}(\d+)", re.IGNORECASE)
_LABEL = re.compile(
    r"\s*[\"'*(\[]*([A-Za-z]+)(?: \([a-z]+\))?[\"'*)\]]*(?:\s*:\**\s*|\s*[–—-]\s+)"  # result (measured): 3x
)
_MOST_CITED = 40  # numbers that a range may stand for


def _text(value: object) -> object:
    """Take a missing text as empty, cut an endless one, and leave out half characters, which no file can keep."""
    if isinstance(value, str):
        return value[:LONGEST_TEXT].encode("utf-8", "ignore").decode()
    return "" if value is None else value


def _texts(value: object) -> object:
    """Take a missing list as empty, a lone text as a list, and nothing beyond what is ever read."""
    if value is None:
        return []
    items = [value] if isinstance(value, str) else value
    return [_text(item) for item in items[:MOST_ITEMS]] if isinstance(items, list | tuple) else items


def _line(longest: int) -> Any:
    # The bound is for grammars alone: a model that repeats itself runs into it. What is longer is read all the same.
    return Field(json_schema_extra={"maxLength": longest})


def _lines(most: int, longest: int) -> Any:
    return Field(strict=False, json_schema_extra={"maxItems": most, "items": {"type": "string", "maxLength": longest}})


Line = Annotated[str, BeforeValidator(_text)]
Lines = Annotated[tuple[str, ...], BeforeValidator(_texts)]


class WireAnswer(Model):
    """What a model writes; field order is the order of reasoning."""

    contribution: Contribution
    task: Annotated[Line, _line(80)]
    names: Annotated[Lines, _lines(MOST_METHOD_NAMES, 100)]
    method: Annotated[Line, _line(400)]
    claims: Annotated[Lines, _lines(MOST_CLAIMS, 400)]
    key: int
    datasets: Annotated[Lines, _lines(MOST_DATASETS, 100)]
    models: Annotated[Lines, _lines(MOST_MODELS, 100)]
    topics: Annotated[Lines, _lines(MOST_TOPICS, 60)]
    tldr: Annotated[Line, _line(300)]

    def answer(self) -> Answer:
        """Return the same in the form that both engines share."""
        method, tldr = _statement(self.method), _statement(self.tldr)
        return Answer(
            contribution=self.contribution,
            task=self.task.strip() or None,
            method=MethodAnswer(
                names=_said(self.names), summary=method and method.text, sentences=method.sentences if method else ()
            ),
            claims=tuple(_claim(said, place < self.key) for place, said in enumerate(_stated(self.claims, ClaimKind))),
            datasets=tuple(_dataset(said) for said in _stated(self.datasets, DatasetRole)),
            models=_said(self.models),
            topics=_said(self.topics),
            tldr=TldrAnswer(text=tldr.text, sentences=tldr.sentences) if tldr else None,
        )


class Cited(NamedTuple):
    """A line without the numbers at its end."""

    text: str
    sentences: SentenceNumbers
    """As cited, sorted, each once; empty if the line ends without any."""


class _Stated(NamedTuple):
    label: str | None
    text: str
    sentences: SentenceNumbers


def cited(line: str) -> Cited:
    """Part a line from the sentence numbers at its end.

    >>> cited("3x faster than Dulmer [2, s4]")
    Cited(text='3x faster than Dulmer', sentences=(2, 4))
    """
    text, numbers = " ".join(line.split()), set[int]()
    while match := _CITED.match(text, max(text.rfind("["), text.rfind("("), 0)):
        here = _numbers(match["numbers"])
        if 0 in here or (numbers and len(here) > 1):
            break  # "in the range [0, 1]" belongs to the statement
        numbers |= here
        text = text[: match.start()].rstrip()
    return Cited(text, tuple(sorted(numbers)))


def _numbers(listed: str) -> set[int]:
    found = {int(number) for number in re.findall(r"\d+", listed)}
    for first, last in _RANGE.findall(listed):
        if int(first) < int(last) <= int(first) + _MOST_CITED:
            found |= set(range(int(first), int(last) + 1))
    return found


def _said(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line.strip() for line in lines if any(map(str.isalnum, line)))


def _labelled(line: str, labels: tuple[str, ...]) -> tuple[str | None, str]:
    """Part a known label from the front of a line; None if there is none."""
    match = _LABEL.match(line)
    label = match.group(1).lower() if match else ""
    return (label, line[match.end() :]) if match and label in labels else (None, line)


def _statement(line: str) -> Cited | None:
    """Return what a line says; None if it holds nothing but numbers of sentences."""
    said = cited(line)
    return said if any(map(str.isalnum, said.text)) else None


def _stated(lines: Iterable[str], labels: object) -> Iterator[_Stated]:
    """Yield what lines with labels say, without those that say nothing."""
    for line in lines:
        label, rest = _labelled(line, get_args(labels))
        if said := _statement(rest):
            yield _Stated(label, *said)


def _claim(said: _Stated, key: bool) -> ClaimAnswer:
    kind = said.label or classify_claim(said.text)
    return ClaimAnswer.model_validate({"text": said.text, "kind": kind, "key": key, "sentences": said.sentences})


def _dataset(said: _Stated) -> DatasetAnswer:
    role = said.label or "other"
    return DatasetAnswer.model_validate({"name": said.text, "role": role, "sentences": said.sentences})
