"""Compare families of models that find the names of datasets, and measure the roles of the datasets that are found.

Needs scikit-learn (`pip install -e .[train]`) and the folder of annotations: `../shared` or
`DIGEST_SHARED`. Run `python -m bench.datasets` from the project's root. Families are compared by cross-validation on
the training sets of `train_names.py`, five folds of whole texts; no test set is read.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from agent.extract.extractive.tagger import BIAS, choose_names
from bench.quality import Tally, compare, read_gold, run_engine, share
from bench.train_names import SHARE_OF_MENTIONS, STEPS, Document, read_sets, train
from schemas.taxonomy import load_taxonomy

SHARED = Path(os.environ.get("DIGEST_SHARED") or "../shared")
FOLDS = 5
ROUNDS = 8
"""Times that the perceptron sees every text."""
Sets = Mapping[str, Sequence[Document]]
Finder = Callable[[str], Iterable[str]]


def fit_logistic(sets: Sets) -> Finder:
    """Fit what the engine uses."""
    weights = train(_weighted(sets))
    return lambda sentence: (hit.name for hit in choose_names(sentence, weights))


def fit_sparse(sets: Sets) -> Finder:
    """Fit logistic regression that leaves most features out."""
    weights = train(_weighted(sets), l1=True)
    return lambda sentence: (hit.name for hit in choose_names(sentence, weights))


def _weighted(sets: Sets) -> list[tuple[Sequence[Document], float]]:
    return [(documents, SHARE_OF_MENTIONS if name == "mentions" else 1) for name, documents in sets.items()]


def fit_perceptron(sets: Sets) -> Finder:
    """Fit an averaged perceptron on the same candidates and features."""
    weights, sums, seen = Counter[str](), Counter[str](), 0
    examples = [example for documents in sets.values() for document in documents for example in document.examples]
    for _ in range(ROUNDS):
        for example in examples:
            seen += 1
            if (weights[BIAS] + sum(weights[feature] for feature in example.features) > 0) != example.is_name:
                step = 1 if example.is_name else -1
                for feature in (BIAS, *example.features):
                    weights[feature] += step
                    sums[feature] += step * seen
    averaged = {feature: round(STEPS * (weight - sums[feature] / seen)) for feature, weight in weights.items()}
    return lambda sentence: (hit.name for hit in choose_names(sentence, averaged))


def cross_validate(fit: Callable[[Sets], Finder], sets: Sets) -> dict[str, tuple[Tally, Tally]]:
    """Return by set how many names are the same, and how many share a word; mentions are only trained on."""
    told: dict[str, list[tuple[set[str], frozenset[str]]]] = {"TDMSci": [], "SciREX": []}
    for fold in range(FOLDS):
        kept = {
            name: [one for place, one in enumerate(documents) if name not in told or place % FOLDS != fold]
            for name, documents in sets.items()
        }
        find = fit(kept)
        for name, pairs in told.items():
            for document in sets[name][fold::FOLDS]:
                sentences = dict.fromkeys(example.sentence for example in document.examples)
                pairs.append(({hit for sentence in sentences for hit in find(sentence)}, document.names))
    return {name: (compare(pairs, overlap=False), compare(pairs, overlap=True)) for name, pairs in told.items()}


def measure_roles() -> str:
    """Count the datasets of gold/dev.jsonl that are found and have an annotated role, whose role is that."""
    right = total = 0
    for case in run_engine(read_gold(SHARED), load_taxonomy()):
        roles = {name: gold["role"] for gold in case.gold["datasets"] for name in gold["names"]}
        for dataset in case.answer.datasets:
            if wanted := roles.get(dataset.name):
                right, total = right + (dataset.role == wanted), total + 1
    return share(right, total)


def main() -> None:
    """Print a row a family and set, and the roles."""
    print(f"{'roles of found datasets, gold/dev.jsonl':44} {measure_roles()}")
    sets = read_sets(SHARED)
    for family, fit in FAMILIES.items():
        for name, (same, overlap) in cross_validate(fit, sets).items():
            print(f"{family}, {name}: same".ljust(44), same)
            print(f"{family}, {name}: overlap".ljust(44), overlap, flush=True)


FAMILIES: dict[str, Callable[[Sets], Finder]] = {
    "logistic, L2": fit_logistic,
    "logistic, L1": fit_sparse,
    "averaged perceptron": fit_perceptron,
}

if __name__ == "__main__":
    main()
