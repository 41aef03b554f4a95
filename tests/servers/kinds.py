"""Kinds of servers: what they hold an answer to, refuse, ignore or die of; `KINDS` is the table.

Measured for llama-server, llama-cpp-python, transformers and the gateway; from issues and documentation for the others.
"""

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from tests.servers import objections, overflows, pages
from tests.servers.chat import Chat, Form
from tests.servers.http import Reply, json_reply, text_reply
from tests.servers.pages import Pages, Setup
from tests.servers.replies import error

Hold = Literal["enforced", "any", "ignored"]
"""Of a form: the schema is kept to; it is JSON, but of any shape; the request is answered as if it did not say it."""
Objection = Callable[[Chat], Reply | None]
Overflow = Callable[[Chat, int], Reply | Chat | None]
"""What happens to a prompt beyond the context: an error, the prompt that is left, or nothing."""


def _not_found(_method: str, _path: str) -> Reply:
    return json_reply({"detail": "Not Found"}, 404)


def _not_found_at_llama(_method: str, _path: str) -> Reply:
    return json_reply({"error": {"message": "File Not Found", "type": "not_found_error", "code": 404}}, 404)


def _not_found_in_words(_method: str, _path: str) -> Reply:
    return text_reply("404 page not found", 404)


def _found_anyway(method: str, path: str) -> Reply:
    return json_reply({"error": f"Unexpected endpoint or method. ({method} {path})"})


def _any_model(_: Chat) -> Reply | None:
    return None


def _no_such_model(chat: Chat) -> Reply | None:
    return error(404, f"The model `{chat.model}` does not exist.", "NotFoundError", "model_not_found")


def _no_such_alias(chat: Chat) -> Reply | None:
    return error(400, f"/chat/completions: Invalid model name passed in model={chat.model}", "None", "400")


def _not_loaded(chat: Chat) -> Reply | None:
    return json_reply({"detail": f"{chat.model} is not a local folder and is not a valid model identifier"}, 400)


class Kind(NamedTuple):
    """One kind of server."""

    pages: Callable[[Setup], Pages]
    holds: Mapping[Form, Hold] = {}
    """Forms that are not named are ignored."""
    objects: Objection = objections.nothing
    overflows: Overflow = overflows.one_error
    unknown: Objection = _no_such_model
    """What is said to the name of a model that does not exist."""
    missing: Callable[[str, str], Reply] = _not_found
    without_v1: bool = False
    """Chat completions are answered without `/v1` too."""
    speaks_in_reasoning: bool = False
    """JSON that was asked for stands in `reasoning_content`."""
    denied: int = 401
    """HTTP status without the key."""
    context_tokens: int = 8192
    lists_one: bool = False
    """It was started with one model."""


_ALL: Mapping[Form, Hold] = {
    "json_schema": "enforced", "json_object_schema": "enforced", "json_object": "any", "tools": "enforced"
}  # fmt: skip
_STANDARD: Mapping[Form, Hold] = {**_ALL, "json_object_schema": "any"}
_NO_TOOLS: Mapping[Form, Hold] = {**_ALL, "tools": "ignored"}

_LLAMA = Kind(
    pages.llama_server,
    _NO_TOOLS,
    overflows=overflows.llama_server,
    unknown=_any_model,
    missing=_not_found_at_llama,
    without_v1=True,
    lists_one=True,
)
_OLLAMA = Kind(pages.ollama, overflows=overflows.front_lost, missing=_not_found_in_words)

KINDS: Mapping[str, Kind] = {
    "openai": Kind(pages.openai, _STANDARD, objections.openai, overflows.openai),
    "llama-server": _LLAMA,
    "llama-cpp-python": Kind(
        pages.llama_cpp_python, _ALL, objections.llama_cpp_python, overflows.openai, _any_model, lists_one=True
    ),
    "ollama": _OLLAMA._replace(holds={**_STANDARD, "tools": "ignored"}, objects=objections.ollama, context_tokens=4096),
    "ollama-cloud": _OLLAMA._replace(pages=pages.ollama_cloud),
    "lm-studio": Kind(pages.lm_studio, _ALL, objections.lm_studio, overflows.lm_studio, missing=_found_anyway),
    "vllm": Kind(pages.vllm, _STANDARD, overflows=overflows.vllm, lists_one=True),
    "sglang": Kind(pages.sglang, _STANDARD, overflows=overflows.sglang, speaks_in_reasoning=True, lists_one=True),
    "localai": Kind(pages.localai, _STANDARD),
    "transformers": Kind(
        pages.transformers, objects=objections.transformers, overflows=overflows.nothing_said, unknown=_not_loaded
    ),
    "gateway": Kind(
        pages.gateway, _ALL, objections.gateway, overflows.gateway, _no_such_alias, without_v1=True, denied=500
    ),
    "tgi": Kind(pages.tgi, {"tools": "enforced"}, objections.tgi, overflows.tgi, lists_one=True),
    "grammar-choker": _LLAMA._replace(objects=objections.grammar_choker),
    "property-choker": _LLAMA._replace(objects=objections.property_choker),
    "bare": Kind(pages.bare, _STANDARD),
}
"""Kinds by their name."""
