"""Kept answers are read as if an enemy had written them: rows that were planted run, read and hide nothing."""

import json
import os
import pickle
import tracemalloc
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import diskcache
import pytest

from cache.answer_disk import AnswerDisk, RowError
from cache.answers import Answers
from cache.home import Home
from tests.kept_answers import KEY, LIMIT, OTHER, answer, kept_text, key_of, refused, row, run, spoil


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Home(tmp_path).answers


@pytest.fixture
def kept(folder: Path) -> Path:
    """A folder with one answer under `KEY`."""
    with Answers(folder) as answers:
        answers.put(KEY, answer())
    return folder


class Marker:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.path),)


# ── rows of an enemy ──


def test_pickled_value_runs_nothing(kept: Path, tmp_path: Path) -> None:
    payload = pickle.dumps(Marker(tmp_path / "ran"))
    for mode in (4, 1, 2, 3, None):
        spoil(kept, mode=mode, value=payload)
        refused(kept, "")
    spoil(kept, mode=4, value=None, filename="payload")
    (kept / "payload").write_bytes(payload)
    refused(kept, "form")
    assert not (tmp_path / "ran").exists()
    pickle.loads(payload)  # noqa: S301  # ours: shows that it would have run
    assert (tmp_path / "ran").exists()


def test_pickled_key_runs_nothing_and_hides_no_other(kept: Path, tmp_path: Path) -> None:
    payload = pickle.dumps(Marker(tmp_path / "ran"))
    for raw in (0, 1):
        run(kept, "INSERT INTO Cache (key, raw, mode, value) VALUES (?, ?, 1, x'00')", payload, raw)
    with Answers(kept) as answers:
        assert list(answers.keys()) == [KEY]
        (problem,) = answers.problems
        assert payload[:12].hex() in problem.lower()
    with diskcache.Cache(str(kept), disk=AnswerDisk, eviction_policy="none") as direct:
        for keys in (iter(direct), direct.iterkeys()):
            with pytest.raises(RowError):
                list(keys)
        with pytest.raises(RowError):
            direct.peekitem()
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "planted",
    [
        "NULL, 1",
        "17, 1",
        "1.5, 1",
        "'KEY', 1",
        "'', 1",
        "CAST(x'ff00' AS TEXT), 1",
        f"'{KEY.upper()}', 1",
        f"x'{KEY}', 1",
        f"CAST('{OTHER}' AS BLOB), 1",
        f"'{OTHER}' || char(0), 1",
        f"'{OTHER}', 0",
        f"'{OTHER}', NULL",
        "zeroblob(9000000), 1",
        "CAST(zeroblob(9000000) AS TEXT), 1",
    ],
)
def test_foreign_key_is_told_and_left_out(kept: Path, planted: str) -> None:
    run(kept, f"INSERT INTO Cache (key, raw, mode, value) VALUES ({planted}, 1, x'00')")  # noqa: S608
    with Answers(kept) as answers:
        answers.put(key_of(1), answer())
        assert list(answers.keys()) == sorted([KEY, key_of(1)])
        assert ["foreign key" in problem for problem in answers.problems] == [True]


@pytest.mark.parametrize("mode", [1, 2, 3, 4])
def test_file_that_a_row_names_is_neither_read_nor_removed(kept: Path, mode: int) -> None:
    secret = kept.parent / "secret"
    secret.write_bytes(row(kept_text(kept)))
    spoil(kept, mode=mode, filename="../secret", value=None)
    refused(kept, "form")
    for name in ("../secret", str(secret)):
        spoil(kept, mode=mode, filename=name)
        refused(kept, "form")
        spoil(kept, mode=mode, filename=name)
        with diskcache.Cache(str(kept), disk=AnswerDisk, eviction_policy="none") as direct:
            assert direct.delete(KEY)
        with Answers(kept) as answers:
            answers.put(KEY, answer())
    assert secret.exists()


def test_no_value_goes_to_a_file() -> None:
    disk = AnswerDisk("nowhere", min_file_size=0)
    assert disk.store(b"x" * 100_000, False)[1:3] == (1, None)
    for write in (disk.filename, disk._write):
        with pytest.raises(RowError):
            write()


def test_row_that_inflates_without_end_is_a_miss_in_bounded_memory(kept: Path) -> None:
    deflating = zlib.compressobj(9)
    bomb = b"".join([*(deflating.compress(bytes(2**20)) for _ in range(128)), deflating.flush()])
    spoil(kept, value=bomb)
    tracemalloc.start()
    refused(kept, "larger")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * LIMIT


def test_row_that_is_too_long_is_a_miss_in_bounded_memory(kept: Path) -> None:
    run(kept, "UPDATE Cache SET value = zeroblob(40000000)")
    tracemalloc.start()
    refused(kept, "too big")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < LIMIT


def test_nested_json_is_a_miss(kept: Path) -> None:
    spoil(kept, value=row("[" * 1_000_000))
    refused(kept, "no JSON")
    spoil(kept, value=row('{"checksum": "", "answer": ' + "[" * 900 + "]" * 900 + "}"))
    refused(kept, "")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda text: row(text.replace("llama", "lemma")), "checksum"),
        (lambda text: row(text)[:-1], "damaged"),
        (lambda text: row(text)[:100], "damaged"),
        (lambda text: row(text) + b"x", "damaged"),
        (lambda _: b"", "damaged"),
        (lambda text: text, "form"),
        (lambda _: 17, "form"),
        (lambda _: None, "form"),
        (lambda _: zlib.compress(b"\xff"), "no JSON"),
        (lambda _: row("no json"), "no JSON"),
        (lambda _: row("null"), "form"),
        (lambda _: row("[]"), "form"),
        (lambda _: row('{"checksum": null, "answer": null}'), "checksum"),
        (lambda _: row('{"checksum": NaN, "answer": NaN}'), "no JSON"),
        (lambda text: row(text[:-1] + ', "more": 1}'), "form"),
    ],
)
def test_damaged_row_is_a_miss_that_is_told(kept: Path, change: Callable[[str], object], why: str) -> None:
    spoil(kept, value=change(kept_text(kept)))
    refused(kept, why)


def signed(key: str, said: object) -> str:
    """Return a text with the checksum that is right for a key."""
    canonical = json.dumps({"key": key, "answer": said}, sort_keys=True, separators=(",", ":"))
    return json.dumps({"answer": said, "checksum": sha256(canonical.encode()).hexdigest()})


def test_checksum_is_that_of_key_and_answer(kept: Path) -> None:
    said = answer().model_dump(mode="json")
    assert json.loads(kept_text(kept)) == json.loads(signed(KEY, said))
    spoil(kept, value=row(signed(KEY, said)))
    with Answers(kept) as answers:
        assert answers.get(KEY) == answer()


@pytest.mark.parametrize(
    "changes", [{"exchanges": []}, {"text_hash": "x"}, {"more": 1}, {"spans": [[0, "x"]]}, {"at": None}]
)
def test_right_checksum_does_not_excuse_a_wrong_form(kept: Path, changes: dict[str, object]) -> None:
    spoil(kept, value=row(signed(KEY, {**answer().model_dump(mode="json"), **changes})))
    refused(kept, "form")


def test_answer_copied_to_another_key_is_a_miss(kept: Path) -> None:
    with Answers(kept) as answers:
        answers.put(OTHER, answer("of another question"))
    run(kept, "UPDATE Cache SET value = (SELECT value FROM Cache WHERE key = ?) WHERE key = ?", OTHER, KEY)
    refused(kept, "copied")


@pytest.mark.parametrize("column", ["filename", "tag", "mode", "value", "size", "store_time"])
def test_text_that_is_none_does_not_stop_reading_or_writing(kept: Path, column: str) -> None:
    run(kept, f"UPDATE Cache SET {column} = CAST(x'fffe' AS TEXT)")  # noqa: S608
    with Answers(kept) as answers:
        assert (answers.get(KEY) is None) == (column in {"filename", "mode", "value"}) == bool(answers.problems)
        answers.put(KEY, answer("anew"))
        assert answers.get(KEY) == answer("anew")


def test_answer_marked_to_expire_does_not(kept: Path) -> None:
    spoil(kept, expire_time=1.0)
    with Answers(kept) as answers:
        assert answers.get(KEY) == answer()
