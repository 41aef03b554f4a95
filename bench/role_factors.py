"""Choose how much learned weights of roles count beside cues: `python -m bench.role_factors`.

Needs `../shared` or `DIGEST_SHARED` (gold/dev.jsonl). Nested: factors are chosen on four fifths of the abstracts
and scored on the last fifth, shuffled five ways. The cues themselves were written while looking at all of them, which
no split can undo: it favours factors that leave everything to the cues.
"""

import os
import random
from collections import Counter
from itertools import product
from pathlib import Path
from statistics import fmean, pstdev

from agent.extract.extractive.own_names import find_names
from agent.extract.roles import FACTORS, Factors, label_roles, say_how_it_works
from agent.extract.sentences import NumberedText
from bench.csabstruct import Hits, share_right
from bench.quality import Gold, read_gold

FOLDS = RUNS = 5
TRIED = [
    Factors(strong, learned, beside)
    for strong, learned, beside in product((2, 3, 4, 5), (0, 1, 2, 3, 4, 6), (0, 1, 2, 3))
    if beside <= learned
]


def count_hits(golds: list[Gold], factors: Factors) -> list[Hits]:
    """Compare told with annotated roles, abstract by abstract."""
    hits = []
    for gold in golds:
        text = NumberedText(gold["title"], gold["abstract"], tuple((start, end) for start, end in gold["sentences"]))
        roles = label_roles(text, factors)
        told = say_how_it_works(text, roles, find_names(text, roles))
        hits.append(Hits(sum(one == other for one, other in zip(told, gold["roles"], strict=True)), len(told)))
    return hits


def main() -> None:
    """Print what the shipped factors, none, the best and nested choices are worth."""
    golds = list(read_gold(Path(os.environ.get("DIGEST_SHARED") or "../shared")))
    hits = {factors: count_hits(golds, factors) for factors in TRIED}
    best = max(TRIED, key=lambda factors: share_right(hits[factors]))
    chosen, shares = Counter[Factors](), []
    for run in range(RUNS):
        places = list(range(len(golds)))
        random.Random(run).shuffle(places)
        scored: list[Hits] = []
        for fold in range(FOLDS):
            test = places[fold::FOLDS]
            train = [place for place in places if place not in test]
            pick = max(TRIED, key=lambda factors: share_right([hits[factors][place] for place in train]))
            chosen[pick] += 1
            scored += [hits[pick][place] for place in test]
        shares.append(share_right(scored))
    print(f"as shipped {tuple(FACTORS)}: {share_right(hits[FACTORS]):.4f}")
    print(f"cues alone: {share_right(hits[Factors(3, 0, 0)]):.4f}")
    print(f"best of {len(TRIED)} {tuple(best)}: {share_right(hits[best]):.4f}")
    print(f"nested choice: {fmean(shares):.4f} ± {pstdev(shares):.4f}")
    print(f"chosen: {', '.join(f'{tuple(pick)} {times} times' for pick, times in chosen.most_common())}")


if __name__ == "__main__":
    main()
