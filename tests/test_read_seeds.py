"""The real pages against their ground truth."""

import json
from datetime import date
from pathlib import Path

from agent.read import occurrence, read_file

TODAY = date(2026, 11, 21)
PLACE = ("source", "index")


def truth_of(shared: Path) -> dict[tuple[object, ...], dict[str, object]]:
    lines = (shared / "truth" / "papers.jsonl").read_text(encoding="utf-8").split("\n")
    records = [json.loads(line) for line in lines if line]
    return {tuple(record[key] for key in PLACE): record for record in records}


def test_every_field_of_every_paper_is_read_as_annotated(shared: Path) -> None:
    truth = truth_of(shared)
    read = {}
    for path in sorted((shared / "seeds").glob("*.txt")):
        for entry in read_file(path, today=TODAY).entries:
            found = occurrence(entry)
            read[tuple(found[key] for key in PLACE)] = found
    assert list(read) == list(truth)
    for place, found in read.items():
        assert {key: truth[place].get(key) for key in found} == found


def test_no_line_of_the_pages_is_unread(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        reading = read_file(path, today=TODAY)
        assert "unread" not in reading.marks
        assert len(reading.kinds) == 1
