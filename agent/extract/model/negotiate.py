"""Which rung does a server keep to? Found by asking for something else than the schema says.

A status of 200 proves nothing: some servers accept `response_format` and ignore it. The probe's prompt asks for the
word hello, the schema for keys and values that nobody can guess: only a server that enforces the schema gives them.
Where none does, the schema is told in the prompt, and a valid answer shows that the model follows it: a wish, not a
rule. Before a rung is taken, the real schema is tried on it, since a larger grammar may be refused.

What is found is remembered, so that it must not rest on an accident: where a rung, or the whole schema, failed in a way
that may pass (it hangs, the connection broke, 500), it has a second trial once a lower one was seen to work.
"""

import asyncio
import secrets
from collections.abc import Sequence
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from agent.extract.model.identify import Server
from agent.extract.model.parse import objects
from agent.extract.model.rungs import ANSWER, TOLD, Dialect, Rung, body, form
from agent.extract.model.shape import Relaxed, schema_text
from agent.extract.model.transport import Transport
from agent.extract.model.wire import WireAnswer
from prompts import load_prompt
from schemas.errors import RequestError, ServerError
from schemas.exchange import Message, Reply

PROBE_TOKENS = 200
TRIAL_TOKENS = 16  # the answer does not matter, only whether the schema is taken
_SKIPPED: dict[str, tuple[Rung, ...]] = {
    "lm-studio": (Rung.JSON_OBJECT_SCHEMA, Rung.JSON_OBJECT),
    "llama-server": (Rung.TOOLS,),
}
_FATAL = ("unauthorized", "unknown-model", "quota", "moved", "web-page", "rate-limited", "overloaded")
_MAY_PASS = ("timeout", "broken", "disconnected", "unreachable", "not-an-answer")
"""Faults that say nothing certain about what was asked for."""


async def negotiate(
    transport: Transport, server: Server, model: str, structured: str = "auto", within_s: float = 300.0
) -> Dialect:
    """Find the best rung that a server keeps to.

    Args:
        transport: The way to it.
        server: What it said of itself; only orders what is tried.
        model: Its name.
        structured: `auto`, or the one rung to use.
        within_s: Seconds for all of it; a rung that hangs has half of what is left, and the next one is tried.

    Raises:
        ServerError: The server refuses the key or the model, died, or gives no structured answer on any rung.
    """
    trial = _Trial(transport, server, model, asyncio.get_running_loop().time() + within_s)
    rungs = _ladder(server, structured)
    said = dict[str, RequestError]()
    for place, rung in enumerate(rungs):
        dialect = await trial.of(rung, said, is_last=place == len(rungs) - 1)
        if dialect is None:
            continue
        for doubted in [one for one in rungs[:place] if one in said and said[one].kind in _MAY_PASS]:
            if better := await trial.of(doubted, said):
                return better
        return dialect
    if structured != "auto" and not said:
        return Dialect(rung=Rung(structured), enforced=False)
    raise _nothing_holds(server, model, list(said.values()))


def _nothing_holds(server: Server, model: str, faults: Sequence[RequestError]) -> ServerError:
    if faults and faults[-1].kind == "timeout":
        return stops_the_run(faults[-1], server, model)
    reasons = "; ".join(dict.fromkeys(one.message for one in faults)) or "no reply was the JSON that was asked for"
    return ServerError(
        f"`{model}` at {server} gives no structured answer ({reasons}); try a larger model, or `--structured prompt`"
    )


class _Trial(NamedTuple):
    """A server on trial."""

    transport: Transport
    server: Server
    model: str
    ends_at: float
    """By the clock of the event loop."""

    async def of(self, rung: Rung, said: dict[str, RequestError], *, is_last: bool = False) -> Dialect | None:
        """Try a rung with the real schema; None if the server does not keep to it, and `said` has what it said.

        Raises:
            ServerError: The next rung need not be tried: the key, the model or the server itself is the trouble.
        """
        left_s = max(self.ends_at - asyncio.get_running_loop().time(), 0.0)
        deadline_s = left_s if is_last else left_s / 2
        try:
            async with asyncio.timeout(deadline_s):
                dialect = await _try(self.transport, self.model, Dialect(rung=rung, enforced=False))
                return dialect and await _fit(self.transport, self.model, dialect)
        except TimeoutError:
            said[rung] = RequestError("timeout", f"no answer to `{rung}` within {deadline_s:.3g} s")
        except RequestError as error:
            await _go_on(self.transport, self.server, self.model, rung, error)
            said[rung] = error
        return None


def _ladder(server: Server, structured: str) -> Sequence[Rung]:
    if structured != "auto":
        return (Rung(structured),)
    skipped = _SKIPPED.get(server.kind, ())
    return [rung for rung in Rung if rung not in skipped]


async def _try(transport: Transport, model: str, dialect: Dialect) -> Dialect | None:
    """Probe a rung; return how to speak on it, or None if the server does not keep to it."""
    probe = make_probe()
    told = dialect.rung in TOLD
    wanted = form(probe, "Probe", dialect)
    prompt = load_prompt("probe").text
    if told:
        prompt = load_prompt("probe_told").filled(schema=schema_text(wanted.schema))
    messages = (Message(role="user", content=prompt),)
    reply, dialect = await _adapting(transport, model, messages, "Probe", probe, dialect, PROBE_TOKENS)
    if not _keeps_to(reply, probe):
        return None
    return dialect.model_copy(update={"enforced": not told})


async def _adapting(
    transport: Transport,
    model: str,
    messages: Sequence[Message],
    name: str,
    shape: type[BaseModel],
    dialect: Dialect,
    max_tokens: int,
) -> tuple[Reply, Dialect]:
    """Send a request; where the server refuses a word of it that can be said otherwise, say it otherwise."""
    for _ in range(4):
        try:
            return await transport.send(body(model, messages, form(shape, name, dialect), dialect, max_tokens)), dialect
        except RequestError as error:
            other = otherwise(error, dialect)
            if other is None:
                raise
            dialect = other
    raise RequestError("rejected", "the server refuses every way to say how long an answer may be")


def otherwise(error: RequestError, dialect: Dialect) -> Dialect | None:
    """Return how to say what a server refused; None if its words do not tell."""
    words = error.message.lower()
    if error.kind != "rejected":
        return None
    if "max_completion_tokens" in words and dialect.room == "max_tokens":
        return dialect.model_copy(update={"room": "max_completion_tokens"})
    if "temperature" in words and dialect.temperature:
        return dialect.model_copy(update={"temperature": False})
    if "strict" in words and dialect.strict:
        return dialect.model_copy(update={"strict": False})
    return None


async def _fit(transport: Transport, model: str, dialect: Dialect) -> Dialect | None:
    """Cut the real schema back until the server takes it; return None if it never does."""
    if dialect.rung in TOLD:
        return dialect
    doubted: list[Relaxed] = []
    for relaxed in Relaxed:
        fault, fitting = await _takes(transport, model, dialect.model_copy(update={"relaxed": relaxed}))
        if fitting is None:
            doubted += [relaxed] if fault in _MAY_PASS else []
            continue
        for again in doubted:
            _, better = await _takes(transport, model, fitting.model_copy(update={"relaxed": again}))
            if better is not None:
                return better
        return fitting
    return None


async def _takes(transport: Transport, model: str, dialect: Dialect) -> tuple[str, Dialect | None]:
    """Send the real schema; return what the fault was, or the dialect in which it is taken.

    Raises:
        RequestError: The schema is not what the server chokes on.
    """
    messages = (Message(role="user", content=load_prompt("probe").text),)
    try:
        _, spoken = await _adapting(transport, model, messages, ANSWER, WireAnswer, dialect, TRIAL_TOKENS)
    except RequestError as error:
        if error.kind not in ("rejected", "broken"):
            raise
        return error.kind, None
    return "", spoken


async def _go_on(transport: Transport, server: Server, model: str, rung: Rung, error: RequestError) -> None:
    """Decide after a fault whether the next rung may be tried.

    Raises:
        ServerError: It may not: the key, the model or the server itself is the trouble.
    """
    if error.kind in _FATAL:
        raise stops_the_run(error, server, model) from error
    if error.kind in ("broken", "disconnected", "unreachable") and not await is_alive(transport):
        raise ServerError(
            f"{server} died when it was asked for `{rung}` ({error.message});"
            " start it again and run with `--structured prompt`"
        ) from error


async def is_alive(transport: Transport) -> bool:
    """Say whether the server still answers anything at all."""
    return await transport.look(f"{transport.address}/models") is not None


def stops_the_run(error: RequestError, server: Server, model: str) -> ServerError:
    """Return what a fault that every paper would meet means for the user."""
    known = f"; it has {', '.join(server.models[:8])}" if server.models else ""
    todo = {
        "unauthorized": "set the key in `DIGEST_API_KEY`, or check that it is allowed to use this model",
        "unknown-model": f"name a model that it has with `--model`{known}",
        "quota": "nothing is left to spend: raise the limit, then run the same command again",
        "web-page": "name the address of its API with `--base-url`; it usually ends in /v1",
        "moved": "name the address that it moved to with `--base-url`",
        "rate-limited": "it takes no more requests now: run the same command again later",
        "overloaded": "it may still be loading: run the same command again when it is ready",
        "timeout": "it is too slow or hangs: see what it does, or raise `--timeout`",
    }
    return ServerError(f"{server} refuses `{model}` ({error.message}): {todo.get(error.kind, 'see what it logs')}")


def make_probe() -> type[BaseModel]:
    """Return a form whose keys and values nobody can guess."""
    key, one, other, inner = (f"{letter}{secrets.token_hex(3)}" for letter in "kabn")
    config = ConfigDict(extra="ignore")
    item = create_model("Item", __config__=config, **{inner: (int, ...)})  # type: ignore[call-overload]  # names are made here
    fields: dict[str, Any] = {
        key: (Literal[one, other], ...),
        "items": (Annotated[list[item], Field(max_length=3)], ...),
    }
    return create_model("Probe", __config__=config, **fields)


def _keeps_to(reply: Reply, probe: type[BaseModel]) -> bool:
    for text in (reply.tool_arguments, reply.content, reply.reasoning):
        for found in objects(text or ""):
            try:
                probe.model_validate(found)
            except ValidationError:
                continue
            return True
    return False
