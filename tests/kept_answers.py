"""Invented kept answers, and rows planted with plain SQLite as an enemy would: what the tests of the store share."""

import sqlite3
import zlib
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from cache.answers import Answers
from schemas.exchange import KeptAnswer
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
