"""Compare families of models for the first look at a sentence's role: `python -m bench.role_families`.

Five folds over the abstracts of CSABSTRUCT's train and dev, as `bench/train_roles.py` makes them, the same features
for all: share right of all sentences, and of those whose annotators agree by 0.6. Sums of models add their scores,
each divided by its spread; Viterbi adds how much likelier than by chance one role follows another.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from statistics import fmean, pstdev

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from agent.extract.learned_roles import ROLES, describe
from agent.extract.wording import read_tokens
from bench.csabstruct import Labelled, find_folder, read_labelled
from bench.train_roles import AGREED, FOLDS, SHIPPED, fold_abstracts, tabulate

Scores = np.ndarray
"""Sentences x roles."""
Fitted = Callable[[csr_matrix, np.ndarray, np.ndarray, csr_matrix], Scores]
"""Training table, its roles and importance, table to score -> scores."""
STRENGTH = 0.2


def support_vectors(table: csr_matrix, roles: np.ndarray, importance: np.ndarray, test: csr_matrix) -> Scores:
    """Score with a linear support vector machine a role."""
    machine = LinearSVC(C=SHIPPED.cost, random_state=0).fit(table, roles, sample_weight=importance)
    return np.asarray(machine.decision_function(test))


def logistic(table: csr_matrix, roles: np.ndarray, importance: np.ndarray, test: csr_matrix) -> Scores:
    """Score with logistic regression."""
    model = LogisticRegression(C=0.03, max_iter=200).fit(table, roles, sample_weight=importance)
    return np.asarray(model.predict_log_proba(test))


def ridge(table: csr_matrix, roles: np.ndarray, importance: np.ndarray, test: csr_matrix) -> Scores:
    """Score with ridge regression."""
    model = RidgeClassifier(alpha=100, solver="sparse_cg").fit(table, roles, sample_weight=importance)
    return np.asarray(model.decision_function(test))


def complement(table: csr_matrix, roles: np.ndarray, importance: np.ndarray, test: csr_matrix) -> Scores:
    """Score with complement naive Bayes."""
    model = ComplementNB(alpha=0.5).fit(table, roles, sample_weight=importance)
    return np.asarray(model.predict_joint_log_proba(test))


def weighed_ratios(table: csr_matrix, roles: np.ndarray, importance: np.ndarray, test: csr_matrix) -> Scores:
    """Score with support vector machines over features weighed half by their log-count ratio (NB-SVM)."""
    scores = []
    for role in range(len(ROLES)):
        has, lacks = (
            np.asarray(table.multiply((which * importance)[:, None]).sum(axis=0)).ravel() + 1
            for which in (roles == role, roles != role)
        )
        ratio = np.abs(np.log(has / has.sum() / (lacks / lacks.sum())))
        scale = diags((ratio + ratio.mean()) / 2)
        machine = LinearSVC(C=SHIPPED.cost, random_state=0).fit(table @ scale, roles == role, sample_weight=importance)
        scores.append(machine.decision_function(test @ scale))
    return np.array(scores).T


def with_letters(abstracts: Sequence[Labelled], described: Sequence[set[str]]) -> list[set[str]]:
    """Return the features with runs of three to five letters of each word added."""
    sentences = [sentence for one in abstracts for sentence in one.sentences]
    return [one | _letters(sentence) for one, sentence in zip(described, sentences, strict=True)]


def _letters(sentence: str) -> set[str]:
    words = {f"<{word}>" for word in read_tokens(sentence) if word[0].isalpha()}
    return {f"#in {word[at : at + size]}" for word in words for size in (3, 4, 5) for at in range(len(word) - size + 1)}


class Split:
    """The sentences of CSABSTRUCT's train and dev, shared out in folds."""

    def __init__(self, abstracts: Sequence[Labelled]) -> None:
        self.owners = np.repeat(np.arange(len(abstracts)), [len(one.sentences) for one in abstracts])
        self.roles = np.array([ROLES.index(role) for one in abstracts for role in one.roles])
        self.agreement = np.array([value for one in abstracts for value in one.agreement])
        self.importance = self.agreement**SHIPPED.agreement / (self.agreement**SHIPPED.agreement).mean()
        self.folds = fold_abstracts(abstracts)[self.owners]

    def cross_validate(self, described: Sequence[set[str]], fit: Fitted) -> Scores:
        """Return the scores of each sentence by a model learned without its fold."""
        counts = Counter(feature for features in described for feature in features)
        table = tabulate(described, sorted(name for name, count in counts.items() if count >= SHIPPED.fewest))
        scores = np.zeros((len(self.roles), len(ROLES)))
        for fold in range(FOLDS):
            inside = self.folds != fold
            scores[~inside] = fit(table[inside], self.roles[inside], self.importance[inside], table[~inside])
        return scores

    def decode(self, scores: Scores) -> np.ndarray:
        """Return the best sequence of roles of each abstract; how roles follow is counted without its fold."""
        told = np.zeros(len(self.roles), dtype=int)
        for fold in range(FOLDS):
            steps = self._count_steps(fold)
            for owner in np.unique(self.owners[self.folds == fold]):
                told[self.owners == owner] = _best_sequence(scores[self.owners == owner], steps)
        return told

    def _count_steps(self, fold: int) -> np.ndarray:
        follows = (self.owners[1:] == self.owners[:-1]) & (self.folds[1:] != fold)
        steps = np.ones((len(ROLES), len(ROLES)))
        np.add.at(steps, (self.roles[:-1][follows], self.roles[1:][follows]), 1)
        return np.asarray(np.log(steps / steps.sum(axis=1, keepdims=True) / (steps.sum(axis=0) / steps.sum())))

    def write(self, told: np.ndarray) -> str:
        """Write the shares of right roles, and how far the folds differ."""
        right = told == self.roles
        figures = []
        for counted in (self.agreement >= 0, self.agreement >= AGREED):
            shares = [float(right[counted & (self.folds == fold)].mean()) for fold in range(FOLDS)]
            figures.append(f"{fmean(shares):.4f} ± {pstdev(shares):.4f}")
        return "  ".join(figures)


def _best_sequence(scores: Scores, steps: np.ndarray) -> list[int]:
    best, back = scores[0], []
    for row in scores[1:]:
        reached = best[:, None] + STRENGTH * steps
        back.append(reached.argmax(axis=0))
        best = reached.max(axis=0) + row
    path = [int(best.argmax())]
    for origin in reversed(back):
        path.append(int(origin[path[-1]]))
    return path[::-1]


def main() -> None:
    """Print one line a family."""
    abstracts = [one for name in ("train", "dev") for one in read_labelled(find_folder() / f"{name}.jsonl")]
    described = [features for one in abstracts for features in describe(one.sentences)]
    split = Split(abstracts)
    families: dict[str, Fitted] = {
        "support vector machine": support_vectors,
        "logistic regression": logistic,
        "ridge regression": ridge,
        "NB-SVM": weighed_ratios,
        "complement naive Bayes": complement,
    }
    scores = {name: split.cross_validate(described, fit) for name, fit in families.items()}
    for name, one in scores.items():
        print(f"{name:40} {split.write(one.argmax(axis=1))}", flush=True)
    summed = sum(scores[name] / scores[name].std() for name in list(families)[:2])
    print(f"{'sum of the first two':40} {split.write(np.argmax(summed, axis=1))}")
    summed = summed + scores["NB-SVM"] / scores["NB-SVM"].std()
    print(f"{'sum of these and NB-SVM':40} {split.write(np.argmax(summed, axis=1))}")
    first = scores["support vector machine"]
    print(f"{'support vector machine, then Viterbi':40} {split.write(split.decode(first))}", flush=True)
    letters = split.cross_validate(with_letters(abstracts, described), support_vectors)
    print(f"{'support vector machine, runs of letters':40} {split.write(letters.argmax(axis=1))}")


if __name__ == "__main__":
    main()
