"""Compare sentence splitters on the annotated abstracts: F1 of exact [start, end) spans, and the time they took.

    python bench/splitters.py

Reads `gold/dev.jsonl` and `truth/papers.jsonl` of the folder that DIGEST_SHARED names (else `../shared`). A splitter
that is not installed (pysbd, syntok, sentencex, spacy, blingfire) is named and skipped.
"""

import importlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from agent.extract.sentences import Spans, split_sentences  # noqa: E402 - the path comes first

Splitter = Callable[[str], Spans]


def read_gold(shared: Path) -> list[tuple[str, Spans]]:
    """Return each annotated abstract with its spans."""
    abstracts = {}
    for line in (shared / "truth" / "papers.jsonl").read_text(encoding="utf-8").splitlines():
        paper = json.loads(line)
        abstracts[f"{paper['source'][:3]}#{paper['index']}"] = paper["abstract"]
    gold = map(json.loads, (shared / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines())
    return [(abstracts[one["id"]], tuple((start, end) for start, end in one["sentences"])) for one in gold]


def score(split: Splitter, gold: Iterable[tuple[str, Spans]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of exact spans."""
    right = found = wanted = 0
    for text, spans in gold:
        answer = set(split(text))
        right, found, wanted = right + len(answer & set(spans)), found + len(answer), wanted + len(spans)
    return right / found, right / wanted, 2 * right / (found + wanted)


def _locate(text: str, sentences: Iterable[str]) -> Spans:
    spans, position = [], 0
    for sentence in map(str.strip, sentences):
        start = text.find(sentence, position) if sentence else -1
        if start >= 0:
            position = start + len(sentence)
            spans.append((start, position))
    return tuple(spans)


def _pysbd(module: Any) -> Splitter:
    return lambda text: _locate(text, module.Segmenter(language="en", clean=False).segment(text))


def _sentencex(module: Any) -> Splitter:
    return lambda text: _locate(text, module.segment("en", text))


def _blingfire(module: Any) -> Splitter:
    return lambda text: _locate(text, module.text_to_sentences(text).split("\n"))


def _spacy(module: Any) -> Splitter:
    language = module.blank("en")
    language.add_pipe("sentencizer")
    return lambda text: _locate(text, (sentence.text for sentence in language(text).sents))


def _syntok(module: Any) -> Splitter:
    def split(text: str) -> Spans:
        sentences = (sentence for paragraph in module.process(text) for sentence in paragraph if sentence)
        return tuple((one[0].offset, one[-1].offset + len(one[-1].value)) for one in sentences)

    return split


OTHERS: tuple[tuple[str, str, Callable[[Any], Splitter]], ...] = (
    ("pysbd", "pysbd", _pysbd),
    ("sentencex", "sentencex", _sentencex),
    ("syntok", "syntok.segmenter", _syntok),
    ("spacy sentencizer", "spacy", _spacy),
    ("blingfire", "blingfire", _blingfire),
)


def main() -> None:
    """Print the table."""
    shared = Path(os.environ.get("DIGEST_SHARED") or ROOT.parent / "shared")
    if not (shared / "gold" / "dev.jsonl").is_file():
        print(f"bench.splitters needs gold/dev.jsonl in {shared} (set DIGEST_SHARED): passed over")
        return
    gold = read_gold(shared)
    print(f"gold/dev.jsonl: {len(gold)} abstracts, {sum(len(spans) for _, spans in gold)} sentences")
    print(f"{'splitter':<18}  precision  recall      F1  ms/abstract")
    splitters: list[tuple[str, Splitter]] = [("digest", split_sentences)]
    for name, module, make in OTHERS:
        try:
            splitters.append((name, make(importlib.import_module(module))))
        except ImportError:
            print(f"{name:<18}  not installed")
    for name, split in splitters:
        started = time.perf_counter()
        precision, recall, f1 = score(split, gold)
        milliseconds = 1000 * (time.perf_counter() - started) / len(gold)
        print(f"{name:<18}  {precision:9.4f}  {recall:6.4f}  {f1:6.4f}  {milliseconds:11.2f}")


if __name__ == "__main__":
    main()
