"""What models said, on real files: what is put is found, by every process, whatever ends it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cache.answers import Answers
from cache.home import Home
from schemas.exchange import KeptAnswer
from tests.kept_answers import KEY, LIMIT, OTHER, answer, key_of, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Home(tmp_path).answers


@pytest.fixture
def kept(folder: Path) -> Path:
    """A folder with one answer under `KEY`."""
    with Answers(folder) as answers:
        answers.put(KEY, answer())
    return folder


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


# ── processes ──

WRITER = """
import sys
from pathlib import Path
from cache.answers import Answers
from tests.kept_answers import answer, key_of
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
