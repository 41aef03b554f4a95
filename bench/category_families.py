"""Compare families of models that predict arXiv categories: trained before 2016, compared on 2016.

Needs what `bench/train_categories.py` needs. Run `python -m bench.category_families` from the project's root. All get
the same words and pairs; what ships adds the last of them and naive Bayes, weighed again, pruned and rounded
(`bench/categories.py`).
"""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import ComplementNB
from sklearn.neighbors import NearestCentroid
from sklearn.svm import LinearSVC

from agent.extract.categorize import list_terms
from bench.quality import share
from bench.train_categories import RIDGE, SECONDARY, Matrix, read_records

YEAR = 2016
Fitted = Callable[[csr_matrix, list[tuple[str, ...]], csr_matrix, list[str]], Matrix]


def fit_ridge(secondary: float) -> Fitted:
    """Return ridge regression whose target for a category that is listed, but not first, is `secondary`."""

    def scores(train: csr_matrix, listed: list[tuple[str, ...]], test: csr_matrix, codes: list[str]) -> Matrix:
        targets = np.array([[secondary * (code in row) for code in codes] for row in listed], np.float32)
        targets[np.arange(len(listed)), [codes.index(row[0]) for row in listed]] = 1
        alike = (train @ train.T).toarray()
        alike[np.diag_indices_from(alike)] += RIDGE
        solved: Matrix = (test @ train.T) @ cho_solve(cho_factor(alike, overwrite_a=True), targets)
        return solved

    return scores


def fit_estimator(estimator: LinearSVC | ComplementNB | NearestCentroid, method: str) -> Fitted:
    """Return a classifier of scikit-learn, ranked by what `method` of it gives."""

    def scores(train: csr_matrix, listed: list[tuple[str, ...]], test: csr_matrix, codes: list[str]) -> Matrix:
        estimator.fit(train, [row[0] for row in listed])
        found = np.full((test.shape[0], len(codes)), -1e9, np.float32)
        found[:, [codes.index(code) for code in estimator.classes_]] = getattr(estimator, method)(test)
        return found

    return scores


FAMILIES: dict[str, Fitted] = {
    "nearest centroid": fit_estimator(NearestCentroid(), "decision_function"),
    "complement naive Bayes": fit_estimator(ComplementNB(alpha=0.3), "predict_log_proba"),
    "linear SVM": fit_estimator(LinearSVC(C=0.5, random_state=0), "decision_function"),
    "ridge": fit_ridge(0),
    "ridge, other categories too": fit_ridge(SECONDARY),
}


def main() -> None:
    """Print three rows a family."""
    records = read_records(Path(os.environ.get("DIGEST_SHARED") or "../shared"))
    codes = sorted({record.categories[0] for record in records})
    old, new = [one for one in records if one.year < YEAR], [one for one in records if one.year == YEAR]
    vectorizer = TfidfVectorizer(
        sublinear_tf=True, min_df=2, analyzer=lambda record: list_terms(record.title, record.abstract)
    )
    train = csr_matrix(vectorizer.fit_transform(old), dtype=np.float32)
    test = csr_matrix(vectorizer.transform(new), dtype=np.float32)
    for family, fit in FAMILIES.items():
        order = np.argsort(-fit(train, [one.categories for one in old], test, codes), axis=1)[:, :3]
        ranked = [[codes[column] for column in row] for row in order]
        pairs = list(zip(ranked, new, strict=True))
        print(f"{family}: primary first".ljust(45), share(sum(a[0] == b.categories[0] for a, b in pairs), len(pairs)))
        print(f"{family}: primary in top 3".ljust(45), share(sum(b.categories[0] in a for a, b in pairs), len(pairs)))
        print(
            f"{family}: first is listed".ljust(45),
            share(sum(a[0] in b.categories for a, b in pairs), len(pairs)),
            flush=True,
        )


if __name__ == "__main__":
    main()
