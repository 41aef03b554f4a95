"""What one side of a comparison says of its papers."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from agent.correct import apply_corrections
from agent.extract.model.agent import ModelEngine
from agent.extract.model.session import Session
from agent.model_settings import ModelSettings
from cache.answers import Answers
from cache.home import Home
from cache.library import Library
from schemas.errors import UsageError
from schemas.exchange import KeptAnswer
from schemas.extraction import Extraction
from schemas.identity import normalized_title, text_hash
from schemas.paper import Paper
from schemas.record import Record
from schemas.taxonomy import Taxonomy

PROMPT = "prompt:"
PROMPT_DIGITS = 16
_SHORTEST = 4  # hex digits by which a prompt is named
_NOWHERE = "http://localhost"  # nothing is sent: what came of kept replies does not depend on an address


class Known(NamedTuple):
    """What a side says of one paper."""

    paper: Paper
    """With a person's corrections."""
    extraction: Extraction | None
    status: str
    """`complete`, `partial`, `refused`, `failed`, `skipped` or `not read`."""

    @property
    def names(self) -> Iterator[str]:
        """Yield all by which the other side may know the paper, the surest first."""
        yield self.paper.id
        yield from self.paper.ids
        yield f"title:{normalized_title(self.paper.title)}"


class Side(NamedTuple):
    """One side of a comparison."""

    name: str
    """For people."""
    papers: tuple[Known, ...]


def known_of(record: Record) -> Known:
    """Return what is told of a record."""
    corrected = apply_corrections(record)
    outcome = corrected.outcome
    if outcome is None:
        return Known(corrected.paper, None, "not read")
    if outcome.kind != "extracted":
        return Known(corrected.paper, None, outcome.kind)
    return Known(corrected.paper, outcome.extraction, outcome.extraction.status)


def engine_side(library: Library, engine: str) -> Side:
    """Return what one engine extracted, for all papers that it read.

    Raises:
        UsageError: It read none.
    """
    papers = []
    for name in library.all_papers():
        outcome = library.outcome_of(name, engine)
        if outcome is not None:
            record = library.record(name).model_copy(update={"outcome": outcome})
            papers.append(known_of(record))
    if not papers:
        raise UsageError(f"`{engine}` is no folder, week or prompt, and as a model it read no paper of this library")
    return Side(engine, tuple(papers))


def prompt_side(library: Library, home: Home, start: str, taxonomy: Taxonomy) -> Side:
    """Return what comes today of the replies to one prompt; where several models answered it, the newest reply counts.

    Args:
        library: The papers.
        home: Where replies are kept.
        start: The first hex digits of the prompt's hash, as `digest show --json` prints it.
        taxonomy: For topics.

    Raises:
        UsageError: No prompt, or several, begin so; the message lists those that are known.
    """
    papers = [library.record(name).paper for name in library.all_papers()]
    if not home.answers.is_dir():
        raise UsageError(f"`{PROMPT}{start}`: no reply of a model is kept in `{home.folder}`")
    with Answers(home.answers) as answers:
        by_prompt: dict[str, dict[str, tuple[str, KeptAnswer]]] = {}
        for key in answers.keys():  # noqa: SIM118  # it is no dictionary
            kept = answers.get(key)
            if kept is not None:
                place = by_prompt.setdefault(prompt_hash(kept), {})
                former = place.get(kept.text_hash)
                if former is None or former[1].at <= kept.at:
                    place[kept.text_hash] = key, kept
        found = [prompt for prompt in by_prompt if prompt.startswith(start)] if len(start) >= _SHORTEST else []
        if len(found) != 1:
            shown = "; ".join(f"{PROMPT}{prompt} ({len(by_prompt[prompt])} texts)" for prompt in sorted(by_prompt))
            raise UsageError(f"`{PROMPT}{start}` names {len(found)} prompts; known are {shown or 'none'}")
        known = _concluded(papers, by_prompt[found[0]].values(), answers, taxonomy)
        return Side(f"{PROMPT}{found[0]}", tuple(known))


def prompt_hash(kept: KeptAnswer) -> str:
    """Return the hash of the prompt that was asked with: of the first message, which all requests share."""
    return hashlib.sha256(kept.exchanges[0].messages[0].content.encode()).hexdigest()[:PROMPT_DIGITS]


def _concluded(
    papers: Iterable[Paper], kept: Iterable[tuple[str, KeptAnswer]], answers: Answers, taxonomy: Taxonomy
) -> Iterator[Known]:
    by_text = {answer.text_hash: (key, answer) for key, answer in kept}
    for paper in papers:
        key, answer = by_text.get(text_hash(paper.title, paper.abstract), ("", None))
        if answer is None:
            continue
        engine = ModelEngine(Session(ModelSettings(answer.model, _NOWHERE), Path(), str), taxonomy, answers, str)
        outcome = engine.conclude(paper, answer, key)
        if outcome is not None and outcome.kind == "extracted":
            yield Known(paper, outcome.extraction, outcome.extraction.status)
        elif outcome is not None:
            yield Known(paper, None, outcome.kind)
