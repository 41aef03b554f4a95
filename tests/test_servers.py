"""The fake server behaves as the kinds of servers do, at the level of sockets: other tests rest on it."""

import http.client
import json
from typing import Any

import pytest

from agent.extract.model.shape import Relaxed, wire_schema
from agent.extract.model.wire import WireAnswer
from tests.fake_models import (
    GREET,
    MET,
    PAPER,
    PROBE,
    TITLE,
    TOLD,
    WHOLE,
    answer,
)
from tests.servers import KINDS, FakeServer
from tests.servers.client import about, chat, fetch, held, said

FORMS = ("json_schema", "json_object_schema", "json_object", "tools", "none")


# What each kind does with: json_schema, json_object with a schema, json_object, tools, nothing.
REACTIONS = """
openai           enforced 400      400      enforced hello
llama-server     enforced enforced json     hello    hello
llama-cpp-python 500      enforced json     enforced hello
ollama           enforced json     json     hello    hello
ollama-cloud     hello    hello    hello    hello    hello
lm-studio        enforced 400      400      400      hello
vllm             enforced json     json     enforced hello
sglang           enforced json     json     enforced hello
localai          enforced json     json     enforced hello
transformers     hello    hello    hello    hello    hello
gateway          enforced enforced json     enforced hello
tgi              422      422      422      enforced hello
grammar-choker   enforced enforced json     hello    hello
property-choker  enforced enforced json     hello    hello
bare             enforced json     json     enforced hello
"""


def reaction(server: FakeServer, form: str) -> str:
    fetched = chat(server, "good", GREET, **held(form, PROBE))
    if fetched.status != 200:
        return str(fetched.status)
    message = fetched.body["choices"][0]["message"]
    calls = message.get("tool_calls") or [{"function": {"arguments": None}}]
    text = str(message["content"] or message.get("reasoning_content") or calls[0]["function"]["arguments"])
    return text if text == "hello" else "enforced" if json.loads(text) == MET else "json"


@pytest.mark.parametrize("line", REACTIONS.strip().splitlines(), ids=lambda line: line.split()[0])
def test_kind_enforces_ignores_or_refuses_as_its_table_says(line: str) -> None:
    kind, *expected = line.split()
    with FakeServer(kind) as server:
        assert [reaction(server, form) for form in FORMS] == expected
        assert json.loads(said(server, "good", TOLD)["content"]) == MET
        assert answer(server, "good").claims


def test_every_kind_has_a_row() -> None:
    assert [line.split()[0] for line in REACTIONS.strip().splitlines()] == list(KINDS)


PAGES = """
openai           /v1/models     200 "owned_by": "system"
llama-server     /v1/models     200 "n_ctx": 700
llama-server     /props         200 "n_ctx": 700
llama-cpp-python /v1/models     200 "id": "good"
ollama           /api/version   200 "version": "0.15.2"
ollama           /api/ps        200 "context_length": 700
ollama           /props         404 page not found
ollama-cloud     /api/ps        200 "models": []
lm-studio        /api/v0/models 200 "loaded_context_length": 700
lm-studio        /props         200 Unexpected endpoint
vllm             /v1/models     200 "max_model_len": 700
vllm             /version       200 "version": "0.15.1"
vllm             /api/version   404 Not Found
tgi              /info          200 "max_total_tokens": 700
transformers     /v1/models     500 Internal
bare             /v1/models     404 Not Found
"""


@pytest.mark.parametrize("line", PAGES.strip().splitlines())
def test_kind_tells_of_itself(line: str) -> None:
    kind, path, status, words = line.split(maxsplit=3)
    with FakeServer(kind, context_tokens=700) as server:
        fetched = fetch(server, path)
    assert fetched.status == int(status)
    assert words in fetched.content.decode()


@pytest.mark.parametrize(("kind", "status"), [("bare", 404), ("ollama", 404), ("llama-server", 200), ("gateway", 200)])
def test_address_without_v1(kind: str, status: int) -> None:
    with FakeServer(kind) as server:
        assert fetch(server, "/chat/completions", {"model": "good", "messages": PAPER}).status == status


def test_reasoning_model_wants_other_words() -> None:
    plain = {"model": "o-mini", "messages": PAPER, "max_completion_tokens": 900}
    with FakeServer("openai") as server:
        assert chat(server, "o-mini", PAPER).body["error"]["param"] == "max_tokens"
        assert fetch(server, "/v1/chat/completions", {**plain, "temperature": 0.2}).status == 400
        assert fetch(server, "/v1/chat/completions", plain).status == 200


def test_openai_wants_a_closed_schema_where_it_is_strict() -> None:
    opened = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
    wanted = {"type": "json_schema", "json_schema": {"name": "x", "strict": True, "schema": opened}}
    with FakeServer("openai") as server:
        fetched = chat(server, "good", GREET, response_format=wanted)
    assert fetched.status == 400
    assert "additionalProperties" in fetched.body["error"]["message"]


DEADLY: list[dict[str, Any]] = [
    {"type": "string", "maxLength": 1100},
    {"type": "string", "enum": ['say "a"', "b"]},
    {"type": "array", "items": {"type": "string"}, "maxItems": 2500},
]


@pytest.mark.parametrize("value", DEADLY, ids=["length", "quotes", "items"])
def test_llama_cpp_python_dies_of_a_schema(value: dict[str, Any]) -> None:
    schema = {"type": "object", "properties": {"a": value}}
    with FakeServer("llama-cpp-python") as server:
        with pytest.raises(http.client.RemoteDisconnected):
            chat(server, "good", GREET, **held("json_object_schema", schema))
        with pytest.raises(ConnectionRefusedError):
            fetch(server, "/v1/models")
        assert server.is_dead


def test_chokers_take_the_probe_and_choke_on_the_real_schema() -> None:
    cut_back = wire_schema(WireAnswer, Relaxed.NO_CHOICES)
    with FakeServer("grammar-choker") as server:
        assert chat(server, "good", GREET, **held("json_schema", WHOLE)).status == 400
        assert chat(server, "good", GREET, **held("json_schema", cut_back)).status == 200
    with FakeServer("property-choker") as server:
        fetched = chat(server, "good", GREET, **held("json_object_schema", cut_back))
    assert (fetched.status, fetched.body["error"]["message"]) == (400, "failed to parse grammar")


def test_kinds_put_an_answer_where_they_do() -> None:
    with FakeServer("sglang") as server:
        message = said(server, "good", PAPER, **held("json_schema", WHOLE))
        assert message["content"] is None
        assert WireAnswer.model_validate_json(message["reasoning_content"])
    with FakeServer("vllm") as server:
        call = said(server, "good", PAPER, **held("tools", WHOLE))["tool_calls"][0]["function"]
        assert call["name"] == "answer"
        assert WireAnswer.model_validate_json(call["arguments"])


APART = """
gateway raises-params 400 | ollama no-tools 400 | gateway drops-params 200
vllm no-such-model 404 | gateway no-such-model 400 | transformers no-such-model 400 | llama-server no-such-model 200
"""


@pytest.mark.parametrize("row", APART.strip().replace("\n", "|").split("|"))
def test_models_that_a_kind_treats_apart(row: str) -> None:
    kind, model, status = row.split()
    with FakeServer(kind) as server:
        assert chat(server, model, GREET, **held("tools", PROBE)).status == int(status)


def test_transformers_refuses_unknown_fields() -> None:
    with FakeServer("transformers") as server:
        assert chat(server, "good", PAPER, guided_json={}).status == 422


TOO_LONG = """
llama-server 400 "n_ctx": 100
openai 400 context_length_exceeded
vllm 400 100 tokens
sglang 400 100 tokens
gateway 400 ContextWindowExceeded
tgi 422 <= 100
lm-studio 200 context length
"""


@pytest.mark.parametrize("line", TOO_LONG.strip().splitlines())
def test_prompt_beyond_the_context_is_refused(line: str) -> None:
    kind, status, words = line.split(maxsplit=2)
    with FakeServer(kind, context_tokens=100) as server:
        fetched = chat(server, "good", PAPER)
    assert fetched.status == int(status)
    assert words in fetched.content.decode()


def test_ollama_drops_the_front_of_a_long_prompt() -> None:
    abstract = " ".join(f"We find that tree {number} is quiet." for number in range(1, 60))
    with FakeServer("ollama", context_tokens=300) as server:
        body = chat(server, "good", about(TITLE, abstract)).body
    assert 280 <= body["usage"]["prompt_tokens"] <= 300
    found = WireAnswer.model_validate_json(body["choices"][0]["message"]["content"]).answer()
    assert found.claims[0].sentences == (56,)
    assert found.task is None
