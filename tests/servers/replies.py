"""What a model said ─▶ the body of a chat completion; errors in the words of servers."""

from typing import Any, NamedTuple

from tests.servers.chat import BYTES_A_TOKEN, Chat, tokens
from tests.servers.http import Reply, json_reply

MADE_AT = 1700000000  # Unix time of every completion: replies depend on requests alone


class Said(NamedTuple):
    """What a model said and how the server reports it."""

    content: str | None
    finish: str = "stop"
    reasoning: str | None = None
    """What stands in a field of its own beside the content."""
    refusal: str | None = None
    arguments: str | None = None
    """Of a call of the tool that was offered."""
    prompt_tokens: int | None = None
    """As reported; None: as counted."""
    counts: bool = True
    """Whether usage is reported at all."""
    is_bounded: bool = True
    """Whether the room that was asked for cuts it."""


def completion(said: Said, chat: Chat) -> Reply:
    """Return the reply that tells what a model said."""
    said = _cut(said, chat.room) if said.is_bounded else said
    message: dict[str, Any] = {"role": "assistant", "content": said.content}
    if said.reasoning is not None:
        message["reasoning_content"] = said.reasoning
    if said.refusal is not None:
        message["refusal"] = said.refusal
    if said.arguments is not None:
        function = {"name": _tool(chat), "arguments": said.arguments}
        message["tool_calls"] = [{"id": "call_1", "type": "function", "function": function}]
    choice = {"index": 0, "message": message, "finish_reason": said.finish}
    body: dict[str, Any] = {
        "id": "chatcmpl-fake",
        "object": "chat.completion",
        "created": MADE_AT,
        "model": chat.model,
        "choices": [choice],
    }
    if said.counts:
        asked = chat.prompt_tokens if said.prompt_tokens is None else said.prompt_tokens
        written = sum(tokens(text or "") for text in (said.content, said.reasoning, said.arguments))
        body["usage"] = {"prompt_tokens": asked, "completion_tokens": written, "total_tokens": asked + written}
    return json_reply(body)


def error(status: int, message: str, kind: str = "invalid_request_error", code: object = None, **more: object) -> Reply:
    """Return an error in OpenAI's form."""
    return json_reply({"error": {"message": message, "type": kind, "param": None, "code": code, **more}}, status)


def _cut(said: Said, room: int | None) -> Said:
    if room is None:
        return said
    most = room * BYTES_A_TOKEN
    content, arguments, reasoning = (_first(text, most) for text in (said.content, said.arguments, said.reasoning))
    if (content, arguments, reasoning) == (said.content, said.arguments, said.reasoning):
        return said
    return said._replace(content=content, arguments=arguments, reasoning=reasoning, finish="length")


def _first(text: str | None, most: int) -> str | None:
    """Return as much of a text as has room in so many bytes."""
    whole = (text or "").encode("utf-8", "surrogatepass")
    return text if len(whole) <= most else whole[:most].decode("utf-8", "ignore")


def _tool(chat: Chat) -> str:
    offered = chat.body.get("tools") or [{}]
    return str(offered[0].get("function", {}).get("name", "answer"))
