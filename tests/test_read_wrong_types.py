"""Each field of each record of each JSON fixture, replaced by each value of a wrong type or size."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.read import read_bytes
from schemas.errors import SourceError
from tests.mutate import WRONG
from tests.test_read_records import FILES, TODAY

JSON_FILES = [path for path in FILES if path.suffix in (".json", ".jsonl")]
Place = tuple[str | int, ...]


def places(value: object, above: Place = ()) -> Iterator[Place]:
    """Yield the way to every value inside a value."""
    if above:
        yield above
    items: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    for key, inner in items:
        yield from places(inner, (*above, key))


def replaced(value: object, place: Place, new: object) -> object:
    changed = copy.deepcopy(value)
    holder: object = changed
    for key in place[:-1]:
        holder = holder[key]  # type: ignore[index]
    holder[place[-1]] = new  # type: ignore[index]
    return changed


def documents(path: Path) -> list[tuple[object, bool]]:
    """Return the JSON values of a file, and whether each is a line of it."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [(json.loads(line), True) for line in text.splitlines()]
    return [(json.loads(text), False)]


@pytest.mark.parametrize("path", JSON_FILES, ids=lambda path: path.parent.name)
def test_no_wrong_type_in_any_field_brings_a_reader_down(path: Path) -> None:
    tried = 0
    for value, _ in documents(path):
        for place in places(value):
            for wrong in WRONG:
                data = json.dumps(replaced(value, place, wrong)).encode()
                try:
                    reading = read_bytes(data, "x", today=TODAY)
                except SourceError:
                    continue
                assert all(entry.title for entry in reading.entries)
                tried += 1
    assert tried > 100


@pytest.mark.parametrize("path", JSON_FILES, ids=lambda path: path.parent.name)
def test_a_record_of_the_wrong_type_leaves_the_others(path: Path) -> None:
    values = [value for value, _ in documents(path)]
    (found,) = values if len(values) == 1 else [values]
    listed = found.get("results") if isinstance(found, dict) else found
    assert isinstance(listed, list)
    whole = read_bytes(json.dumps(found).encode(), "x", today=TODAY)
    listed.append(17)
    longer = read_bytes(json.dumps(found).encode(), "x", today=TODAY)
    assert [entry.title for entry in longer.entries] == [entry.title for entry in whole.entries]
    assert longer.skipped == whole.skipped + 1
    assert tuple(longer.problems[-1]) == (f"entry {len(listed)}", "no JSON object")
