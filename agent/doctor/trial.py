"""One invented abstract, asked about as a build would ask, and what that costs; no answer stays."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from agent.extract.model.agent import ModelEngine, aside
from agent.extract.model.parse import parse
from agent.extract.model.session import Session
from agent.extract.sentences import number_sentences
from cache.answers import Answers
from schemas.base import Model
from schemas.exchange import KeptAnswer, Reply
from schemas.outcome import Extracted, Failed, Outcome, Refused
from schemas.paper import Entry, Paper
from schemas.taxonomy import Taxonomy

_TITLE = "Plumwick: Sorting Pebbles by Their Echo"
_ABSTRACT = (
    "Sorting river pebbles by eye is slow. We present Plumwick, which sorts pebbles by the echo of a single tap. "
    "On BrookSet, a set of 900 pebbles, it is 2.5x faster than sorting by eye and makes 12% fewer errors."
)
SAMPLE = Paper(
    id="t:invented-for-the-doctor",
    title=_TITLE,
    abstract=_ABSTRACT,
    sources=(Entry(page="doctor", position=0, kind="plain", title=_TITLE, abstract=_ABSTRACT),),
)
"""What a server is tried with; invented."""
_TODO = {
    "unusable": ": try another model, larger ones write better answers",
    "timeout": ": see what the server does, try a smaller model, or raise `--timeout`",
    "cut": "",  # these three say it themselves
    "cut-prompt": "",
    "too-long": "",
}


class Trial(Model):
    """What came of asking about one invented abstract."""

    outcome: Literal["extracted", "refused", "failed"]
    detail: str = ""
    """Why nothing was extracted."""
    kept: int = 0
    """Statements that passed: TL;DR, method, claims."""
    dropped: tuple[str, ...] = ()
    """A sentence for each statement that did not pass the checks."""
    requests: int = 0
    """Replies that came; 0 if none did."""
    seconds: float | None = None
    prompt_tokens: int | None = None
    answer_tokens: int | None = None
    tokens_a_second: float | None = None
    papers_an_hour: int | None = None
    """Asked about one after the other."""
    thinks: bool = False
    """The model reasons before it answers."""


async def try_out(session: Session, taxonomy: Taxonomy, now: Callable[[], str]) -> Trial:
    """Ask about the sample as a build would; the answer is kept for as long as it is looked at."""
    with TemporaryDirectory(prefix="digest-doctor-") as folder, Answers(Path(folder) / "answers") as answers:
        engine = ModelEngine(session, taxonomy, answers, now)
        outcome = await engine.extract(SAMPLE)
        key = engine.key(number_sentences(SAMPLE.title, SAMPLE.abstract))
        return trial_of(outcome, answers.get(key) or answers.get(aside(key)))


def trial_of(outcome: Outcome, kept: KeptAnswer | None) -> Trial:
    """Return what came of a trial, and what its replies cost."""
    replies = [one.reply for one in kept.exchanges] if kept else []
    seconds = sum(reply.seconds for reply in replies)
    prompts = [reply.usage.prompt_tokens for reply in replies]
    answers = [reply.usage.answer_tokens for reply in replies]
    written = None if None in answers else sum(filter(None, answers))
    facts = {
        "requests": len(replies),
        "seconds": round(seconds, 3) if replies else None,
        "prompt_tokens": sum(filter(None, prompts)) if replies and None not in prompts else None,
        "answer_tokens": written if replies else None,
        "tokens_a_second": round(written / seconds, 1) if written and seconds else None,
        "papers_an_hour": int(3600 / seconds) if seconds else None,
        "thinks": any(map(_thinks, replies)),
    }
    if isinstance(outcome, Extracted):
        made = outcome.extraction
        dropped = (
            f"{lost.field} “{lost.text}”: " + "; ".join(finding.message for finding in lost.findings)
            for lost in made.dropped
        )
        passed = len(made.claims) + (made.tldr is not None) + (made.method is not None)
        return Trial.model_validate({"outcome": "extracted", "kept": passed, "dropped": tuple(dropped), **facts})
    return Trial.model_validate({"outcome": outcome.kind, "detail": _why(outcome), **facts})


def _why(outcome: Outcome) -> str:
    """Say why nothing was extracted, and what to do."""
    if isinstance(outcome, Refused):
        return f"the model will not read an invented abstract ({outcome.detail}): try another model"
    if isinstance(outcome, Failed):
        return outcome.detail + _TODO.get(outcome.reason, "; see what the server logs, and run this again")
    return ""


def _thinks(reply: Reply) -> bool:
    """Say whether a reply holds reasoning; an answer that merely stands in the field for it is none."""
    if "</think" in reply.content.lower():
        return True
    return bool(reply.reasoning) and (bool(reply.content.strip()) or parse(reply).answer is None)
