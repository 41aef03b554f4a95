"""Pydantic model ─▶ the JSON Schema that goes on the wire, in the few words that every server understands.

Servers turn a schema into a grammar and differ in what they know, ignore, or die of; Pydantic judges the answer
afterwards, so the wire form holds structure alone. Measured: llama-cpp-python dies of `maxLength` from about 1,000 and
of quotes in an enum, `allOf` and patterns are ignored here and there, `$ref` dangles on Ollama.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

from pydantic import BaseModel

MOST_ITEMS = 32
LONGEST_TEXT = 512  # characters
MOST_CHOICES = 300
DEEPEST = 4

Schema = dict[str, Any]
"""JSON Schema: what a model of any shape becomes on the wire."""


class Relaxed(IntEnum):
    """How far a schema is cut back for a server that chokes on it."""

    NO = 0
    NO_BOUNDS = 1
    """Without lengths."""
    NO_CHOICES = 2
    """And with plain strings in the place of enums."""


def wire_schema(model: type[BaseModel], relaxed: Relaxed = Relaxed.NO) -> Schema:
    """Return the schema of a model as it is sent.

    Every object names its type, requires all its properties, in the model's order, and allows no others; references
    are inlined; descriptions, defaults, formats, patterns and bounds of numbers are left to Pydantic.

    Raises:
        ValueError: The model has a shape that servers cannot be trusted with: recursion, mappings, tuples of fixed
            places, objects without properties, choices with quotes, more than 300 choices, more than 4 levels.
    """
    whole = model.model_json_schema(mode="validation")
    shaped = _shaped(whole, whole.get("$defs", {}), relaxed, ())
    if _depth(shaped) > DEEPEST:
        raise ValueError(f"a wire schema has at most {DEEPEST} levels")
    return shaped


def schema_hash(schema: Mapping[str, Any]) -> str:
    """Return 16 hex digits that name a schema; the order of its properties counts, since answers follow it."""
    return hashlib.sha256(json.dumps(schema, ensure_ascii=True).encode()).hexdigest()[:16]


def schema_text(schema: Mapping[str, Any]) -> str:
    """Return a schema as it stands in a prompt: compact JSON."""
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":"))


def _shaped(node: Schema, definitions: Mapping[str, Schema], relaxed: Relaxed, inside: tuple[str, ...]) -> Schema:
    node, inside = _resolved(node, definitions, inside)
    choices = [one for word in ("anyOf", "oneOf") for one in node.get(word, ())]
    if choices:
        return {"anyOf": [_shaped(one, definitions, relaxed, inside) for one in choices]}
    if "const" in node:
        node = {**node, "enum": [node["const"]]}
    if "enum" in node:
        return _choice(node["enum"], relaxed)
    kind = node.get("type")
    if kind == "object":
        return _object(node, definitions, relaxed, inside)
    if kind == "array":
        return _array(node, definitions, relaxed, inside)
    if kind not in ("string", "integer", "number", "boolean", "null"):
        raise ValueError(f"a wire schema cannot say {json.dumps(node)[:80]}")
    longest = node.get("maxLength")
    if relaxed < Relaxed.NO_BOUNDS and longest is not None and longest <= LONGEST_TEXT:
        return {"type": kind, "maxLength": longest}
    return {"type": kind}


def _resolved(
    node: Schema, definitions: Mapping[str, Schema], inside: tuple[str, ...]
) -> tuple[Schema, tuple[str, ...]]:
    while True:
        alone = node.get("allOf", ())
        if len(alone) == 1:
            node = {key: value for key, value in node.items() if key != "allOf"} | alone[0]
            continue
        reference = node.get("$ref")
        if reference is None:
            if "allOf" in node:
                raise ValueError("a wire schema cannot say allOf")
            return node, inside
        name = str(reference).rpartition("/")[2]
        if name in inside or len(inside) >= 16:
            raise ValueError(f"a wire schema cannot hold {name} inside itself")
        node, inside = definitions[name], (*inside, name)


def _choice(values: Sequence[object], relaxed: Relaxed) -> Schema:
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) != len(values) or len(values) > MOST_CHOICES:
        raise ValueError(f"a wire schema holds at most {MOST_CHOICES} choices, all of them texts")
    if any(not text.isascii() or '"' in text or "\\" in text for text in texts):
        raise ValueError("a choice in a wire schema is ASCII without quotes and backslashes")
    return {"type": "string"} if relaxed >= Relaxed.NO_CHOICES else {"type": "string", "enum": texts}


def _object(node: Schema, definitions: Mapping[str, Schema], relaxed: Relaxed, inside: tuple[str, ...]) -> Schema:
    properties = node.get("properties") or {}
    if not properties or isinstance(node.get("additionalProperties"), dict):
        raise ValueError("an object in a wire schema names its properties")
    shaped = {name: _shaped(one, definitions, relaxed, inside) for name, one in properties.items()}
    return {"type": "object", "properties": shaped, "required": list(shaped), "additionalProperties": False}


def _array(node: Schema, definitions: Mapping[str, Schema], relaxed: Relaxed, inside: tuple[str, ...]) -> Schema:
    if "prefixItems" in node or not isinstance(node.get("items"), dict):
        raise ValueError("a list in a wire schema holds items of one shape")
    shaped: Schema = {"type": "array", "items": _shaped(node["items"], definitions, relaxed, inside)}
    bounds: Schema = {
        word: node[word] for word in ("minItems", "maxItems") if word in node and node[word] <= MOST_ITEMS
    }
    return {**shaped, **bounds} if relaxed < Relaxed.NO_BOUNDS else shaped


def _depth(schema: Schema) -> int:
    below = [*schema.get("properties", {}).values(), *schema.get("anyOf", ())]
    if "items" in schema:
        below.append(schema["items"])
    return (schema.get("type") in ("object", "array")) + max(map(_depth, below), default=0)
