"""A client of a few lines for tests of the server itself: http.client, one connection a request."""

import http.client
import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any, NamedTuple

from agent.extract.model.render import ask, ask_again
from agent.extract.sentences import number_sentences
from tests.servers.fake import FakeServer

Messages = Sequence[Mapping[str, Any]]


class Fetched(NamedTuple):
    """What came back."""

    status: int
    content: bytes
    headers: dict[str, str]

    @property
    def body(self) -> Any:
        """The parsed JSON."""
        return json.loads(self.content)


def about(title: str, abstract: str, faults: Sequence[str] = ()) -> Messages:
    """Return the messages that ask about a paper, or again about it with what was wrong."""
    text = number_sentences(title, abstract)
    return [message.model_dump() for message in (ask_again(text, faults) if faults else ask(text))]


def held(form: str, schema: Any) -> dict[str, Any]:
    """Return the fields of a request that hold its answer to a schema, by the name of a rung."""
    function = {"name": "answer", "parameters": schema}
    chosen = {"type": "function", "function": {"name": "answer"}}
    fields: dict[str, dict[str, Any]] = {
        "json_schema": {"response_format": {"type": form, "json_schema": {"name": "answer", "schema": schema}}},
        "json_object_schema": {"response_format": {"type": "json_object", "schema": schema}},
        "json_object": {"response_format": {"type": form}},
        "tools": {"tools": [{"type": "function", "function": function}], "tool_choice": chosen},
        "none": {},
    }
    return fields[form]


def fetch(
    server: FakeServer, path: str, body: object = None, headers: Mapping[str, str] | None = None, timeout_s: float = 5.0
) -> Fetched:
    """GET a path, or POST JSON to it."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout_s)) as connection:
        content = None if body is None else json.dumps(body)
        connection.request("GET" if body is None else "POST", path, content, dict(headers or {}))
        with connection.getresponse() as response:
            return Fetched(response.status, response.read(), dict(response.getheaders()))


def chat(server: FakeServer, model: str, messages: Messages, timeout_s: float = 5.0, **fields: Any) -> Fetched:
    """Ask for a chat completion."""
    body = {"model": model, "messages": messages, "max_tokens": 1500, **fields}
    return fetch(server, "/v1/chat/completions", body, timeout_s=timeout_s)


def said(server: FakeServer, model: str, messages: Messages, **fields: Any) -> Any:
    """Return the message of a chat completion."""
    fetched = chat(server, model, messages, **fields)
    if fetched.status != 200:
        raise AssertionError(f"HTTP {fetched.status}: {fetched.content[:500]!r}")
    return fetched.body["choices"][0]["message"]
