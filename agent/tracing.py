"""Kept replies ─▶ the trace of a paper: what was asked, what was answered word for word, and what was made of it.

Nothing is asked and nothing is locked: findings are made anew from the replies, as a build makes them.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from agent.extract.model.agent import ModelEngine, aside
from agent.extract.model.parse import Road, is_cut, parse, refused
from agent.extract.model.session import Session
from agent.extract.model.talk import Subject, find_faults, subject_of
from agent.extract.sentences import NumberedText, number_sentences
from agent.model_settings import MAX_TOKENS, ModelSettings
from cache.answer_disk import DATABASE
from cache.answers import Answers
from cache.home import Home
from schemas.base import Model
from schemas.exchange import Exchange, KeptAnswer
from schemas.outcome import Outcome
from schemas.record import Record
from schemas.taxonomy import Taxonomy

_NOWHERE = "http://localhost"  # nothing is sent: neither keys nor findings depend on an address


class Asked(Model):
    """One request, its reply, and what the reply was found to hold."""

    exchange: Exchange
    road: Road | None
    """How the answer was read: `instructor`, `own`, or `none`; None if the talk is about another text."""
    problem: str
    """Why there is no answer; empty if there is one."""
    findings: tuple[str, ...] = ()
    """What a repair would tell: statements that their sentences do not carry."""


class Talk(Model):
    """All that was said between us and a model about one text, the last time it was asked."""

    key: str
    model: str
    at: str
    is_aside: bool
    """It gave no extraction, and is kept for the trace alone."""
    fits: bool
    """It is about the present title and abstract."""
    asked: tuple[Asked, ...]
    outcome: Outcome | None
    """What is made of it today; None if it is about another text."""


class Trace(Model):
    """What is kept of asking models about one paper."""

    paper: str
    title: str
    shown: Outcome | None
    """What the library shows of it."""
    model: str | None
    """The configured one; None if none is."""
    failure: Outcome | None
    """What the configured model failed with, where another engine's extraction is shown."""
    talks: tuple[Talk, ...] = ()
    """The one behind the shown extraction first; empty if no reply is kept."""
    problems: tuple[str, ...] = ()
    """A sentence for each kept answer that cannot be used."""


def trace(
    record: Record, home: Home, taxonomy: Taxonomy, model: str | None = None, max_tokens: int = MAX_TOKENS
) -> Trace:
    """Return what is kept of asking about a paper.

    Args:
        record: The paper and what the library shows of it.
        home: Where answers are kept.
        taxonomy: For the findings.
        model: The configured model, whose replies are looked for too if it gave no extraction.
        max_tokens: The room for answers that is configured; another one is another question.

    Raises:
        HomeError: The kept answers cannot be read.
    """
    found = Trace(
        paper=record.paper.id, title=record.paper.title, shown=record.outcome, model=model, failure=record.failure
    )
    if not (home.answers / DATABASE).is_file():
        return found
    with Answers(home.answers, read_only=True) as answers:
        talks = tuple(_talks(record, answers, taxonomy, model, max_tokens))
        return found.model_copy(update={"talks": talks, "problems": tuple(answers.problems)})


def _talks(record: Record, answers: Answers, taxonomy: Taxonomy, model: str | None, max_tokens: int) -> Iterator[Talk]:
    outcome = record.outcome
    made = outcome.extraction.provenance if outcome is not None and outcome.kind == "extracted" else None
    settings = ModelSettings(model or (made and made.model) or "", _NOWHERE, max_tokens=max_tokens)
    engine = ModelEngine(Session(settings, Path(), str), taxonomy, answers, str)
    keys = [made.answer] if made and made.answer else []
    if model and record.paper.abstract.strip():
        keys.append(engine.key(number_sentences(record.paper.title, record.paper.abstract)))
    told = list[Sequence[Exchange]]()
    for key in dict.fromkeys(keys):
        for place in (key, aside(key)):
            kept = answers.get(place)
            if kept is None or any(kept.exchanges == said[: len(kept.exchanges)] for said in told):
                continue  # what was set aside before a later reply gave an answer stands there again
            told.append(kept.exchanges)
            outcome = engine.conclude(record.paper, kept, place)
            yield _talk(record, kept, place, outcome, taxonomy, is_aside=place != key)


def _talk(
    record: Record, kept: KeptAnswer, key: str, outcome: Outcome | None, taxonomy: Taxonomy, *, is_aside: bool
) -> Talk:
    subject = None
    if outcome is not None:
        text = NumberedText(record.paper.title, record.paper.abstract, kept.spans)
        subject = subject_of(text, taxonomy)
    return Talk(
        key=key,
        model=kept.model,
        at=kept.at,
        is_aside=is_aside,
        fits=outcome is not None,
        asked=tuple(_asked(exchange, subject) for exchange in kept.exchanges),
        outcome=outcome,
    )


def _asked(exchange: Exchange, subject: Subject | None) -> Asked:
    """Read a reply as a build does; without a subject there is nothing that it could be compared with."""
    reply = exchange.reply
    if subject is None:
        return Asked(exchange=exchange, road=None, problem="it is about another text")
    said = parse(reply)
    if said.answer is not None:
        return Asked(exchange=exchange, road=said.road, problem="", findings=find_faults(said, subject))
    problem = refused(reply) or ("the reply was cut before its end" if is_cut(reply) else said.problem)
    return Asked(exchange=exchange, road=said.road, problem=problem)
