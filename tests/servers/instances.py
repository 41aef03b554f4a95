"""JSON Schema ─▶ the smallest value that follows it: what a server with a grammar writes whatever it was asked."""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]


def instance(schema: Schema) -> Any:
    """Return a small value that follows a schema; references and conditions are not known."""
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][-1]
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return instance(schema[word][0])
    match schema.get("type"):
        case "object":
            return {name: instance(one) for name, one in schema.get("properties", {}).items()}
        case "array":
            return [instance(schema.get("items", {}))] * max(1, schema.get("minItems", 0))
        case "integer" | "number":
            return max(1, schema.get("minimum", 1))
        case "boolean":
            return True
        case "null":
            return None
        case _:
            return "x" * max(1, schema.get("minLength", 0))


def nodes(schema: Schema) -> Iterator[Schema]:
    """Yield a schema and every schema within it."""
    yield schema
    below = [*schema.get("properties", {}).values(), *schema.get("anyOf", ()), *schema.get("$defs", {}).values()]
    if isinstance(schema.get("items"), dict):
        below.append(schema["items"])
    for one in below:
        yield from nodes(one)


def enums(schema: Schema) -> list[list[Any]]:
    """Return the choices of every enum in a schema."""
    return [one["enum"] for one in nodes(schema) if "enum" in one]


def count_properties(schema: Schema) -> int:
    """Return how many properties all objects of a schema have."""
    return sum(len(one.get("properties", {})) for one in nodes(schema))


def largest(schema: Schema, bound: str) -> int:
    """Return the largest value of a bound such as `maxLength` in a schema, 0 if there is none."""
    return max((one[bound] for one in nodes(schema) if bound in one), default=0)
