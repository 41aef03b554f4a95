"""What asking about one paper costs in tokens: the mean of ten of the real abstracts, part by part.

Needs the folder of pages and annotations: `../shared` or `DIGEST_SHARED`. Tokens are counted with o200k_base if
tiktoken can be imported and its vocabulary lies in the folder `TIKTOKEN_CACHE_DIR`; nothing is ever fetched. Else bytes
÷ 4 are printed and marked. What the templates of models add around messages (some ten tokens) is not counted.
Run: `make bench` or `python -m bench.tokens`.
"""

import hashlib
import json
import os
import statistics
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from agent.extract.extractive.engine import ExtractiveEngine
from agent.extract.model.render import ask, with_schema
from agent.extract.model.rungs import ANSWER, Dialect, Rung, form
from agent.extract.model.shape import Relaxed
from agent.extract.model.wire import WireAnswer
from agent.extract.sentences import NumberedText, number_sentences
from schemas.taxonomy import load_taxonomy
from tests.servers import oracle, read_papers, read_rows, to_wire
from tests.servers.library import Library

EVERY, MOST = 13, 10
"""Every 13th line of papers.jsonl that holds an abstract, the first ten of them."""
VOCABULARY = "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"
VOCABULARY_SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
BYTES_A_TOKEN = 4
GOAL_PROMPT, GOAL_ANSWER, GOAL_WHOLE = 650, 300, 950
OTHERS = {
    "instructor JSON_SCHEMA": 718,
    "langextract, one chunk": 1160,
    "langextract, its default": 1804,
}
"""Prompt and answer of others, on ten abstracts of 255 tokens: ../shared/scale-and-speed.md, A.5."""

Count = Callable[[str], int]


class Counter(NamedTuple):
    """How tokens are counted."""

    count: Count
    name: str
    mark: str
    """Put before every figure."""


def counter() -> Counter:
    """Return the real vocabulary if it is at hand, else an estimate that says so."""
    if find_spec("tiktoken") is None:
        return Counter(
            _about, "bytes ÷ 4 (install tiktoken, and set TIKTOKEN_CACHE_DIR, to count with o200k_base)", "~"
        )
    folder = os.environ.get("TIKTOKEN_CACHE_DIR", "")
    name = hashlib.sha1(VOCABULARY.encode(), usedforsecurity=False).hexdigest()
    kept = Path(folder) / name
    if not folder or not kept.is_file() or hashlib.sha256(kept.read_bytes()).hexdigest() != VOCABULARY_SHA256:
        told = f"save {VOCABULARY} as {name} in a folder, and set TIKTOKEN_CACHE_DIR to it"
        return Counter(_about, f"bytes ÷ 4 ({told}, to count with o200k_base)", "~")
    encoding: Any = import_module("tiktoken").get_encoding("o200k_base")
    return Counter(lambda text: len(encoding.encode_ordinary(text)), "o200k_base", "")


def _about(text: str) -> int:
    return -(-len(text.encode()) // BYTES_A_TOKEN)


def choose(papers: Iterable[tuple[str, str]]) -> list[NumberedText]:
    """Return the papers that are counted."""
    chosen = list(papers)[::EVERY][:MOST]
    return [number_sentences(title, abstract) for title, abstract in chosen]


def compact(value: object) -> str:
    """Return JSON as clients send it and as the prompt's example answers."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Printer:
    """Prints means, each beside its goal."""

    def __init__(self, mark: str) -> None:
        self._mark = mark

    def line(self, what: str, tokens: float, goal: int | None = None, note: str = "") -> None:
        """Print one figure."""
        told = f"   (goal: at most {goal})" if goal else ""
        print(f"{what:58} {self._mark + format(tokens, '.0f'):>6}{told}{note}")


def answers(texts: Sequence[NumberedText], library: Library) -> tuple[list[str], list[str]]:
    """Return the annotations of the texts that have one, and the embedded engine's answers, as a model writes them."""
    engine = ExtractiveEngine(load_taxonomy())
    annotated = (oracle.answer(text.title, dict(enumerate(text.sentences, 1)), library) for text in texts)
    said = [compact(one) for one in annotated if one]
    return list(dict.fromkeys(said)), [compact(to_wire(engine.answer(text)[1])) for text in texts]


def main() -> None:
    """Print the table."""
    shared = Path(os.environ.get("DIGEST_SHARED") or "../shared")
    if not (shared / "truth/papers.jsonl").is_file():
        raise SystemExit(f"bench/tokens.py needs {shared}/truth: set DIGEST_SHARED to the folder that holds it")
    papers = read_papers(shared / "truth/papers.jsonl")
    gold = read_rows(shared / "gold/dev.jsonl")
    library, texts = Library(papers, gold), choose(papers)
    count, name, mark = counter()
    line = Printer(mark).line

    def mean(parts: Iterable[str]) -> float:
        return statistics.mean(map(count, parts))

    dialect = Dialect(rung=Rung.JSON_SCHEMA, enforced=True)
    wire = {
        relaxed: compact(
            form(WireAnswer, ANSWER, dialect.model_copy(update={"relaxed": relaxed})).wire["response_format"]
        )
        for relaxed in (Relaxed.NO, Relaxed.NO_BOUNDS)
    }
    prompts = [ask(text) for text in texts]
    system, user = count(prompts[0][0].content), mean(prompt[1].content for prompt in prompts)
    schema, relaxed = (count(wire[how]) for how in wire)
    annotated, embedded = answers(texts, library)
    every, _ = answers([number_sentences(*paper) for paper in papers], library)
    prompt = system + user + schema

    print(f"tokens a paper, mean of {len(texts)} of {len(papers)} real abstracts; {name}")
    line("abstract alone", mean(text.abstract for text in texts))
    line("system message, the same for every paper", system)
    line("user message: title, numbered sentences, marks", user)
    line("schema as sent (response_format)", schema, note=f"   without bounds {mark}{relaxed}")
    line("prompt", prompt, GOAL_PROMPT)
    line("prompt, where the server does not show the schema", system + user)
    told = with_schema(prompts[0], form(WireAnswer, ANSWER, dialect).schema)[0].content
    line("prompt, where we tell the schema in the prompt", count(told) + user)
    shares = f"{(system + schema) / prompt:6.0%} {system / (system + user):.0%}"
    print(f"{'share of the fixed prefix: with schema, without':58} {shares}")
    if annotated:
        line(f"answer: annotations of those that have one ({len(annotated)})", mean(annotated), GOAL_ANSWER)
    line(f"answer: all annotations ({len(every)})", mean(every), GOAL_ANSWER)
    line(f"answer: the embedded engine's ({len(embedded)})", mean(embedded), GOAL_ANSWER)
    line("prompt and answer (annotations of all)", prompt + mean(every), GOAL_WHOLE)
    line("prompt and answer (embedded engine's)", prompt + mean(embedded), GOAL_WHOLE)
    for other, tokens in OTHERS.items():
        print(f"  {other + ', abstracts of 255 tokens (A.5)':56} {tokens:6}")


if __name__ == "__main__":
    main()
