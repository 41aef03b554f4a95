"""The form in which a model answers: flat, few tokens, every statement one line that ends with its sentences.

`"result: 3x faster than Dulmer on TarnSet [2]"` is a claim of kind `result` that cites s2. Ten short properties cost a
server less grammar, a small model less care and a laptop fewer tokens than nested objects; `WireAnswer.answer` turns
them into the `Answer` that both engines share.
"""

import re
from collections.abc import Iterable
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

_CITED = re.compile(
    r"\s*(?:\[\s*(?:s(?:entences?)?[.\s]*)?|\(\s*s(?:entences?)?[.\s]*)"
    r"(?P<numbers>\d{1,3}(?:\s*(?:,|;|and|&|-|–)\s*s?\.?\s*\d{1,3})*)\s*[\])]\s*\.?\s*$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d+)\s*[-–]\s*s?\.?\s*(\d+)")
_LABEL = re.compile(r"\s*[\"'*(\[]*([A-Za-z]+)[\"'*)\]]*\s*[:–—-]\s+")
_MOST_CITED = 40  # numbers that a range may stand for


def _text(value: object) -> object:
    """Take a missing text as empty and cut an endless one."""
    return "" if value is None else value[:LONGEST_TEXT] if isinstance(value, str) else value


def _texts(value: object) -> object:
    """Take a missing list as empty, a lone text as a list, and nothing beyond what is ever read."""
    if value is None:
        return []
    items = [value] if isinstance(value, str) else value
    return [_text(item) for item in items[:MOST_ITEMS]] if isinstance(items, list) else items


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
        method, tldr = cited(self.method), cited(self.tldr)
        return Answer(
            contribution=self.contribution,
            task=self.task.strip() or None,
            method=MethodAnswer(
                names=_said(self.names), summary=method.text or None, sentences=method.sentences if method.text else ()
            ),
            claims=tuple(_claim(line, place < self.key) for place, line in enumerate(_said(self.claims))),
            datasets=tuple(_dataset(line) for line in _said(self.datasets)),
            models=_said(self.models),
            topics=_said(self.topics),
            tldr=TldrAnswer(text=tldr.text, sentences=tldr.sentences) if tldr.text else None,
        )


class Cited(NamedTuple):
    """A line without the numbers at its end."""

    text: str
    sentences: SentenceNumbers
    """As cited, sorted, each once; empty if the line ends without any."""


def cited(line: str) -> Cited:
    """Part a line from the sentence numbers at its end.

    >>> cited("3x faster than Dulmer [2, s4]")
    Cited(text='3x faster than Dulmer', sentences=(2, 4))
    """
    text, numbers = line.strip(), set[int]()
    while match := _CITED.search(text):
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


def _claim(line: str, key: bool) -> ClaimAnswer:
    kind, rest = _labelled(line, get_args(ClaimKind))
    statement = cited(rest)
    return ClaimAnswer.model_validate(
        {
            "text": statement.text,
            "kind": kind or classify_claim(statement.text),
            "key": key,
            "sentences": statement.sentences,
        }
    )


def _dataset(line: str) -> DatasetAnswer:
    role, rest = _labelled(line, get_args(DatasetRole))
    named = cited(rest)
    return DatasetAnswer.model_validate({"name": named.text, "role": role or "other", "sentences": named.sentences})
