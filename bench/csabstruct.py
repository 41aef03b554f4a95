"""Score the roles of sentences on CSABSTRUCT: `python -m bench.csabstruct`.

The test set copies the others: an abstract half of whose sentences stand in train or dev is left out of the second row.
Intervals are 95 % of 2,000 bootstrap samples of abstracts.
"""

import argparse
import json
import os
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from agent.extract.learned_roles import ROLES, weigh_roles
from agent.extract.linear import Linear
from schemas.extraction import Role

SAMPLES = 2000


class Labelled(NamedTuple):
    """The sentences of an abstract with their roles and how far the annotators agreed on each."""

    sentences: tuple[str, ...]
    roles: tuple[Role, ...]
    agreement: tuple[float, ...]


class Hits(NamedTuple):
    """Sentences of one abstract whose role was told rightly, and all of them."""

    right: int
    total: int


def read_labelled(path: Path) -> list[Labelled]:
    """Read a file of CSABSTRUCT."""
    if not path.is_file():
        raise SystemExit(f"{path} is missing: set DIGEST_SHARED to the folder that holds bench/csabstruct/")
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Labelled(tuple(line["sentences"]), tuple(line["labels"]), tuple(line["confs"])) for line in lines]


def find_folder() -> Path:
    """Return where CSABSTRUCT is kept."""
    return Path(os.environ.get("DIGEST_SHARED") or "../shared") / "bench" / "csabstruct"


def told_roles(sentences: Sequence[str], model: Linear | None = None) -> list[Role]:
    """Return the role with the largest learned weight, sentence by sentence."""
    return [ROLES[max(range(len(ROLES)), key=lambda lane: row[lane])] for row in weigh_roles(sentences, model)]


def count_hits(abstracts: Iterable[Labelled], model: Linear | None = None, least: float = 0.0) -> list[Hits]:
    """Compare told with labelled roles, abstract by abstract; `least` is the annotators' agreement that counts."""
    hits = []
    for abstract in abstracts:
        told = told_roles(abstract.sentences, model)
        rated = zip(told, abstract.roles, abstract.agreement, strict=True)
        right = [one == other for one, other, agreement in rated if agreement >= least]
        hits.append(Hits(sum(right), len(right)))
    return hits


def write_share(hits: Sequence[Hits]) -> str:
    """Write micro F1, which is accuracy here, with its interval."""
    draw = random.Random(0)
    shares = sorted(share_right(draw.choices(hits, k=len(hits))) for _ in range(SAMPLES))
    low, high = shares[SAMPLES // 40], shares[-SAMPLES // 40]
    right, total = sum(one.right for one in hits), sum(one.total for one in hits)
    return f"{right / total:.4f} ({right}/{total})  95% [{low:.3f}, {high:.3f}]"


def share_right(hits: Sequence[Hits]) -> float:
    """Return the share of right roles."""
    return sum(one.right for one in hits) / sum(one.total for one in hits)


def is_copy(abstract: Labelled, known: frozenset[str]) -> bool:
    """Say whether half or more of the sentences stand in other splits."""
    return 2 * sum(sentence in known for sentence in abstract.sentences) >= len(abstract.sentences)


def main() -> None:
    """Print the figures of the test split: the weights were learned from the others."""
    parser = argparse.ArgumentParser(prog="python -m bench.csabstruct", description="roles of sentences on CSABSTRUCT")
    parser.parse_args()
    folder = find_folder()
    others = [folder / f"{name}.jsonl" for name in ("train", "dev")]
    known = frozenset(sentence for path in others for one in read_labelled(path) for sentence in one.sentences)
    abstracts = read_labelled(folder / "test.jsonl")
    clean = [one for one in abstracts if not is_copy(one, known)]
    print(f"CSABSTRUCT test, all {len(abstracts):4}: micro F1 {write_share(count_hits(abstracts))}")
    print(f"CSABSTRUCT test, own {len(clean):4}: micro F1 {write_share(count_hits(clean))}")


if __name__ == "__main__":
    main()
