"""Faults on the way: what goes wrong between the model and the client; `behaviour` finds every name."""

import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from tests.servers.http import Manner, Reply, json_reply, text_reply
from tests.servers.models import CONTENT, good
from tests.servers.replies import error
from tests.servers.turn import Behaviour, Turn, answer_as_kind

PORTAL = (
    "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Welcome to the Marsh Hotel network</body></html>"
)
BUSY = "<html><head><title>503 Service Temporarily Unavailable</title></head><body><h1>503</h1></body></html>"
_AFTER = re.compile(r"(?P<name>.+)-after-(?P<count>\d+)")
_AT = re.compile(r"(?P<name>.+)-at-(?P<first>\d+)-(?P<last>\d+)")


def _limited(retry_after: str) -> Behaviour:
    said = error(429, "Rate limit reached for requests", "requests", "rate_limit_exceeded")
    return lambda _: said._replace(headers=(*said.headers, ("Retry-After", retry_after)))


def _always(reply: Reply) -> Behaviour:
    return lambda _: reply


def _manner(manner: Manner) -> Behaviour:
    return lambda turn: good(turn)._replace(manner=manner)


def _unknown_model(turn: Turn) -> Reply:
    return error(404, f"model '{turn.chat.model}' not found, try pulling it first", "api_error")


def _cut_json(turn: Turn) -> Reply:
    whole = good(turn)
    return whole._replace(content=whole.content[: len(whole.content) // 2])


def _no_choices(turn: Turn) -> Reply:
    return json_reply({**json.loads(good(turn).content), "choices": []})


def _context(turn: Turn) -> Reply:
    message = f"This model's maximum context length is 2048 tokens. However, you requested {turn.chat.prompt_tokens}."
    return error(400, message, code="context_length_exceeded")


def _redirect(turn: Turn) -> Reply:
    location = f"http://127.0.0.2:{turn.memory.port}/v1/chat/completions"
    return Reply(307, b"", (("Location", location),))


def _hang_at_schema(turn: Turn) -> Reply:
    """Hang where a schema is to be enforced by `response_format`; all else is answered."""
    return good(turn)._replace(manner="hang") if turn.chat.form == "json_schema" else _sane(turn)


def _sane(turn: Turn) -> Reply:
    return good(turn) if turn.chat.is_extraction else answer_as_kind(turn)


def _flaky(turn: Turn) -> Reply:
    return text_reply(BUSY, 503, "text/html") if turn.nth % 3 == 0 else good(turn)


def _headers_told(status: int) -> Behaviour:
    def told(turn: Turn) -> Reply:
        return error(status, f"bad request, headers were: {json.dumps(dict(turn.chat.headers))}")

    return told


FAULTS: Mapping[str, Behaviour] = {
    "rate-limited": _limited("1"),
    "rate-limited-long": _limited("600"),
    "rate-limited-negative": _limited("-5"),
    "quota": _always(error(429, "You exceeded your current quota, please check your plan and billing details.",
                           "insufficient_quota", "insufficient_quota")),
    "error-500": _always(error(500, "the model stumbled", "server_error")),
    "error-502": _always(text_reply("Bad Gateway", 502)),
    "error-503-html": _always(text_reply(BUSY, 503, "text/html")),
    "flaky": _flaky,
    "context": _context,
    "unknown-model": _unknown_model,
    "unauthorized": _always(error(401, "Incorrect API key provided.", code="invalid_api_key")),
    "forbidden": _always(error(403, "Your project does not have access to this model.", code="model_not_allowed")),
    "reset": _manner("reset"),
    "close": _manner("close"),
    "cut-body": _manner("cut"),
    "cut-chunks": _manner("cut-chunks"),
    "chunked": _manner("chunked"),
    "hang": _manner("hang"),
    "drip": _manner("drip"),
    "hang-at-schema": _hang_at_schema,
    "html-200": _always(text_reply(PORTAL, 200, "text/html; charset=utf-8")),
    "empty-200": _always(Reply(200, b"", (("Content-Type", "application/json"),))),
    "cut-json-200": _cut_json,
    "no-choices": _no_choices,
    "error-in-200": _always(error(200, "model is loading", "unavailable_error", 503)),
    "redirect": _redirect,
    "dies": lambda _: Reply(manner="close", dies=True),
    "echo-headers-400": _headers_told(400),
    "echo-headers-401": _headers_told(401),
}  # fmt: skip
"""Replies that are no answer, by the model's name."""

MODELS: Mapping[str, Behaviour] = {**CONTENT, **FAULTS}
"""All names; `-once`, `-after-N` and `!` may follow them."""


class Found(NamedTuple):
    """What a model's name stands for."""

    behaviour: Behaviour
    is_total: bool
    """It applies to probes too."""


def behaviour(model: str) -> Found | None:
    """Read a model's name.

    `NAME-once`: the first request only, good ones follow. `NAME-after-N`: good ones come first.
    `NAME-at-A-B`: the A-th to the B-th only. `dies-after-N` is gone
    right after its N-th answer. `NAME!`: probes and trials of schemas are answered so too, and counted.
    """
    name = model.removesuffix("!")
    found = MODELS.get(name)
    if found is None and (name.removesuffix("-once")) in MODELS:
        found = _first(MODELS[name.removesuffix("-once")], 1)
    elif found is None and (match := _AFTER.fullmatch(name)) and match["name"] in MODELS:
        count = int(match["count"])
        found = _dying(count) if match["name"] == "dies" else _later(MODELS[match["name"]], count)
    elif found is None and (match := _AT.fullmatch(name)) and match["name"] in MODELS:
        found = _between(MODELS[match["name"]], int(match["first"]), int(match["last"]))
    return Found(found, model.endswith("!")) if found else None


def _first(bad: Behaviour, count: int) -> Behaviour:
    return lambda turn: bad(turn) if turn.nth <= count else good(turn)


def _later(bad: Behaviour, count: int) -> Behaviour:
    return lambda turn: good(turn) if turn.nth <= count else bad(turn)


def _between(bad: Behaviour, first: int, last: int) -> Behaviour:
    return lambda turn: bad(turn) if first <= turn.nth <= last else _sane(turn)


def _dying(count: int) -> Behaviour:
    return lambda turn: good(turn)._replace(dies=turn.nth >= count)
