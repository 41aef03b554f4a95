"""How a server is made to keep to a form: what goes on the wire for each rung, as instructor prepares it.

`handle_response_model` is asked once a run and rung, with a model whose schema is the wire schema; per request only the
messages change. Where a server wants more than instructor sends (`strict`, `schema` beside `json_object`), it is added.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel

from agent.extract.model.render import with_schema
from agent.extract.model.shape import Relaxed, Schema, wire_schema
from schemas.base import Model
from schemas.exchange import Message

ANSWER = "Answer"
"""The name of the form in which papers are answered."""
TEMPERATURE = 0.1  # 0 makes some servers repeat themselves under a grammar


class Rung(StrEnum):
    """The ways, best first."""

    JSON_SCHEMA = "json_schema"
    """`response_format` of type json_schema."""
    JSON_OBJECT_SCHEMA = "json_object_schema"
    """`response_format` of type json_object with a `schema` beside it: llama.cpp and its kin."""
    TOOLS = "tools"
    """One tool that has to be called."""
    JSON_OBJECT = "json_object"
    """`response_format` of type json_object; the schema stands in the prompt."""
    PROMPT = "prompt"
    """Nothing but the schema in the prompt."""


TOLD = (Rung.JSON_OBJECT, Rung.PROMPT)
"""Rungs whose prompt tells the schema, because nothing else does."""


class Dialect(Model):
    """What was found out about a server and model."""

    rung: Rung
    enforced: bool
    """The server keeps to the schema whatever the prompt says; else it is a wish."""
    relaxed: Relaxed = Relaxed.NO
    strict: bool = True
    """`strict` is understood."""
    room: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    """What the bound of an answer is called."""
    temperature: bool = True
    """A temperature may be set."""

    def __str__(self) -> str:
        relaxed = "" if self.relaxed is Relaxed.NO else ", schema cut back"
        return f"{self.rung}, {'enforced' if self.enforced else 'advisory'}{relaxed}"


class Form(NamedTuple):
    """A form of answers, ready for the wire."""

    name: str
    model: type[BaseModel]
    """What instructor reads a reply with."""
    schema: Schema
    wire: dict[str, Any]
    """The part of a request's body that asks for the form; the same for every request."""


def form(model: type[BaseModel], name: str, dialect: Dialect) -> Form:
    """Prepare a form of answers for a rung."""
    from instructor import Mode  # costs most of a second, and only the model engine pays it
    from instructor.processing import handle_response_model

    schema = wire_schema(model, dialect.relaxed)
    shaped = _shaped(model, name, schema)
    modes = {
        Rung.JSON_SCHEMA: Mode.JSON_SCHEMA,
        Rung.JSON_OBJECT_SCHEMA: Mode.JSON,
        Rung.TOOLS: Mode.TOOLS,
        Rung.JSON_OBJECT: Mode.JSON,
        Rung.PROMPT: Mode.MD_JSON,
    }
    _, prepared = handle_response_model(shaped, modes[dialect.rung], messages=[])
    wire: dict[str, Any] = {key: value for key, value in prepared.items() if key in _WIRE}
    match dialect.rung:
        case Rung.JSON_SCHEMA:
            told = {"name": name, "schema": schema} | ({"strict": True} if dialect.strict else {})
            wire["response_format"] = {**wire["response_format"], "json_schema": told}
        case Rung.JSON_OBJECT_SCHEMA:
            wire["response_format"] = {**wire["response_format"], "schema": schema}
        case Rung.TOOLS:
            function = wire["tools"][0]["function"]
            function["parameters"] = schema  # instructor sorts `required`, and models write in that order
            function.pop("description", None)  # the prompt says what to do, and it would be paid for again
        case Rung.PROMPT:
            wire = {}
    return Form(name, shaped, schema, wire)


_WIRE = ("response_format", "tools", "tool_choice")


def _shaped(model: type[BaseModel], name: str, schema: Schema) -> type[BaseModel]:
    """Return a model of that name that says the wire schema when it is asked for its schema."""
    said = {**schema, "title": name}

    def model_json_schema(*_: object, **__: object) -> Schema:
        return dict(said)

    return type(name, (model,), {"model_json_schema": staticmethod(model_json_schema), "__doc__": None})


def body(model: str, messages: Sequence[Message], wanted: Form, dialect: Dialect, max_tokens: int) -> Mapping[str, Any]:
    """Return the body of a chat request: what every server knows, and what its rung needs."""
    told = with_schema(tuple(messages), wanted.schema) if dialect.rung in TOLD and wanted.name == ANSWER else messages
    request: dict[str, Any] = {
        "model": model,
        "messages": [message.model_dump() for message in told],
        dialect.room: max_tokens,
        **wanted.wire,
    }
    if dialect.temperature:
        request["temperature"] = TEMPERATURE
    return request
