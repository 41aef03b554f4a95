"""Learn the roles of sentences from CSABSTRUCT: `python -m bench.train_roles [--compare]` writes data/roles.tsv.

Linear support vector machines, one a role, learn from words, cues and place (first look), then again with
what the first look, learned on the other folds, says of the sentences around (second look). A sentence weighs as the
third power of its annotators' agreement. Features with the smallest weights are left out and the rest learned anew.
With `--compare` nothing is written: variants are compared by cross-validation over abstracts.
"""

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean, pstdev
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from agent.extract.extractive.learned_roles import ROLES, UNIT, describe, look_around, rate
from agent.extract.extractive.linear import read_linear
from bench.csabstruct import Labelled, count_hits, find_folder, read_labelled, share_right, told_roles

FOLDS = 5
TARGET = Path("agent/extract/extractive/data/roles.tsv")
HEADER = """\
# Weights of the roles of sentences, written by `python -m bench.train_roles`.
# Learned from CSABSTRUCT (train and dev), Apache-2.0, github.com/allenai/sequential_sentence_classification.
"""


class Settings(NamedTuple):
    """What is tried by cross-validation."""

    cost: float = 0.01
    agreement: float = 3.0
    features: int = 10_000
    fewest: int = 3
    second: bool = True
    without: tuple[str, ...] = ()
    """Beginnings of features that are left out."""


SHIPPED = Settings()
TELLING = ("#said ",)
AGREED = 0.6
"""Agreement of the annotators from which a label is as sound as those of the test split."""


class Tried(NamedTuple):
    """What one fold tells of a variant."""

    right: float
    right_agreed: float
    """Share among the sentences of which the annotators agreed by `AGREED`."""
    kilobytes: float
    milliseconds: float
    """An abstract, its cues already found."""


class Learned(NamedTuple):
    """Weights of one look: features x roles, and what each role starts from."""

    weights: np.ndarray
    bias: np.ndarray


def train_roles(abstracts: Sequence[Labelled], settings: Settings = SHIPPED) -> list[str]:
    """Return the lines of a model; the same abstracts always give the same lines."""
    owners = np.repeat(np.arange(len(abstracts)), [len(one.sentences) for one in abstracts])
    roles = np.array([ROLES.index(role) for one in abstracts for role in one.roles])
    agreement = np.array([value for one in abstracts for value in one.agreement]) ** settings.agreement
    importance = agreement / agreement.mean()
    described = [features for one in abstracts for features in describe(one.sentences)]
    counts = Counter(feature for features in described for feature in features)
    names = sorted(feature for feature, count in counts.items() if count >= settings.fewest and feature != "#start")
    names = [name for name in names if not name.startswith(settings.without)]
    names = _prune(names, tabulate(described, names), roles, importance, settings)
    table = tabulate(described, names)
    first = _fit(table, roles, importance, settings.cost)
    scores = np.zeros((len(roles), len(ROLES)))
    folds = fold_abstracts(abstracts)[owners]
    for fold in range(FOLDS):
        inside = folds != fold
        learned = _fit(table[inside], roles[inside], importance[inside], settings.cost)
        scores[~inside] = table[~inside] @ learned.weights + learned.bias
    around, names_around = _tabulate_around(scores, owners)
    both = hstack([table, around / 8]).tocsr()
    second = _fit(both, roles, importance, settings.cost) if settings.second else None
    return _write(names, names_around, first, second)


def cross_validate(abstracts: Sequence[Labelled], settings: Settings) -> list[Tried]:
    """Return, fold by fold, what a model learned without the fold tells of its abstracts."""
    folds = fold_abstracts(abstracts)
    tried = []
    for fold in range(FOLDS):
        outside = [one for one, of in zip(abstracts, folds, strict=True) if of == fold]
        lines = train_roles([one for one, of in zip(abstracts, folds, strict=True) if of != fold], settings)
        model = read_linear(lines)
        right, agreed = (share_right(count_hits(outside, model, least)) for least in (0.0, AGREED))
        seconds = 0.0
        for one in outside:
            told_roles(one.sentences, model)
            started = time.process_time()
            told_roles(one.sentences, model)
            seconds += time.process_time() - started
        tried.append(Tried(right, agreed, sum(len(line) + 1 for line in lines) / 1000, 1000 * seconds / len(outside)))
    return tried


def fold_abstracts(abstracts: Sequence[Labelled]) -> np.ndarray:
    """Return the fold of each abstract; those that share a sentence stand in one."""
    first_with: dict[str, int] = {}
    folds = []
    for number, abstract in enumerate(abstracts):
        leader = min([first_with.get(sentence, number) for sentence in abstract.sentences], default=number)
        for sentence in abstract.sentences:
            first_with.setdefault(sentence, leader)
        folds.append(leader % FOLDS)
    return np.array(folds)


def tabulate(described: Sequence[set[str]], names: Sequence[str]) -> csr_matrix:
    """Return sentences x features, 1 where a sentence has one; features that are not named are passed over."""
    columns = {name: column for column, name in enumerate(names)}
    rows = [sorted(columns[feature] for feature in features if feature in columns) for features in described]
    ends = np.cumsum([0, *map(len, rows)])
    flat = np.array([column for row in rows for column in row], dtype=np.int32)
    return csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(rows), len(names)))


def _tabulate_around(scores: np.ndarray, owners: np.ndarray) -> tuple[csr_matrix, list[str]]:
    cells: list[dict[str, int]] = []
    for owner in range(int(owners[-1]) + 1):
        looks = [rate([round(UNIT * float(score)) for score in row]) for row in scores[owners == owner]]
        cells += [dict(look_around(looks, place)) for place in range(len(looks))]
    names = sorted({name for cell in cells for name in cell})
    table = np.array([[cell.get(name, 0) for name in names] for cell in cells], dtype=float)
    return csr_matrix(table), names


def _fit(table: csr_matrix, roles: np.ndarray, importance: np.ndarray, cost: float) -> Learned:
    machine = LinearSVC(C=cost, random_state=0, intercept_scaling=1.0)
    machine.fit(table, roles, sample_weight=importance)
    weights, bias = np.zeros((table.shape[1], len(ROLES))), np.full(len(ROLES), -2.0)
    for row, role in enumerate(machine.classes_):
        weights[:, role], bias[role] = machine.coef_[row], machine.intercept_[row]
    return Learned(weights, bias)


def _prune(
    names: list[str], table: csr_matrix, roles: np.ndarray, importance: np.ndarray, settings: Settings
) -> list[str]:
    if len(names) <= settings.features:
        return names
    spread = np.abs(_fit(table, roles, importance, settings.cost).weights).max(axis=1)
    order = sorted(range(len(names)), key=lambda column: (-round(float(spread[column]), 6), names[column]))
    return sorted(names[column] for column in order[: settings.features])


def _write(names: Sequence[str], around: Sequence[str], first: Learned, second: Learned | None) -> list[str]:
    after = second or first
    lines = ["\t".join(["feature", *(f"{role} {look}" for look in (1, 2) for role in ROLES)])]
    for row, name in enumerate(names):
        lines.append(_line(name, [*first.weights[row], *after.weights[row]]))
    for row, name in enumerate(around if second else ()):
        lines.append(_line(name, [*([0.0] * len(ROLES)), *(after.weights[len(names) + row] / 8)]))
    return [lines[0], _line("#start", [*first.bias, *after.bias]), *lines[1:]]


def _line(name: str, weights: Sequence[float]) -> str:
    return "\t".join([name, *(str(round(UNIT * float(weight))) for weight in weights)])


def compare(abstracts: Sequence[Labelled]) -> None:
    """Print what each variant is worth: means of the folds, and how far the folds differ."""
    variants = {
        "as shipped": SHIPPED,
        "first look only": Settings(second=False),
        "no cues": Settings(without=("#cue ",)),
        "no telling words around": Settings(without=TELLING),
        "neither of them": Settings(without=("#cue ", *TELLING)),
        "neither, agreement squared (before)": Settings(without=("#cue ", *TELLING), agreement=2.0),
        "agreement squared": Settings(agreement=2.0),
        "agreement to the fourth": Settings(agreement=4.0),
        "cost 0.005": Settings(cost=0.005),
        "5,000 features": Settings(features=5_000),
        "all features": Settings(features=1_000_000),
    }
    for name, settings in variants.items():
        right, agreed, kilobytes, milliseconds = zip(*cross_validate(abstracts, settings), strict=True)
        both = (f"{fmean(shares):.4f} ± {pstdev(shares):.4f}" for shares in (right, agreed))
        print(f"{name:36} {'  '.join(both)}  {fmean(kilobytes):5.0f} KB  {fmean(milliseconds):.2f} ms", flush=True)


def main() -> None:
    """Write the model, or compare variants."""
    parser = argparse.ArgumentParser(prog="python -m bench.train_roles", description="learn the roles of sentences")
    parser.add_argument("--compare", action="store_true", help="cross-validate variants and write nothing")
    abstracts = [one for name in ("train", "dev") for one in read_labelled(find_folder() / f"{name}.jsonl")]
    if parser.parse_args().compare:
        compare(abstracts)
    else:
        TARGET.write_text(HEADER + "\n".join(train_roles(abstracts)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
