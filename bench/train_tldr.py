"""Learn which sentence tells a paper: `python -m bench.train_tldr` writes data/tldr.tsv.

Ridge regression learns, from features of each sentence, how much the ROUGE-1 of its shortened form against the
TL;DRs that people wrote is above the mean of its abstract. Settings were chosen on the dev split.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rouge_score.rouge_scorer import RougeScorer
from scipy.sparse import csr_matrix
from sklearn.linear_model import Ridge

from agent.extract.extractive.shorten import shorten_or_quote
from agent.extract.extractive.telling import describe_telling
from agent.extract.lexicon import LONGEST_READ
from agent.extract.roles import label_roles
from bench.scitldr import MOST_WORDS, Summed, read_summed

FEATURES = 5_000
FEWEST = 5
STRENGTH = 300.0
UNIT = 10_000
"""A whole-numbered weight of so much is a ROUGE of 1."""
TARGET = Path("agent/extract/extractive/data/tldr.tsv")
HEADER = """\
# Weights of sentences as TL;DRs, written by `python -m bench.train_tldr`.
# Learned from SciTLDR-A (train), Apache-2.0, github.com/allenai/scitldr.
"""


def train_tldr(papers: Sequence[Summed]) -> list[str]:
    """Return the lines of a model; the same papers always give the same lines."""
    described: list[set[str]] = []
    gains: list[float] = []
    scorer = RougeScorer(["rouge1"], use_stemmer=True)
    for paper in papers:
        roles = label_roles(paper.text)
        numbers = [number for number in range(1, len(roles) + 1) if len(paper.text.sentence(number)) <= LONGEST_READ]
        described += [describe_telling(paper.text, number, roles) for number in numbers]
        rouges = [_rouge(shorten_or_quote(paper.text, number, MOST_WORDS), paper, scorer) for number in numbers]
        gains += [rouge - sum(rouges) / len(rouges) for rouge in rouges]
    counts = Counter(feature for features in described for feature in features)
    names = sorted(feature for feature, count in counts.items() if count >= FEWEST)
    weights = _fit(described, names, gains)
    order = sorted(range(len(names)), key=lambda column: (-abs(round(float(weights[column]), 8)), names[column]))
    kept = sorted(names[column] for column in order[:FEATURES])
    weights = _fit(described, kept, gains)
    whole = [round(UNIT * float(weight)) for weight in weights]
    return ["feature\tgain", *(f"{name}\t{weight}" for name, weight in zip(kept, whole, strict=True) if weight)]


def _rouge(said: str, paper: Summed, scorer: RougeScorer) -> float:
    return max(float(scorer.score(target, said)["rouge1"].fmeasure) for target in paper.targets)


def _fit(described: Sequence[set[str]], names: Sequence[str], gains: Sequence[float]) -> np.ndarray:
    columns = {name: column for column, name in enumerate(names)}
    rows = [sorted(columns[feature] for feature in features if feature in columns) for features in described]
    flat = np.array([column for row in rows for column in row], dtype=np.int32)
    table = csr_matrix((np.ones(len(flat)), flat, np.cumsum([0, *map(len, rows)])), shape=(len(rows), len(names)))
    ridge = Ridge(alpha=STRENGTH, solver="sparse_cg", tol=1e-4)
    weights: np.ndarray = ridge.fit(table, np.array(gains)).coef_
    return weights


def main() -> None:
    """Write the model."""
    TARGET.write_text(HEADER + "\n".join(train_tldr(read_summed("train"))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
