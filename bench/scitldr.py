"""Score the TL;DR of the embedded engine on SciTLDR-A: `python -m bench.scitldr [--split train|dev|test]`.

ROUGE F of the best of the references, by the package rouge-score with stemming, means over papers. Beside the engine
stand the first sentence and, chosen with the references in sight, the best of the shortened sentences (oracle).
"""

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from rouge_score.rouge_scorer import RougeScorer

from agent.extract.extractive.engine import ExtractiveEngine
from agent.extract.extractive.shorten import shorten_or_quote
from agent.extract.sentences import NumberedText
from schemas.taxonomy import load_taxonomy

KINDS = ("rouge1", "rouge2", "rougeL")
MOST_WORDS = 30


class Summed(NamedTuple):
    """A paper with the TL;DRs that people wrote."""

    text: NumberedText
    targets: tuple[str, ...]


def read_summed(split: str) -> list[Summed]:
    """Read one split of SciTLDR-A."""
    path = Path(os.environ.get("DIGEST_SHARED") or "../shared") / "bench" / "scitldr" / f"SciTLDR-A_{split}.jsonl"
    if not path.is_file():
        raise SystemExit(f"{path} is missing: set DIGEST_SHARED to the folder that holds bench/scitldr/")
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Summed(_number(line.get("title") or "", line["source"]), tuple(line["target"])) for line in lines]


def _number(title: str, sentences: Sequence[str]) -> NumberedText:
    spans, start = [], 0
    for sentence in sentences:
        spans.append((start, start + len(sentence)))
        start += len(sentence) + 1
    return NumberedText(title, " ".join(sentences), tuple(spans))


def score(said: str, targets: Sequence[str], scorer: RougeScorer) -> tuple[float, ...]:
    """Return ROUGE-1, -2 and -L, each the best of the references."""
    scored = [scorer.score(target, said) for target in targets]
    return tuple(max(one[kind].fmeasure for one in scored) for kind in KINDS)


def _rows(papers: Sequence[Summed]) -> Iterator[tuple[str, list[str]]]:
    engine = ExtractiveEngine(load_taxonomy())
    told = [engine.answer(paper.text)[1].tldr for paper in papers]
    yield "engine", [one.text if one else "" for one in told]
    yield "first sentence", [paper.text.sentences[0] for paper in papers]
    scorer = RougeScorer([KINDS[0]], use_stemmer=True)
    yield "oracle", [_best(paper, scorer) for paper in papers]


def _best(paper: Summed, scorer: RougeScorer) -> str:
    forms = [shorten_or_quote(paper.text, number, MOST_WORDS) for number in range(1, len(paper.text.spans) + 1)]
    return max(forms, key=lambda form: max(scorer.score(one, form)[KINDS[0]].fmeasure for one in paper.targets))


def main() -> None:
    """Print one row a way of choosing."""
    parser = argparse.ArgumentParser(prog="python -m bench.scitldr", description="TL;DRs on SciTLDR-A")
    parser.add_argument("--split", choices=["train", "dev", "test"], default="test")
    split = parser.parse_args().split
    papers, scorer = read_summed(split), RougeScorer(list(KINDS), use_stemmer=True)
    for name, said in _rows(papers):
        scores = [score(one, paper.targets, scorer) for one, paper in zip(said, papers, strict=True)]
        columns = [[row[place] for row in scores] for place in range(len(KINDS))]
        means = "  ".join(f"R{kind[5:]} {100 * fmean(column):.1f}" for kind, column in zip(KINDS, columns, strict=True))
        long = sum(len(one.split()) > MOST_WORDS for one in said)
        rest = f"none {said.count('')}  over {MOST_WORDS} words {long}"
        print(f"SciTLDR-A {split} ({len(papers)}), {name:14}: {means}  {rest}")


if __name__ == "__main__":
    main()
