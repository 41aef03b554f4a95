"""What `digest show --trace` prints: every request about a paper, every reply word for word, what was found in it."""

from collections.abc import Iterator
from pathlib import Path

from agent.cli.options import settings
from agent.cli.printing import counted, out, out_json, tell
from agent.keeping import records
from agent.model_settings import MAX_TOKENS
from agent.settings import read_settings_file
from agent.tracing import Asked, Talk, Trace, trace
from cache.corrections import read_corrections
from cache.home import Home
from cache.library import Library
from schemas.exchange import Exchange, Reply
from schemas.outcome import Outcome
from schemas.taxonomy import load_taxonomy

_PURPOSES = {
    "extract": "the first question",
    "longer": "the same with more room, as the reply was cut",
    "repair": "again, with what was wrong",
}
_ROADS = {
    "instructor": "read as it stands (instructor's reader)",
    "own": "read from what stood around it (our own reader)",
    "none": "not read",
}


def show_trace(name: str, folder: Path, model: str | None, *, json: bool) -> None:
    """Print what is kept of asking about the paper with that present id.

    Raises:
        HomeError: Library or answers cannot be read.
    """
    home = Home(folder)
    with Library(home.library, read_only=True) as library:
        (record,) = records(library, [name], read_corrections(home.corrections), model)
    max_tokens = read_settings_file(Path.cwd()).get("max_tokens", MAX_TOKENS)
    found = trace(record, home, load_taxonomy(settings(folder).taxonomy), model, max_tokens)
    for problem in found.problems:
        tell(problem)
    if json:
        out_json(found.model_dump())
        return
    for line in text_of(found):
        out(line)


def text_of(found: Trace) -> Iterator[str]:
    """Yield all lines."""
    yield found.title
    yield found.paper
    for talk in found.talks:
        yield ""
        yield from _talk(talk)
    yield ""
    yield from _nothing(found) if not found.talks else _shown(found)


def _nothing(found: Trace) -> Iterator[str]:
    """Say why there is no talk to show."""
    made = found.shown.extraction.provenance if found.shown is not None and found.shown.kind == "extracted" else None
    if made is not None and made.model is not None:
        yield f"`{made.model}` was asked about this paper, but its replies are no longer kept; what it said is shown"
        yield f"by `digest show {found.paper}`, and `digest build PAGES --refresh {found.paper}` asks again"
        return
    failed = found.failure or (found.shown if made is None else None)
    if failed is not None and failed.kind in ("failed", "refused"):
        yield f"no reply is kept to what would be asked today: {_outcome(failed)}"
        return
    yield "no model was ever asked about this paper" + (f", `{found.model}` neither" if found.model else "")
    if failed is not None:
        yield f"there is nothing to ask about: {_outcome(failed)}"
    elif made is not None:
        yield "what is shown of it was extracted by the embedded engine, which asks nobody"


def _shown(found: Trace) -> Iterator[str]:
    shown, talked = found.shown, {talk.model for talk in found.talks}
    if shown is None:
        yield "nothing is shown of it yet: the next build reads it"
    else:
        made = shown.extraction.provenance if shown.kind == "extracted" else None
        by = f", by {f'`{made.model}`' if made.model else 'the embedded engine'}" if made else ""
        yield f"shown of it{by}: {_outcome(shown)}"
    if found.failure is not None:
        yield f"by `{found.model}`: {_outcome(found.failure)}"
    elif found.model and found.model not in talked:
        yield f"`{found.model}` was never asked about it"


def _talk(talk: Talk) -> Iterator[str]:
    yield f"Asked of `{talk.model}`, {talk.at}; kept as {talk.key[:12]}"
    if not talk.fits:
        yield "This is about another text than the paper has now, so that nothing is made of it."
    told = dict[tuple[str, str], int]()
    for number, asked in enumerate(talk.asked, start=1):
        yield ""
        yield from _request(number, len(talk.asked), asked.exchange, told)
        yield from _reply(asked.exchange.reply)
        yield from _findings(asked)
    if talk.outcome is not None:
        yield ""
        yield f"came of it: {_outcome(talk.outcome)}"
        yield from _dropped(talk.outcome)


def _request(number: int, whole: int, exchange: Exchange, told: dict[tuple[str, str], int]) -> Iterator[str]:
    """Yield a request; a message that stood in an earlier one is named, not repeated."""
    yield f"request {number} of {whole}: {exchange.purpose} ({_PURPOSES[exchange.purpose]})"
    yield f"  to {exchange.server}, {exchange.structure}, at most {exchange.max_tokens:,} tokens"
    for message in exchange.messages:
        earlier = told.setdefault((message.role, message.content), number)
        if earlier < number:
            yield f"  {message.role}: as in request {earlier}"
        else:
            yield f"  {message.role}:"
            yield from _verbatim(message.content)


def _reply(reply: Reply) -> Iterator[str]:
    usage = reply.usage
    counts = [
        f"{reply.seconds:.1f} s",
        "tokens of the prompt not counted" if usage.prompt_tokens is None else f"{usage.prompt_tokens:,} tokens in",
        "tokens of the answer not counted" if usage.answer_tokens is None else f"{usage.answer_tokens:,} out",
        f"finish reason {reply.finish_reason}" if reply.finish_reason else "no finish reason",
    ]
    yield f"reply{f' of {reply.model}' if reply.model else ''}: {', '.join(counts)}"
    parts = {
        "reasoning": reply.reasoning,
        "refusal": reply.refusal,
        "arguments of a tool": reply.tool_arguments,
        "content": reply.content or None,
    }
    for label, text in parts.items():
        if text is not None:
            yield f"  {label}:"
            yield from _verbatim(text)
    if not any(parts.values()):
        yield "  (empty)"


def _verbatim(text: str) -> Iterator[str]:
    yield from (f"    {line}" for line in text.split("\n"))


def _findings(asked: Asked) -> Iterator[str]:
    if asked.road is None:
        return
    yield f"found: {_ROADS[asked.road]}" + (f": {asked.problem}" if asked.problem else "")
    for finding in asked.findings:
        yield f"  {finding}"
    if not asked.problem and not asked.findings:
        yield "  nothing to ask again about"


def _outcome(outcome: Outcome) -> str:
    if outcome.kind == "extracted":
        dropped = len(outcome.extraction.dropped)
        return f"extracted, {outcome.extraction.status}" + (f", {counted(dropped, 'item')} dropped" if dropped else "")
    if outcome.kind == "failed":
        return f"failed ({outcome.reason}): {outcome.detail}"
    return f"{outcome.kind}: {outcome.detail}"


def _dropped(outcome: Outcome) -> Iterator[str]:
    if outcome.kind == "extracted":
        for lost in outcome.extraction.dropped:
            yield f"  dropped {lost.field} “{lost.text}”: " + "; ".join(one.message for one in lost.findings)
