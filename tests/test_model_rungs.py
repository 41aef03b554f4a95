"""What goes on the wire for each rung: what servers know, and the shaped schema, never instructor's."""

import json
from typing import Any

import pytest

from agent.extract.model.render import ask
from agent.extract.model.rungs import ANSWER, TEMPERATURE, TOLD, Dialect, Form, Rung, body, form
from agent.extract.model.shape import Relaxed, Schema, wire_schema
from agent.extract.model.wire import WireAnswer
from agent.settings import STRUCTURED
from tests.talks import TEXT

SCHEMA = wire_schema(WireAnswer)
KNOWN = {"model", "messages", "max_tokens", "max_completion_tokens", "temperature", "response_format", "tools",
         "tool_choice"}  # fmt: skip


def prepared(rung: Rung, **dialect: object) -> Form:
    """Return the form of answers for a rung."""
    return form(WireAnswer, ANSWER, Dialect.model_validate({"rung": rung, "enforced": rung not in TOLD, **dialect}))


def request(rung: Rung, **dialect: object) -> dict[str, Any]:
    """Return the body of a request on a rung."""
    spoken = Dialect.model_validate({"rung": rung, "enforced": rung not in TOLD, **dialect})
    return dict(body("fen:4b", ask(TEXT), form(WireAnswer, ANSWER, spoken), spoken, 900))


def test_json_schema_has_name_schema_and_strict() -> None:
    assert prepared(Rung.JSON_SCHEMA).wire == {
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "Answer", "schema": SCHEMA, "strict": True},
        }
    }
    told = prepared(Rung.JSON_SCHEMA, strict=False).wire["response_format"]["json_schema"]
    assert told == {"name": "Answer", "schema": SCHEMA}


def test_json_object_with_a_schema_has_it_beside_the_type() -> None:
    assert prepared(Rung.JSON_OBJECT_SCHEMA).wire == {"response_format": {"type": "json_object", "schema": SCHEMA}}


def test_tools_are_one_tool_that_has_to_be_called() -> None:
    assert prepared(Rung.TOOLS).wire == {
        "tools": [{"type": "function", "function": {"name": "Answer", "parameters": SCHEMA}}],
        "tool_choice": {"type": "function", "function": {"name": "Answer"}},
    }


def test_advisory_rungs_send_no_schema_beside_the_prompt() -> None:
    assert prepared(Rung.JSON_OBJECT).wire == {"response_format": {"type": "json_object"}}
    assert prepared(Rung.PROMPT).wire == {}


def schemas(wire: Any) -> list[Schema]:
    """Return the schemas on the wire."""
    if not isinstance(wire, dict):
        return [one for item in wire for one in schemas(item)] if isinstance(wire, list) else []
    if "properties" in wire:
        return [wire]
    return [one for value in wire.values() for one in schemas(value)]


@pytest.mark.parametrize("relaxed", Relaxed)
@pytest.mark.parametrize("rung", Rung)
def test_only_the_shaped_schema_is_sent_in_its_order(rung: Rung, relaxed: Relaxed) -> None:
    ready = prepared(rung, relaxed=relaxed)
    assert ready.schema == wire_schema(WireAnswer, relaxed)
    for schema in schemas(ready.wire):
        assert json.dumps(schema) == json.dumps(ready.schema)
    assert len(schemas(ready.wire)) == (rung not in TOLD)


@pytest.mark.parametrize("rung", Rung)
def test_a_reply_is_read_with_a_model_of_the_same_fields(rung: Rung) -> None:
    ready = prepared(rung)
    assert (ready.name, ready.model.__name__) == ("Answer", "Answer")
    assert ready.model.model_json_schema() == {**SCHEMA, "title": "Answer"}
    assert issubclass(ready.model, WireAnswer)


@pytest.mark.parametrize("rung", Rung)
def test_a_request_holds_what_every_server_knows(rung: Rung) -> None:
    sent = request(rung)
    assert sent.keys() <= KNOWN
    assert (sent["model"], sent["max_tokens"], sent["temperature"]) == ("fen:4b", 900, TEMPERATURE)
    assert [message["role"] for message in sent["messages"]] == ["system", "user"]
    assert json.loads(json.dumps(sent)) == sent


def test_a_dialect_names_the_room_and_leaves_out_what_is_refused() -> None:
    sent = request(Rung.JSON_SCHEMA, room="max_completion_tokens", temperature=False)
    assert sent["max_completion_tokens"] == 900
    assert not {"max_tokens", "temperature"} & sent.keys()


def test_every_rung_can_be_asked_for_by_name() -> None:
    assert ("auto", *Rung) == STRUCTURED


@pytest.mark.parametrize(
    ("dialect", "told"),
    [
        (Dialect(rung=Rung.JSON_SCHEMA, enforced=True), "json_schema, enforced"),
        (Dialect(rung=Rung.PROMPT, enforced=False), "prompt, advisory"),
        (Dialect(rung=Rung.TOOLS, enforced=True, relaxed=Relaxed.NO_CHOICES), "tools, enforced, schema cut back"),
    ],
)
def test_a_dialect_is_told_in_words(dialect: Dialect, told: str) -> None:
    assert str(dialect) == told
