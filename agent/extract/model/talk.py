"""Exchanges ─▶ what to ask next, and what came of them: pure, so that kept answers are read again without a request.

A paper costs one request; one more if the reply was cut for want of room; one more, in a fresh prompt that tells the
findings alone, if the answer cannot be read or says what its sentences do not carry.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple, TypeVar

from agent.extract.addressed import find_addressed
from agent.extract.categorize import guess_categories
from agent.extract.check import check_statement
from agent.extract.derive import Field, derive, silenced
from agent.extract.extractive.engine import read_roles
from agent.extract.model.parse import Parsed, is_cut, parse, refused
from agent.extract.model.render import ask, ask_again, faults_of, visible
from agent.extract.model.wire import WireAnswer
from agent.extract.sentences import NumberedText
from agent.extract.topics import map_terms
from prompts import CANARIES
from schemas.answer import Answer, ClaimAnswer
from schemas.exchange import Exchange, Message, Purpose
from schemas.extraction import Extraction, Provenance, Role
from schemas.outcome import Extracted, Failed, Outcome, Refused
from schemas.taxonomy import Taxonomy

Item = TypeVar("Item")
_LARGER = "give the server a larger context (and tell it with `--context-tokens` if the server does not)"


class Step(NamedTuple):
    """The next request."""

    purpose: Purpose
    messages: tuple[Message, ...]
    faults: tuple[str, ...] = ()
    """What the request tells was wrong; for the trace."""


class Subject(NamedTuple):
    """What is talked about."""

    text: NumberedText
    roles: tuple[Role, ...]
    taxonomy: Taxonomy
    silent: frozenset[int] = frozenset()
    """1-based numbers of sentences that speak to their reader: what they say is no statement about the paper."""


def subject_of(text: NumberedText, taxonomy: Taxonomy) -> Subject:
    """Return a text with what both engines find out about its sentences."""
    return Subject(text, read_roles(text), taxonomy, find_addressed(text.sentences))


def next_step(exchanges: Sequence[Exchange], subject: Subject, more_room: bool) -> Step | None:
    """Return what to ask next; None if enough was said.

    Args:
        exchanges: So far, in order.
        subject: What they are about.
        more_room: A longer answer than the last one would fit.
    """
    if not exchanges:
        return Step("extract", ask(subject.text))
    last = exchanges[-1]
    if last.purpose == "repair" or last.cut_at is not None or refused(last.reply):
        return None
    said = parse(last.reply)
    if said.answer is None and is_cut(last.reply):
        if last.purpose == "extract" and more_room:
            return Step("longer", ask(subject.text))
        return None  # told again it would be cut again
    if faults := find_faults(said, subject):
        return Step("repair", ask_again(subject.text, faults), faults)
    return None


def find_faults(said: Parsed, subject: Subject) -> tuple[str, ...]:
    """Return what a repair would tell about a reply; empty if nothing in it is worth a request."""
    if said.answer is None:
        return (said.problem,)
    answer = said.answer.answer()
    faults = faults_of(_derive(answer, subject, _NOBODY).dropped)
    if leaked := leaks(said.answer, subject.text):
        return (f"{', '.join(leaked)} is of the example, not of this paper", *faults)
    return faults


def leaks(answer: WireAnswer, text: NumberedText) -> tuple[str, ...]:
    """Return the names of the prompt's example that stand in an answer and not in the text."""
    said = answer.model_dump_json().casefold()
    printed = f"{text.title} {text.abstract}".casefold()
    return tuple(name for name in CANARIES if name.casefold() in said and name.casefold() not in printed)


def conclude(exchanges: Sequence[Exchange], subject: Subject, provenance: Provenance) -> Outcome:
    """Return what came of a talk.

    Returns:
        `Extracted` if any reply could be read; else `Refused`, or `Failed` for a reason that lies with paper or model.
    """
    answers = [(one, parse(one.reply)) for one in heard(exchanges)]
    if not answers:
        return _cut_prompt(exchanges[-1])
    readable = [(one.purpose, said.answer.answer()) for one, said in answers if said.answer]
    if readable:
        first = readable[0][1]
        second = readable[-1][1] if len(readable) > 1 else None
        answer = first if second is None else combine(first, second, subject)
        return Extracted(extraction=_derive(answer, subject, provenance))
    if reason := next(filter(None, (refused(one.reply) for one, _ in answers)), None):
        return Refused(detail=reason)
    last = answers[-1][0]
    if is_cut(last.reply):
        remedy = "raise `max_tokens` in digest.toml"
        if _filled_context(exchanges):
            remedy = f"more do not fit beside the prompt; {_LARGER}"
        return Failed(reason="cut", detail=f"the answer did not fit into {last.max_tokens} tokens: {remedy}")
    return Failed(reason="unusable", detail=f"no answer could be read: {answers[-1][1].problem}")


def heard(exchanges: Sequence[Exchange]) -> list[Exchange]:
    """Return the exchanges whose prompt was read whole: of the others nothing is made."""
    return [one for one in exchanges if one.cut_at is None]


def is_over(exchanges: Sequence[Exchange], subject: Subject, context_tokens: int | None) -> bool:
    """Say whether there is nothing more to ask, whatever the room.

    Args:
        exchanges: So far, in order; at least one.
        subject: What they are about.
        context_tokens: The server's context as it is known now; None: it is not.
    """
    cut_at = exchanges[-1].cut_at
    if cut_at is not None:
        return context_tokens is None or context_tokens <= cut_at
    return next_step(exchanges, subject, more_room=True) is None


def _filled_context(exchanges: Sequence[Exchange]) -> bool:
    """Say whether a cut answer had all tokens of the context: none was asked for with twice as many, as it would be."""
    return exchanges[-1].purpose != "repair" and exchanges[-1].max_tokens < 2 * exchanges[0].max_tokens


def _cut_prompt(asked: Exchange) -> Failed:
    return Failed(
        reason="cut-prompt",
        detail=f"the server read only {asked.reply.usage.prompt_tokens} tokens of the prompt: {_LARGER}",
        context_tokens=asked.cut_at,
    )


def combine(first: Answer, second: Answer, subject: Subject) -> Answer:
    """Return the first answer with what failed in it replaced by what a repair said instead.

    What the first answer said and the text carries stays, whatever the repair makes of it. A list of which nothing
    stays is the repair's: it was of the prompt's example, or empty.
    """
    kept = _derive(first, subject, _NOBODY)
    lost = {(one.field, _folded(one.text)) for one in kept.dropped}
    # Said twice, once badly and once well, a claim is told.
    lost -= {("claim", _folded(claim.text)) for claim in kept.claims}

    def mend(field: Field, said: Sequence[Item], instead: Sequence[Item], text: Callable[[Item], str]) -> list[Item]:
        good = [item for item in said if (field, _folded(text(item))) not in lost]
        told = {_folded(text(item)) for item in good}
        new = [item for item in instead if _folded(text(item)) not in told]
        return [*good, *new[: len(said) - len(good)]] if good else new or list(said)

    method = first.method if kept.method or not second.method.summary else second.method
    names = mend("method", first.method.names, second.method.names, str)
    return first.model_copy(
        update={
            "task": first.task if kept.task or not second.task else second.task,
            "method": method.model_copy(update={"names": tuple(names)}),
            "claims": tuple(_mend_claims(first, second, lost, silenced(subject.text, subject.silent))),
            "datasets": tuple(mend("dataset", first.datasets, second.datasets, lambda one: one.name)),
            "models": tuple(mend("model", first.models, second.models, str)),
            "topics": tuple(mend("topic", first.topics, second.topics, str)),
            "tldr": first.tldr if kept.tldr or not second.tldr else second.tldr,
        }
    )


def _mend_claims(
    first: Answer, second: Answer, lost: AbstractSet[tuple[str, str]], text: NumberedText
) -> list[ClaimAnswer]:
    """Put claims of the repair that are carried in the place of those that were not; what has no such stays lost."""
    good = [claim for claim in first.claims if ("claim", _folded(claim.text)) not in lost]
    bad = [claim for claim in first.claims if claim not in good]
    told = {_folded(claim.text) for claim in good}
    new = [
        claim
        for claim in second.claims
        if _folded(claim.text) not in told and not check_statement(visible(claim.text), claim.sentences, text)
    ][: len(bad) if good else None]
    return [*good, *new, *bad[len(new) :]]


def _folded(text: str) -> str:
    return visible(text).casefold().rstrip(".")


_NOBODY = Provenance(engine="model", engine_version="")


def _derive(answer: Answer, subject: Subject, provenance: Provenance) -> Extraction:
    return _derived(answer, subject).model_copy(update={"provenance": provenance})


@lru_cache(maxsize=64)  # what a repair would be told is also what is told in the end
def _derived(answer: Answer, subject: Subject) -> Extraction:
    tags, _ = map_terms(answer.topics, silenced(subject.text, subject.silent), subject.taxonomy)
    text = subject.text
    guess = guess_categories(text.title, text.abstract, tags)
    told = derive(text, subject.roles, answer, subject.taxonomy, _NOBODY, silent=subject.silent)
    return told.model_copy(update=guess._asdict())
