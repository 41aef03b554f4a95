"""Learn the roles of sentences from CSABSTRUCT: `python -m bench.train_roles [--compare]` writes data/roles.tsv.

Linear support vector machines, one a role, learn from words, cues and place (first look). Logistic regression then
learns from the scores of the first look, learned on the other folds, and from the shares that it gives the roles of the
sentences around (second look). A sentence weighs as the third power of its annotators' agreement; each role as a whole
weighs as it is common, since annotators agree less on some roles than on others. The features with the smallest
weights are left out of the file. With `--compare` nothing is written: variants are compared by cross-validation.
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
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from agent.extract.learned_roles import ROLES, UNIT, WHOLE, describe, look_around, rate
from agent.extract.linear import Linear, read_linear
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
    cost_around: float = 0.1
    agreement: float = 3.0
    even: bool = True
    """Roles weigh as they are common, however far the annotators agree on them."""
    features: int = 10_000
    fewest: int = 3
    second: bool = True
    without: tuple[str, ...] = ()
    """Beginnings of features that are left out."""


SHIPPED = Settings()
TELLING = ("#said ",)
SCALE = 1 / 3
"""What a logit counts: so the second look weighs about as much as the first, which a sum of cues relies on."""
AGREED = 0.6
"""Agreement of the annotators from which a label is as sound as those of the test split."""


class Tried(NamedTuple):
    """What one fold tells of a variant."""

    right: float
    right_weighed: float
    """Share with sentences weighed as `weigh_agreement` does with the shipped settings."""
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
    agreement = np.array([value for one in abstracts for value in one.agreement])
    importance = weigh_agreement(roles, agreement, settings)
    described = [features for one in abstracts for features in describe(one.sentences)]
    counts = Counter(feature for features in described for feature in features)
    names = sorted(feature for feature, count in counts.items() if count >= settings.fewest and feature != "#start")
    names = [name for name in names if not name.startswith(settings.without)]
    table = tabulate(described, names)
    first = _fit(table, roles, importance, settings.cost)
    scores = np.zeros((len(roles), len(ROLES)))
    folds = fold_abstracts(abstracts)[owners]
    for fold in range(FOLDS):
        inside = folds != fold
        learned = _fit(table[inside], roles[inside], importance[inside], settings.cost)
        scores[~inside] = table[~inside] @ learned.weights + learned.bias
    around, names_around = _tabulate_around(scores, owners)
    seen = hstack([csr_matrix(2 * scores), around / WHOLE]).tocsr()
    second = _fit_around(seen, roles, importance, settings.cost_around) if settings.second else None
    kept = _keep_heaviest(names, first.weights, settings.features)
    first = Learned(first.weights[kept], first.bias)
    return _write([names[row] for row in kept], names_around, first, second)


def weigh_agreement(roles: np.ndarray, agreement: np.ndarray, settings: Settings = SHIPPED) -> np.ndarray:
    """Return how much each sentence counts, 1 in the middle, by how far its annotators agree."""
    importance = agreement**settings.agreement
    for role in np.unique(roles) if settings.even else ():
        importance[roles == role] /= importance[roles == role].mean()
    return np.asarray(importance / importance.mean())


def cross_validate(abstracts: Sequence[Labelled], settings: Settings) -> list[Tried]:
    """Return, fold by fold, what a model learned without the fold tells of its abstracts."""
    folds = fold_abstracts(abstracts)
    tried = []
    for fold in range(FOLDS):
        outside = [one for one, of in zip(abstracts, folds, strict=True) if of == fold]
        lines = train_roles([one for one, of in zip(abstracts, folds, strict=True) if of != fold], settings)
        model = read_linear(lines)
        right, weighed = share_right(count_hits(outside, model)), _share_weighed(outside, model)
        seconds = 0.0
        for one in outside:
            told_roles(one.sentences, model)
            started = time.process_time()
            told_roles(one.sentences, model)
            seconds += time.process_time() - started
        tried.append(Tried(right, weighed, sum(len(line) + 1 for line in lines) / 1000, 1000 * seconds / len(outside)))
    return tried


def _share_weighed(abstracts: Sequence[Labelled], model: Linear) -> float:
    told = [role for one in abstracts for role in told_roles(one.sentences, model)]
    labelled = [role for one in abstracts for role in one.roles]
    agreement = np.array([value for one in abstracts for value in one.agreement])
    importance = weigh_agreement(np.array([ROLES.index(role) for role in labelled]), agreement)
    return float(np.average(np.array(told) == np.array(labelled), weights=importance))


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
    machine = LinearSVC(C=cost, random_state=0, dual="auto")
    machine.fit(table, roles, sample_weight=importance)
    weights, bias = np.zeros((table.shape[1], len(ROLES))), np.full(len(ROLES), -2.0)
    for row, role in enumerate(machine.classes_):
        weights[:, role], bias[role] = machine.coef_[row], machine.intercept_[row]
    return Learned(weights, bias)


def _fit_around(table: csr_matrix, roles: np.ndarray, importance: np.ndarray, cost: float) -> Learned:
    model = LogisticRegression(C=cost, max_iter=400).fit(table, roles, sample_weight=importance)
    weights, bias = np.zeros((table.shape[1], len(ROLES))), np.full(len(ROLES), -2.0)
    weights[:, model.classes_], bias[model.classes_] = SCALE * model.coef_.T, SCALE * model.intercept_
    return Learned(weights, bias)


def _keep_heaviest(names: Sequence[str], weights: np.ndarray, most: int) -> list[int]:
    # Not learned anew: a choice made with all sentences would tell the scores of each fold of its own roles.
    spread = np.abs(weights).max(axis=1)
    order = sorted(range(len(names)), key=lambda row: (-round(float(spread[row]), 6), names[row]))
    return sorted(order[:most])


def _write(names: Sequence[str], around: Sequence[str], first: Learned, second: Learned | None) -> list[str]:
    turn, start = np.eye(len(ROLES)), np.zeros(len(ROLES))
    if second:  # what it makes of the scores of the first look is told of the features that they are sums of
        turn, start = 2 * second.weights[: len(ROLES)], second.bias
    lines = ["\t".join(["feature", *(f"{role} {look}" for look in (1, 2) for role in ROLES)])]
    for row, name in enumerate(names):
        lines.append(_line(name, [*first.weights[row], *(first.weights[row] @ turn)]))
    if second:
        for row, name in enumerate(around):
            lines.append(_line(name, [*([0.0] * len(ROLES)), *(second.weights[len(ROLES) + row] / WHOLE)]))
    return [lines[0], _line("#start", [*first.bias, *(first.bias @ turn + start)]), *lines[1:]]


def _line(name: str, weights: Sequence[float]) -> str:
    return "\t".join([name, *(str(round(UNIT * float(weight))) for weight in weights)])


def compare(abstracts: Sequence[Labelled]) -> None:
    """Print what each variant is worth: means of the folds, and how far the folds differ."""
    variants = {
        "as shipped": SHIPPED,
        "first look only": Settings(second=False),
        "roles by their agreement (before)": Settings(even=False),
        "agreement not weighed": Settings(agreement=0.0),
        "agreement as it is": Settings(agreement=1.0),
        "agreement squared": Settings(agreement=2.0),
        "cost 0.005": Settings(cost=0.005),
        "cost around 1": Settings(cost_around=1.0),
        "cost around 0.01": Settings(cost_around=0.01),
        "no cues": Settings(without=("#cue ",)),
        "no telling words around": Settings(without=TELLING),
        "5,000 features": Settings(features=5_000),
        "all features": Settings(features=1_000_000),
    }
    for name, settings in variants.items():
        right, weighed, kilobytes, milliseconds = zip(*cross_validate(abstracts, settings), strict=True)
        both = (f"{fmean(shares):.4f} ± {pstdev(shares):.4f}" for shares in (right, weighed))
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
