"""Answer ─▶ Extraction: the rule of every field, shared by both engines.

What breaks its rule is dropped and kept with the findings; what says the same thing again is folded and not counted.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, repeat
from typing import Literal, TypeVar

from agent.extract.check import check_statement, occurs
from agent.extract.sentences import NumberedText
from agent.extract.topics import map_terms, term_occurs
from schemas.answer import Answer, ClaimAnswer, DatasetAnswer, MethodAnswer, SentenceNumbers, TldrAnswer
from schemas.extraction import (
    Claim,
    Dataset,
    Dropped,
    Extraction,
    Finding,
    Mention,
    Provenance,
    Role,
    Span,
    Statement,
)
from schemas.identity import text_hash
from schemas.taxonomy import Taxonomy

VERSION = "3"
"""Raised with every change of a rule here or in the checks: what was made of kept replies is made anew."""
MOST_TLDR_WORDS = 30
MOST_TASK_WORDS = 6
MOST_METHOD_NAMES = 6
MOST_CLAIMS = 8
MOST_KEY_CLAIMS = 3
MOST_DATASETS = 12
MOST_MODELS = 12
MOST_TOPICS = 6

_LETTERS = re.compile(r"[^\W\d_]+")
_LOOK_ALIKE = frozenset({"CYRILLIC", "ARMENIAN", "CHEROKEE"})  # Greek is left out: names like βVAE mix it openly

Field = Literal["tldr", "task", "method", "claim", "dataset", "model", "topic"]
Item = TypeVar("Item")


class _Drops:
    """What was dropped so far, in the order of the answer's fields."""

    def __init__(self) -> None:
        self.items: list[Dropped] = []

    def add(self, field: Field, text: str, findings: Iterable[Finding], sentences: SentenceNumbers = ()) -> None:
        self.items.append(Dropped(field=field, text=text, sentences=sentences, findings=tuple(findings)))

    def limit(self, field: Field, items: Iterable[Item], most: int, text: Callable[[Item], str]) -> tuple[Item, ...]:
        """Return the first `most` items; the rest is dropped."""
        kept: list[Item] = []
        for item in items:
            if len(kept) < most:
                kept.append(item)
            else:
                self.add(field, text(item), [Finding(rule="count", message=f"more than {most} are not kept")])
        return tuple(kept)


def derive(
    text: NumberedText,
    roles: Sequence[Role],
    answer: Answer,
    taxonomy: Taxonomy,
    provenance: Provenance,
    predicted_categories: Sequence[str] = (),
    silent: Collection[int] = (),
) -> Extraction:
    """Hold every field of an answer to its rule.

    Args:
        text: What the answer is about.
        roles: One a sentence, in order; a missing one is `other`.
        answer: What an engine said.
        taxonomy: What topics are mapped to.
        provenance: Kept as it is.
        predicted_categories: arXiv categories guessed from the text, best first.
        silent: 1-based numbers of sentences that carry nothing, whatever they say.

    Returns:
        What may be told; status `partial` if anything was dropped.
    """
    drops = _Drops()
    said = silenced(text, silent)
    tldr = _tldr(answer.tldr, said, drops)
    task = _task(answer.task, said, taxonomy, drops)
    method_names = _mentions("method", answer.method.names, MOST_METHOD_NAMES, said, drops)
    method = _method(answer.method, said, drops)
    claims = _claims(answer.claims, said, drops)
    datasets = _datasets(answer.datasets, said, drops)
    models = _mentions("model", answer.models, MOST_MODELS, said, drops)
    topics, terms = map_terms(_terms(answer.topics, said, taxonomy, drops), said, taxonomy)
    sentence_roles = chain(roles, repeat("other"))
    return Extraction(
        text_hash=text_hash(text.title, text.abstract),
        spans=tuple(
            Span(start=start, end=end, role=role)
            for (start, end), role in zip(text.spans, sentence_roles, strict=False)
        ),
        contribution=answer.contribution,
        task=task,
        tldr=tldr,
        method_names=method_names,
        method=method,
        claims=claims,
        datasets=datasets,
        models=models,
        topics=topics,
        terms=terms,
        predicted_categories=tuple(predicted_categories),
        dropped=tuple(drops.items),
        status="partial" if drops.items else "complete",
        provenance=provenance,
    )


def silenced(text: NumberedText, silent: Collection[int]) -> NumberedText:
    """Return the text with some of its sentences empty, so that they carry nothing; the others keep their numbers."""
    if not silent:
        return text
    spans = ((start, start if number in silent else end) for number, (start, end) in enumerate(text.spans, start=1))
    return text._replace(spans=tuple(spans))


def _tldr(answer: TldrAnswer | None, text: NumberedText, drops: _Drops) -> Statement | None:
    if answer is None:
        return None
    statement = _visible(answer.text)
    findings: list[Finding] = []
    words = len(statement.split())
    if words > MOST_TLDR_WORDS and not any(whole.endswith(statement[1:]) for whole in map(_visible, text.sentences)):
        message = f"the TL;DR has {words} words; at most {MOST_TLDR_WORDS} are kept, or one whole sentence"
        findings.append(Finding(rule="length", message=message))
    findings += check_statement(statement, answer.sentences, text)
    if findings:
        drops.add("tldr", statement, findings, answer.sentences)
        return None
    return Statement(text=statement, sentences=_numbers(answer.sentences))


def _task(answer: str | None, text: NumberedText, taxonomy: Taxonomy, drops: _Drops) -> str | None:
    if answer is None:
        return None
    task = _visible(answer)
    findings: list[Finding] = []
    words = len(task.split())
    if not 1 <= words <= MOST_TASK_WORDS:
        findings.append(Finding(rule="length", message=f"the task has {words} words; 1 to {MOST_TASK_WORDS} are kept"))
    if words and not term_occurs(task, text, taxonomy):
        findings.append(Finding(rule="occurrence", message="not all its words are in title or abstract"))
    if findings:
        drops.add("task", task, findings)
        return None
    return task


def _method(answer: MethodAnswer, text: NumberedText, drops: _Drops) -> Statement | None:
    if answer.summary is None:
        return None
    summary = _visible(answer.summary)
    if findings := check_statement(summary, answer.sentences, text):
        drops.add("method", summary, findings, answer.sentences)
        return None
    return Statement(text=summary, sentences=_numbers(answer.sentences))


def _claims(answers: Sequence[ClaimAnswer], text: NumberedText, drops: _Drops) -> tuple[Claim, ...]:
    carried: dict[str, Claim] = {}
    lost: set[str] = set()
    keys = 0
    for answer in answers:
        statement = _visible(answer.text)
        key = _fold(statement)
        if key in carried:
            continue
        if findings := check_statement(statement, answer.sentences, text):
            if key not in lost:
                drops.add("claim", statement, findings, answer.sentences)
            lost.add(key)
            continue
        keys += answer.key
        is_key = answer.key and keys <= MOST_KEY_CLAIMS
        carried[key] = Claim(text=statement, sentences=_numbers(answer.sentences), kind=answer.kind, key=is_key)
    return drops.limit("claim", carried.values(), MOST_CLAIMS, lambda claim: claim.text)


def _datasets(answers: Sequence[DatasetAnswer], text: NumberedText, drops: _Drops) -> tuple[Dataset, ...]:
    printed = [
        Dataset(name=mention.name, role=answer.role, sentences=mention.sentences)
        for answer in _folded(answers, lambda one: one.name)
        if (mention := _mention("dataset", answer.name, text, drops, answer.sentences))
    ]
    return drops.limit("dataset", printed, MOST_DATASETS, lambda dataset: dataset.name)


def _mentions(field: Field, names: Sequence[str], most: int, text: NumberedText, drops: _Drops) -> tuple[Mention, ...]:
    found = (_mention(field, name, text, drops) for name in _folded(names, str))
    return drops.limit(field, filter(None, found), most, lambda mention: mention.name)


def _mention(field: Field, name: str, text: NumberedText, drops: _Drops, cited: SentenceNumbers = ()) -> Mention | None:
    name = _visible(name)
    if _mixes_scripts(name):
        message = "letters of two scripts stand in one word, so that it looks like another name"
        drops.add(field, name, [Finding(rule="name", message=message)], cited)
        return None
    sentences = occurs(name, text)
    if sentences is None:
        message = "the name is printed neither in the title nor in the abstract"
        drops.add(field, name, [Finding(rule="occurrence", message=message)], cited)
        return None
    return Mention(name=name, sentences=sentences)


def _mixes_scripts(name: str) -> bool:
    """Say whether a word has both Latin letters and such of a script that has their look-alikes (UTS #39, 5.1)."""
    if name.isascii():
        return False
    for word in _LETTERS.findall(name):
        scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in word}
        if "LATIN" in scripts and scripts & _LOOK_ALIKE:
            return True
    return False


def _terms(answers: Sequence[str], text: NumberedText, taxonomy: Taxonomy, drops: _Drops) -> tuple[str, ...]:
    present: list[str] = []
    for term in map(_visible, _folded(answers, str)):
        if term_occurs(term, text, taxonomy):
            present.append(term)
        else:
            message = "neither its words nor an alias of it are in title or abstract"
            drops.add("topic", term, [Finding(rule="occurrence", message=message)])
    return drops.limit("topic", present, MOST_TOPICS, str)


def _folded(items: Iterable[Item], text: Callable[[Item], str]) -> Iterator[Item]:
    """Yield each item that does not repeat the text of an earlier one."""
    seen: set[str] = set()
    for item in items:
        key = _fold(_visible(text(item)))
        if key not in seen:
            seen.add(key)
            yield item


def _fold(text: str) -> str:
    return text.casefold().rstrip(".")


def _visible(text: str) -> str:
    """Return a text on one line without the characters that are not shown: an answer cannot steer a terminal."""
    folded = " ".join(text.split())
    if folded.isprintable():
        return folded
    return " ".join("".join(letter for letter in folded if unicodedata.category(letter)[0] != "C").split())


def _numbers(cited: SentenceNumbers) -> SentenceNumbers:
    return tuple(sorted(set(cited)))
