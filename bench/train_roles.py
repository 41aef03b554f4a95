"""Search the weights of place in agent/extract/extractive/roles.py, and print them.

From the weights that stand there, one at a time is moved by one as long as more sentences get their annotated role, in
450 abstracts of CSABSTRUCT's train split (Apache-2.0, https://github.com/allenai/sequential_sentence_classification) and
in the annotated development abstracts, which count ten times. The order of moves is fixed, so the same data print the same
numbers; where the weights are settled, they are those of the file. Needs `../shared` or `DIGEST_SHARED`. Run from the
project's root: `python bench/train_roles.py`.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from agent.extract.extractive.roles import PLACE, label_roles
from agent.extract.sentences import NumberedText
from bench.quality import read_gold, read_lines

ABSTRACTS = 450
GOLD_WEIGHT = 10
MOST_ROUNDS = 6


class Labelled(NamedTuple):
    """A text, the annotated roles of its sentences, and how often it counts."""

    text: NumberedText
    roles: tuple[str, ...]
    weight: int


def read_labelled(shared: Path) -> Iterator[Labelled]:
    """Yield the abstracts of both sets."""
    for line in read_lines(shared / "bench/csabstruct/train.jsonl")[:ABSTRACTS]:
        sentences, labels = line["sentences"], line["labels"]
        if isinstance(sentences, list) and isinstance(labels, list):
            ends = [sum(map(len, sentences[: place + 1])) + place for place in range(len(sentences))]
            spans = tuple((end - len(sentence), end) for sentence, end in zip(sentences, ends, strict=True))
            yield Labelled(NumberedText("", " ".join(sentences), spans), tuple(map(str, labels)), 1)
    for gold in read_gold(shared):
        spans = tuple((start, end) for start, end in gold["sentences"])
        yield Labelled(NumberedText(gold["title"], gold["abstract"], spans), tuple(gold["roles"]), GOLD_WEIGHT)


def count_right(cases: Sequence[Labelled]) -> int:
    """Count the sentences whose role is the annotated one, with the weights as they stand."""
    return sum(
        weight * sum(told == wanted for told, wanted in zip(label_roles(text), roles, strict=True))
        for text, roles, weight in cases
    )


def climb(cases: Sequence[Labelled]) -> int:
    """Move the weights until no single step helps; return the sentences that are right in the end."""
    best = count_right(cases)
    for _ in range(MOST_ROUNDS):
        before = best
        for key in PLACE:
            for step in (1, -1):
                PLACE[key] += step
                if (right := count_right(cases)) > best:
                    best = right
                    break
                PLACE[key] -= step
        if best == before:
            break
    return best


def main() -> None:
    """Print the weights before and after the search."""
    cases = tuple(read_labelled(Path(os.environ.get("DIGEST_SHARED") or "../shared")))
    total = sum(weight * len(roles) for _, roles, weight in cases)
    print(f"{len(cases)} abstracts; right at first: {count_right(cases)} of {total} (weighted)")
    print(f"right at last: {climb(cases)} of {total}")
    for key, weight in PLACE.items():
        print(f"{key:24} {weight}")


if __name__ == "__main__":
    main()
