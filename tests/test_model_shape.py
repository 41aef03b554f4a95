"""The wire schema: what servers cannot be trusted with is inlined, dropped or refused."""

import json
from collections.abc import Iterator
from datetime import date
from enum import Enum
from types import GenericAlias
from typing import Annotated, Any, Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, RootModel, create_model

from agent.extract.model.shape import (
    DEEPEST,
    LONGEST_TEXT,
    MOST_CHOICES,
    Relaxed,
    Schema,
    schema_hash,
    schema_text,
    wire_schema,
)
from agent.extract.model.wire import WireAnswer

ALLOWED = {
    "type", "properties", "required", "additionalProperties", "items", "anyOf", "enum", "maxLength", "minItems",
    "maxItems",
}  # fmt: skip
TEXT: Schema = {"type": "string"}


class Inner(BaseModel):
    """A model in a model."""

    name: str


class Tree(BaseModel):
    """A model that holds itself."""

    name: str
    below: list["Tree"] = []


class Empty(BaseModel):
    """A model of nothing."""


class Colour(Enum):
    """Two choices."""

    RED = "red"
    BLUE = "blue"


class Cat(BaseModel):
    """One of two."""

    kind: Literal["cat"]


class Dog(BaseModel):
    """The other of two."""

    kind: Literal["dog"]
    barks: bool


def shaped(kind: Any, relaxed: Relaxed = Relaxed.NO) -> Schema:
    """Return what a field of a type becomes."""
    whole = wire_schema(create_model("Whole", field=(kind, ...)), relaxed)
    field: Schema = whole["properties"]["field"]
    return field


def nodes(schema: Schema) -> Iterator[Schema]:
    """Yield a schema and all schemas in it."""
    yield schema
    for one in (*schema.get("properties", {}).values(), *schema.get("anyOf", ())):
        yield from nodes(one)
    if "items" in schema:
        yield from nodes(schema["items"])


# ── every rule ──


def test_an_object_requires_all_its_properties_and_no_others() -> None:
    model = create_model("Whole", first=(str, "x"), second=(int | None, None), third=(Inner, ...))
    assert wire_schema(model) == {
        "type": "object",
        "properties": {
            "first": TEXT,
            "second": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
            "third": {
                "type": "object",
                "properties": {"name": TEXT},
                "required": ["name"],
                "additionalProperties": False,
            },
        },
        "required": ["first", "second", "third"],
        "additionalProperties": False,
    }


@pytest.mark.parametrize("extra", ["allow", "ignore", "forbid"])
def test_an_object_that_takes_more_takes_no_more_on_the_wire(extra: Literal["allow", "ignore", "forbid"]) -> None:
    model = create_model("Whole", __config__=ConfigDict(extra=extra), field=(str, ...))
    assert wire_schema(model)["additionalProperties"] is False


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Annotated[str, Field(title="T", description="D", examples=["e"])], TEXT),
        (Annotated[str, Field(pattern=r"^\d+$", min_length=3)], TEXT),
        (Annotated[str, Field(max_length=LONGEST_TEXT)], {"type": "string", "maxLength": LONGEST_TEXT}),
        (Annotated[str, Field(max_length=LONGEST_TEXT + 1)], TEXT),
        (Annotated[int, Field(ge=0, lt=9, multiple_of=3)], {"type": "integer"}),
        (Annotated[float, Field(gt=0.5, le=1)], {"type": "number"}),
        (HttpUrl, TEXT),
        (date, TEXT),
        (bool, {"type": "boolean"}),
        (None, {"type": "null"}),
        (str | None, {"anyOf": [TEXT, {"type": "null"}]}),
        (Literal["one"], {"type": "string", "enum": ["one"]}),
        (Literal["one", "two"], {"type": "string", "enum": ["one", "two"]}),
        (Colour, {"type": "string", "enum": ["red", "blue"]}),
        (list[str], {"type": "array", "items": TEXT}),
        (tuple[str, ...], {"type": "array", "items": TEXT}),
        (set[str], {"type": "array", "items": TEXT}),
        (Annotated[list[str], Field(min_length=1, max_length=32)],
         {"type": "array", "items": TEXT, "minItems": 1, "maxItems": 32}),
        (Annotated[list[str], Field(max_length=33)], {"type": "array", "items": TEXT}),
    ],
)  # fmt: skip
def test_a_field_keeps_structure_alone(kind: Any, expected: Schema) -> None:
    assert shaped(kind) == expected


def test_references_are_inlined_wherever_they_stand() -> None:
    inner = shaped(Inner)
    assert shaped(list[Inner]) == {"type": "array", "items": inner}
    assert shaped(Inner | None) == {"anyOf": [inner, {"type": "null"}]}
    assert shaped(Annotated[Inner, Field(description="D")]) == inner
    twice = wire_schema(create_model("Twice", one=(Inner, ...), other=(Inner, ...)))
    assert list(twice["properties"].values()) == [inner, inner]


def test_a_union_with_a_discriminator_is_any_of_its_kinds() -> None:
    union = shaped(Annotated[Cat | Dog, Field(discriminator="kind")])
    assert union == {"anyOf": [shaped(Cat), shaped(Dog)]}
    assert union["anyOf"][0]["properties"]["kind"] == {"type": "string", "enum": ["cat"]}


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"allOf": [{"type": "integer", "minimum": 3}]}, {"type": "integer"}),
        ({"allOf": [{"allOf": [{"type": "integer"}]}]}, {"type": "integer"}),
        ({"oneOf": [{"type": "integer"}, {"type": "null"}]}, {"anyOf": [{"type": "integer"}, {"type": "null"}]}),
    ],
)
def test_words_that_some_server_ignores_are_said_otherwise(part: Schema, expected: Schema) -> None:
    class Written(BaseModel):
        @classmethod
        def model_json_schema(cls, *_: Any, **__: Any) -> Schema:
            return {"type": "object", "properties": {"field": part}}

    assert wire_schema(Written)["properties"]["field"] == expected


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (Tree, "inside itself"),
        (Empty, "names its properties"),
        (dict[str, int], "names its properties"),
        (dict[str, Any], "names its properties"),
        (Any, "cannot say"),
        (list[Any], "cannot say"),
        (tuple[str, int], "one shape"),
        (Literal["a", 1], "all of them texts"),
        (Literal["a", None], "all of them texts"),
        (Literal[1, 2], "all of them texts"),
        (Literal['say "so"'], "without quotes"),
        (Literal["back\\slash"], "without quotes"),
        (Literal["naïve"], "ASCII"),
        (Literal[tuple(f"c{n}" for n in range(MOST_CHOICES + 1))], "300 choices"),
    ],
)
def test_a_shape_that_servers_die_of_is_refused(kind: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        shaped(kind)


def nested(levels: int) -> Any:
    """Return lists in lists around a text."""
    kind: Any = str
    for _ in range(levels):
        kind = GenericAlias(list, (kind,))
    return kind


class FourLists(RootModel[list[list[list[list[str]]]]]):
    """A model that is nothing but lists in lists."""


class FiveLists(RootModel[list[list[list[list[list[str]]]]]]):
    """One level more."""


def test_a_schema_has_at_most_four_levels() -> None:
    assert shaped(nested(DEEPEST - 1))
    with pytest.raises(ValueError, match="levels"):
        shaped(nested(DEEPEST))


def test_a_list_at_the_root_has_as_many_levels_as_an_object() -> None:
    assert wire_schema(FourLists)["type"] == "array"
    with pytest.raises(ValueError, match="levels"):
        wire_schema(FiveLists)


# ── cut back, named, told ──


def test_a_schema_is_cut_back_in_two_steps() -> None:
    bounded = Annotated[list[Annotated[str, Field(max_length=9)]], Field(min_length=1, max_length=3)]
    choices = Literal["one", "two"]
    assert shaped(bounded, Relaxed.NO_BOUNDS) == {"type": "array", "items": TEXT}
    assert shaped(choices, Relaxed.NO_BOUNDS) == {"type": "string", "enum": ["one", "two"]}
    assert shaped(bounded, Relaxed.NO_CHOICES) == {"type": "array", "items": TEXT}
    assert shaped(choices, Relaxed.NO_CHOICES) == TEXT


def test_cutting_back_keeps_every_property() -> None:
    wholes = [wire_schema(WireAnswer, relaxed) for relaxed in Relaxed]
    assert len({tuple(whole["properties"]) for whole in wholes}) == 1
    assert len({schema_hash(whole) for whole in wholes}) == 3


def test_properties_stand_in_the_order_of_reasoning() -> None:
    assert list(wire_schema(WireAnswer)["properties"]) == list(WireAnswer.model_fields)
    assert wire_schema(WireAnswer)["required"] == list(WireAnswer.model_fields)


def test_the_name_of_a_schema_changes_with_its_order() -> None:
    one = wire_schema(create_model("Whole", first=(str, ...), second=(int, ...)))
    other = wire_schema(create_model("Whole", second=(int, ...), first=(str, ...)))
    assert schema_hash(one) != schema_hash(other)
    assert schema_hash(one) == schema_hash(json.loads(schema_text(one)))


def test_a_schema_is_told_in_compact_json() -> None:
    assert schema_text(shaped(Inner)) == (
        '{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":false}'
    )


# ── any model ──

LEAVES: st.SearchStrategy[Any] = st.sampled_from(
    [str, int, float, bool, date, HttpUrl, Literal["a", "b"], Colour, Inner, Annotated[str, Field(max_length=50)],
     Annotated[str, Field(pattern="a+", max_length=5000)], Annotated[int, Field(ge=1, le=3)]]
)  # fmt: skip
KINDS = LEAVES | LEAVES.map(lambda kind: GenericAlias(list, (kind,))) | LEAVES.map(lambda kind: kind | None)


@given(st.dictionaries(st.sampled_from("abcdef"), KINDS, min_size=1), st.sampled_from(Relaxed))
@example({"answer": WireAnswer}, Relaxed.NO)
def test_any_schema_is_made_of_the_words_that_all_servers_know(kinds: dict[str, Any], relaxed: Relaxed) -> None:
    fields: Any = {name: (kind, ...) for name, kind in kinds.items()}
    for node in nodes(wire_schema(create_model("Drawn", **fields), relaxed)):
        assert node.keys() <= ALLOWED
        assert ("type" in node) != ("anyOf" in node)
        if node.get("type") == "object":
            assert node["required"] == list(node["properties"])
            assert node["additionalProperties"] is False
        assert node.get("maxLength", 0) <= LONGEST_TEXT
