"""What models said, on real files; rows are planted with plain SQLite, as an enemy would."""

import json
import os
import pickle
import resource
import sqlite3
import subprocess
import sys
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import diskcache
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cache.answer_disk import AnswerDisk, RowError
from cache.answers import Answers, answer_key
from cache.home import Home
from schemas.errors import HomeError
from schemas.exchange import KeptAnswer, Message
from tests.builders import NOW, words

KEY, OTHER = (sha256(name).hexdigest() for name in (b"one", b"other"))
LIMIT = 8 * 2**20  # bytes of one answer


def answer(content: str = '{"claims": []}', **reply: object) -> KeptAnswer:
    """Return an invented answer of about 6 kB as JSON."""
    asked = [{"role": "system", "content": words(0, 400)}, {"role": "user", "content": words(5000, 200)}]
    said = {"content": content, "finish_reason": "stop", "usage": {"prompt_tokens": 900, "answer_tokens": 300}}
    exchange = {
        "purpose": "extract",
        "messages": asked,
        "max_tokens": 900,
        "server": "http://127.0.0.1:8080/v1 (llama-server)",
        "structure": "json_schema, enforced",
        "reply": {**said, "seconds": 1.25, **reply},
    }
    return KeptAnswer.model_validate(
        {
            "paper": "arxiv:2601.00001",
            "text_hash": "0" * 32,
            "spans": [(0, 40), (41, 90)],
            "model": "qwen3:4b",
            "at": NOW,
            "exchanges": [exchange],
        }
    )


def key_of(number: int) -> str:
    """Return the key of an invented request."""
    return sha256(str(number).encode()).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Home(tmp_path).answers


@pytest.fixture
def kept(folder: Path) -> Path:
    """A folder with one answer under `KEY`."""
    with Answers(folder) as answers:
        answers.put(KEY, answer())
    return folder


def run(folder: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    """Run SQL on the file as anybody may."""
    with closing(sqlite3.connect(folder / "cache.db")) as sql, sql:
        return sql.execute(statement, values).fetchall()


def spoil(folder: Path, **columns: object) -> None:
    """Change columns of the row under `KEY`."""
    changes = ", ".join(f"{name} = ?" for name in columns)
    run(folder, f"UPDATE Cache SET {changes} WHERE key = ?", *columns.values(), KEY)  # noqa: S608


def row(text: str) -> bytes:
    """Return a text as a row keeps it."""
    return zlib.compress(text.encode())


def kept_text(folder: Path) -> str:
    """Return the text of the row under `KEY`."""
    ((value,),) = run(folder, "SELECT value FROM Cache WHERE key = ?", KEY)
    assert isinstance(value, bytes)
    return zlib.decompress(value).decode()


def refused(folder: Path, why: str) -> None:
    """Check that the row under `KEY` is a miss that is told, and that an answer can be put in its place."""
    with Answers(folder) as answers:
        assert answers.get(KEY) is None
        assert answers.get(KEY) is None
        (problem,) = answers.problems
        assert KEY[:12] in problem
        assert why in problem
        assert "\n" not in problem
        answers.put(KEY, answer("anew"))
        assert answers.get(KEY) == answer("anew")
        assert len(answers.problems) == 1


class Marker:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.path),)


# ── keeping ──


def test_answer_is_found_as_it_was_put(folder: Path) -> None:
    with Answers(folder) as answers:
        assert answers.get(KEY) is None
        answers.put(KEY, answer())
        assert answers.get(KEY) == answer()
    with Answers(folder) as answers:
        assert answers.get(KEY) == answer()
        assert answers.get(OTHER) is None
        assert answers.problems == []


def test_folder_is_its_owners_alone(kept: Path) -> None:
    assert kept.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in kept.iterdir()) == ["cache.db"]


def test_answers_put_at_once_are_all_kept(folder: Path) -> None:
    pairs = {key_of(number): answer(str(number)) for number in range(20)}
    with Answers(folder) as answers:
        answers.put_many(pairs.items())
        assert {key: answers.get(key) for key in pairs} == pairs
        assert list(answers.keys()) == sorted(pairs)


def test_nothing_is_kept_of_answers_put_at_once_that_end_in_an_error(kept: Path) -> None:
    def pairs() -> Iterator[tuple[str, KeptAnswer]]:
        yield OTHER, answer()
        raise RuntimeError

    with Answers(kept) as answers:
        with pytest.raises(RuntimeError):
            answers.put_many(pairs())
        with pytest.raises(ValueError, match="answer_key"):
            answers.put_many([(OTHER, answer()), ("no key", answer())])
        assert list(answers.keys()) == [KEY]


@pytest.fixture(scope="module")
def long_open(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    with Answers(tmp_path_factory.mktemp("home") / "answers") as opened:
        yield opened


@settings(max_examples=60, deadline=None)
@given(
    content=st.text(),
    reasoning=st.none() | st.text(alphabet=st.characters()),
    seconds=st.floats(0, allow_infinity=False),
)
def test_replies_are_kept_character_by_character(
    long_open: Answers, content: str, reasoning: str | None, seconds: float
) -> None:
    said = answer(content, reasoning=reasoning, seconds=seconds)
    long_open.put(KEY, said)
    assert long_open.get(KEY) == said
    assert long_open.problems == []


@pytest.mark.parametrize(
    "content", ["\x00\x01\x1b[2J\x7f\x85", "\ud800 half a character", "\u2028\ufeff\U0010ffff", "\r\n"]
)
def test_strange_characters_are_kept(long_open: Answers, content: str) -> None:
    long_open.put(OTHER, answer(content))
    assert long_open.get(OTHER) == answer(content)


def test_answer_of_four_long_replies_is_kept(folder: Path) -> None:
    long = answer("\N{SNOWMAN}" * (2**20 // 3))
    said = long.model_copy(update={"exchanges": long.exchanges * 4})
    with Answers(folder) as answers:
        answers.put(KEY, said)
        assert answers.get(KEY) == said


def test_answer_that_could_not_be_read_again_is_told_instead_of_kept(folder: Path) -> None:
    with Answers(folder) as answers:
        answers.put_many([(KEY, answer("x" * LIMIT)), (OTHER, answer())])
        assert list(answers.keys()) == [OTHER]
        assert [KEY[:12] in problem for problem in answers.problems] == [True]


def test_file_is_opened_to_keep_what_it_is_given(kept: Path) -> None:
    told = run(kept, "SELECT key, value FROM Settings")
    expected = {"sqlite_synchronous": 2, "sqlite_mmap_size": 0, "eviction_policy": "none", "cull_limit": 0}
    assert set(expected.items()) <= set(told)
    assert run(kept, "PRAGMA journal_mode") == [("wal",)]


def test_nothing_is_ever_evicted(folder: Path) -> None:
    with Answers(folder):
        pass
    small = {"size_limit": 1, "cull_limit": 10, "eviction_policy": "least-recently-stored"}
    for name, value in small.items():
        run(folder, "UPDATE Settings SET value = ? WHERE key = ?", value, name)
    pairs = [(key_of(number), answer(str(number))) for number in range(2000)]
    with Answers(folder) as answers:
        for start in range(0, 2000, 200):
            answers.put_many(pairs[start : start + 200])
        assert list(answers.keys()) == sorted(key for key, _ in pairs)
        assert answers.get(pairs[0][0]) == pairs[0][1]


@pytest.mark.parametrize("key", ["", "x", KEY.upper(), KEY + "\n", "\ud800" * 64, "０" * 64, "../secret"])
def test_nothing_is_kept_under_what_is_no_key(kept: Path, key: str) -> None:
    with Answers(kept) as answers:
        assert answers.get(key) is None
        with pytest.raises(ValueError, match="answer_key"):
            answers.put(key, answer())
        assert list(answers.keys()) == [KEY]


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


# ── a file, a folder, a disk of an enemy ──


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("disk_nonsense", 1),
        ("disk_put", "x"),
        ("disk_directory", "/"),
        ("disk_min_file_size", "0"),
        ("sqlite_synchronous", "0; DROP TABLE Cache"),
        ("sqlite_synchronous", 0),
        ("sqlite_journal_mode", "off"),
        ("sqlite_cache_size", b"\x00"),
        ("sqlite_writable_schema = 1; --", 1),
        ("sqlite_writable_schema", 1),
        ("eviction_policy", "none of them"),
        ("eviction_policy", "least-recently-used"),
        ("statistics", 1),
        ("cull_limit", "many"),
        ("size_limit", None),
        ("count", "x"),
        ("get", "x"),
        ("directory", "/"),
        ("timeout", 0),
        ("_disk", "x"),
        (b"\xff", 1),
        (17, 1),
    ],
)
def test_planted_setting_governs_nothing(kept: Path, name: object, value: object) -> None:
    before = run(kept, "SELECT key, value FROM Settings ORDER BY key")
    run(kept, "INSERT OR REPLACE INTO Settings VALUES (?, ?)", name, value)
    run(kept, "INSERT INTO Settings VALUES (CAST(x'fffe' AS TEXT), CAST(x'ff' AS TEXT))")
    with Answers(kept) as answers:
        assert answers.get(KEY) == answer()
        answers.put(OTHER, answer())
        after = run(kept, "SELECT key, value FROM Settings ORDER BY key")
        assert [pair for pair in after if pair[0] != "count"] == [pair for pair in before if pair[0] != "count"]
        assert list(answers.keys()) == sorted([KEY, OTHER])


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER lose AFTER INSERT ON Cache BEGIN DELETE FROM Cache; END",
        "CREATE VIEW bookmarks AS SELECT 1",
        "CREATE UNIQUE INDEX Cache_mode ON Cache(mode)",
        "CREATE TABLE bookmarks (url TEXT)",
        "CREATE VIRTUAL TABLE search USING fts5 (words)",
    ],
)
def test_file_with_what_is_not_ours_is_not_touched(kept: Path, statement: str) -> None:
    run(kept, statement)
    run(kept, "INSERT INTO Settings VALUES ('sqlite_x', 1)")
    before = (kept / "cache.db").read_bytes()
    with pytest.raises(HomeError, match=r"does not make \('CREATE .*nothing was changed"):
        Answers(kept)
    assert (kept / "cache.db").read_bytes() == before


def test_trigger_of_a_known_name_is_not_known_by_its_name(kept: Path) -> None:
    run(kept, "DROP TRIGGER Settings_count_insert")
    run(kept, "CREATE TRIGGER Settings_count_insert AFTER INSERT ON Cache BEGIN DELETE FROM Cache; END")
    with pytest.raises(HomeError, match="does not make"):
        Answers(kept)


@pytest.mark.parametrize("damage", ["head", "middle", "all", "half"])
def test_damaged_file_is_told(folder: Path, damage: str) -> None:
    with Answers(folder) as answers:
        answers.put_many((key_of(number), answer(words(number * 1000))) for number in range(50))
    path = folder / "cache.db"
    data = bytearray(path.read_bytes())
    if damage == "head":
        data[:16] = b"no database at all"[:16]
    elif damage == "middle":
        for start in range(4096, len(data), 4096):
            data[start : start + 100] = b"\xff" * 100
    elif damage == "all":
        data = bytearray(b"no database at all" * 500)
    else:
        del data[len(data) // 2 :]
    path.write_bytes(data)

    def use() -> None:
        with Answers(folder) as answers:
            for key in list(answers.keys()):
                answers.get(key)
            answers.put(KEY, answer())

    with pytest.raises(HomeError, match="are damaged; put a backup"):
        use()


@pytest.mark.parametrize(("name", "mode"), [(".", 0o770), (".", 0o702), ("cache.db", 0o660), ("cache.db", 0o602)])
def test_folder_that_others_may_write_to_is_refused(kept: Path, name: str, mode: int) -> None:
    (kept / name).chmod(mode)
    with pytest.raises(HomeError, match=r"others may write.*chmod -R go-w") as caught:
        Answers(kept)
    assert caught.value.exit_code == 5
    subprocess.run(["chmod", "-R", "go-w", str(kept)], check=True)
    with Answers(kept) as answers:
        assert answers.get(KEY) == answer()


def test_folder_that_is_none_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "answers").write_bytes(b"")
    monkeypatch.setenv("TEAM", "blue")
    for folder in (tmp_path / "answers", tmp_path / "no home" / "answers", tmp_path / "$TEAM"):
        with pytest.raises(HomeError, match=str(tmp_path)):
            Answers(folder)
    assert not (tmp_path / "blue").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("mode", [0o500, 0o000])
def test_folder_that_cannot_be_written_to_is_told(kept: Path, mode: int) -> None:
    (kept / "cache.db").chmod(mode & 0o400)
    kept.chmod(mode)
    try:
        with pytest.raises(HomeError, match=r"(?i)permission"):
            Answers(kept)
    finally:
        kept.chmod(0o700)


def test_lock_of_another_program_is_told_soon(kept: Path) -> None:
    with (
        closing(sqlite3.connect(kept / "cache.db", isolation_level=None)) as other,
        Answers(kept, wait_s=0.2) as answers,
    ):
        other.execute("BEGIN IMMEDIATE")
        assert answers.get(KEY) == answer()
        assert list(answers.keys()) == [KEY]
        with pytest.raises(HomeError, match="locked by another program"):
            answers.put(OTHER, answer())
        with pytest.raises(HomeError, match="locked by another program"):
            Answers(kept, wait_s=0.2)
        other.execute("COMMIT")
        answers.put(OTHER, answer())
        assert answers.get(OTHER) == answer()


def test_full_disk_is_told_and_what_was_kept_stays(kept: Path) -> None:
    acknowledged = [KEY]

    def fill(answers: Answers) -> None:
        for number in range(1000):
            answers.put(key_of(number), answer(os.urandom(5000).hex()))
            acknowledged.append(key_of(number))

    with Answers(kept) as answers:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
        try:
            with pytest.raises(HomeError, match="cannot be written; make room"):
                fill(answers)
            assert all(answers.get(key) for key in acknowledged)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        answers.put(OTHER, answer())
        assert list(answers.keys()) == sorted([*acknowledged, OTHER])


# ── processes ──

WRITER = """
import sys
from pathlib import Path
from cache.answers import Answers
from tests.test_answers import answer, key_of
with Answers(Path(sys.argv[1])) as answers:
    for number in range(int(sys.argv[2]), int(sys.argv[3])):
        answers.put(key_of(number), answer(str(number)))
        print(key_of(number), flush=True)
"""


def start_writer(folder: Path, first: int, end: int) -> "subprocess.Popen[str]":
    """Start a process that puts answers and prints the key of each when it is kept."""
    command = [sys.executable, "-c", WRITER, str(folder), str(first), str(end)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])


def test_two_processes_write_into_one_folder(folder: Path) -> None:
    with start_writer(folder, 0, 150) as one, start_writer(folder, 100, 250) as other:
        acknowledged = set("".join(process.communicate()[0] for process in (one, other)).split())
    assert (one.returncode, other.returncode) == (0, 0)
    with Answers(folder) as answers:
        assert list(answers.keys()) == sorted(acknowledged) == sorted(map(key_of, range(250)))
        assert all(answers.get(key) for key in acknowledged)
        assert answers.problems == []


def test_every_acknowledged_answer_survives_kill_9(folder: Path) -> None:
    acknowledged: list[str] = []
    for seen in (1, 20, 60):
        with start_writer(folder, len(acknowledged), 1_000_000) as writer:
            assert writer.stdout is not None
            acknowledged += [writer.stdout.readline().strip() for _ in range(seen)]
            writer.kill()
            acknowledged += [line.strip() for line in writer.stdout if line.endswith("\n")]
        with Answers(folder) as answers:
            assert [key for key in acknowledged if answers.get(key) is None] == []
            assert answers.problems == []


def test_lookups_do_not_load_the_answers() -> None:
    script = "import sys, cache.home, cache.library, cache.lookup; print('diskcache' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


# ── the key ──

MESSAGES = (Message(role="system", content="Read."), Message(role="user", content="Fénlight gains 3 %."))
SAMPLING: dict[str, float | int | str | None] = {"temperature": 0.0, "seed": 7, "top_p": None}


def test_key_is_that_of_the_canonical_request() -> None:
    text = (
        '{"max_tokens":900,"messages":[{"content":"Read.","role":"system"},'
        '{"content":"F\\u00e9nlight gains 3 %.","role":"user"}],"model":"qwen3:4b",'
        '"sampling":{"seed":7,"temperature":0.0,"top_p":null},"schema":"abc"}'
    )
    assert answer_key(MESSAGES, "abc", "qwen3:4b", SAMPLING, 900) == sha256(text.encode()).hexdigest()


def test_key_knows_no_order_of_sampling() -> None:
    turned = dict(reversed(SAMPLING.items()))
    keys = {answer_key(list(MESSAGES), "abc", "m", order, 900) for order in (SAMPLING, turned)}
    assert len(keys) == 1


def test_key_differs_for_every_component() -> None:
    asked = [
        (MESSAGES, "abc", "m", SAMPLING, 900),
        (MESSAGES[::-1], "abc", "m", SAMPLING, 900),
        (MESSAGES[:1], "abc", "m", SAMPLING, 900),
        ((MESSAGES[0], Message(role="assistant", content=MESSAGES[1].content)), "abc", "m", SAMPLING, 900),
        (MESSAGES, "abd", "m", SAMPLING, 900),
        (MESSAGES, "m", "abc", SAMPLING, 900),
        (MESSAGES, "abc", "n", SAMPLING, 900),
        (MESSAGES, "abc", "m", {**SAMPLING, "temperature": 0.1}, 900),
        (MESSAGES, "abc", "m", {**SAMPLING, "more": None}, 900),
        (MESSAGES, "abc", "m", SAMPLING, 901),
    ]
    assert len({answer_key(*components) for components in asked}) == len(asked)


def test_key_of_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        answer_key(MESSAGES, "abc", "m", {"temperature": float("nan")}, 900)
