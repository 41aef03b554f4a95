"""Train what `agent/extract/categorize.py` reads: which words speak for which arXiv category.

Needs scikit-learn and scipy (`pip install -e .[train]`) and `bench/arxiv` in `../shared` or `DIGEST_SHARED`; run
`python -m bench.train_categories` from the project's root. What ships is trained on every record (2013 to 2017);
`bench/categories.py` trains on fewer to test on the rest. Twice gives the same bytes.

Ridge regression in its dual form on TF-IDF of words and pairs, each paper's primary category 1 and its others 0.3,
newer papers weighing more; then multinomial logistic regression on the votes that the first step gives papers that it
was not trained on.
"""

import gzip
import json
import os
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from agent.extract.categorize import list_terms

VOTES = Path("agent/extract/extractive/data/categories.bin")
HEADER = """\
# Votes of words and pairs of words for arXiv categories, made by `python -m bench.train_categories` from arXiv's
# metadata (CC0 1.0): titles, abstracts and categories of 16,062 records first submitted from 2013 to 2017.
"""
TERMS = 60_000
KEPT = 20
"""Votes of each term that are kept, the strongest."""
RIDGE = 0.5
SECONDARY = 0.3
"""The target of a category that is listed but not the first."""
FADING = 0.85
"""Weight of a paper in comparison with one of the next year."""
FOLDS = 4
MIXING_STRENGTH = 0.01
UNIT = 256
Matrix = NDArray[np.float32]


class Record(NamedTuple):
    """What is read of a paper; the first category is the primary one."""

    title: str
    abstract: str
    categories: tuple[str, ...]
    year: int


def read_records(shared: Path) -> list[Record]:
    """Read arXiv's metadata."""
    return read_metadata(shared / "bench/arxiv/metadata_2013_2017.jsonl.gz")


def read_metadata(path: Path) -> list[Record]:
    """Read records of arXiv's metadata from a file of lines packed with gzip."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [
        Record(row["title"], row["abstract"], tuple(row["categories"].split()), int(row["created"][:4])) for row in rows
    ]


def train(records: list[Record]) -> bytes:
    """Return the packed votes."""
    codes = sorted({record.categories[0] for record in records})
    columns = {code: column for column, code in enumerate(codes)}
    targets = np.zeros((len(records), len(codes)), np.float32)
    for row, record in enumerate(records):
        for code in record.categories[:0:-1]:
            if code in columns:
                targets[row, columns[code]] = SECONDARY
        targets[row, columns[record.categories[0]]] = 1
    newest = max(record.year for record in records)
    trust = np.array([FADING ** (newest - record.year) for record in records], np.float32)
    trust /= trust.mean()

    vectorizer = TfidfVectorizer(
        sublinear_tf=True, min_df=2, analyzer=lambda record: list_terms(record.title, record.abstract)
    )
    matrix = csr_matrix(vectorizer.fit_transform(records), dtype=np.float32)
    alike = (matrix @ matrix.T).toarray()
    votes = matrix.T @ _solve(alike, targets, trust)
    energy = np.sqrt(np.asarray(matrix.multiply(matrix).sum(0)).ravel()) * np.linalg.norm(votes, axis=1)
    chosen = np.sort(np.argsort(-energy, kind="stable")[:TERMS])
    terms = [str(term) for term in vectorizer.get_feature_names_out()[chosen]]
    rarity = vectorizer.idf_[chosen, None].astype(np.float32)
    primary = [columns[record.categories[0]] for record in records]
    mixing, biases = _train_mixing(alike, matrix[:, chosen], rarity, targets, trust, primary)
    return _pack(codes, terms, *_keep_strongest(votes[chosen] * rarity), mixing, biases)


def _keep_strongest(votes: Matrix) -> tuple[NDArray[np.int64], Matrix]:
    order = np.sort(np.argsort(-np.abs(votes), axis=1, kind="stable")[:, :KEPT], axis=1)
    return order, np.take_along_axis(votes, order, axis=1)


def _solve(alike: Matrix, targets: Matrix, trust: Matrix) -> Matrix:
    regularized = alike.copy()
    regularized[np.diag_indices_from(regularized)] += RIDGE / trust
    solved: Matrix = cho_solve(cho_factor(regularized, lower=True, overwrite_a=True, check_finite=False), targets)
    return solved


def _train_mixing(
    alike: Matrix, matrix: csr_matrix, rarity: Matrix, targets: Matrix, trust: Matrix, primary: list[int]
) -> tuple[Matrix, Matrix]:
    # The votes of each fold lose what those that ship lose, so that the second step learns on such as it will get.
    votes = np.zeros_like(targets)
    folds = np.arange(len(targets)) % FOLDS
    for fold in range(FOLDS):
        kept, left = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        solved = _solve(alike[np.ix_(kept, kept)], targets[kept], trust[kept])
        order, strongest = _keep_strongest((matrix[kept].T @ solved) * rarity)
        pruned = np.zeros((matrix.shape[1], targets.shape[1]), np.float32)
        np.put_along_axis(pruned, order, strongest / rarity, axis=1)
        votes[left] = matrix[left] @ pruned
    votes *= np.sqrt(votes.shape[1]) / np.maximum(np.linalg.norm(votes, axis=1, keepdims=True), 1e-9)
    model = LogisticRegression(C=MIXING_STRENGTH, max_iter=100, tol=1e-3)
    model.fit(votes, primary, sample_weight=trust)
    biases = np.full(targets.shape[1], model.intercept_.min(), np.float32)
    mixing = np.zeros((targets.shape[1], targets.shape[1]), np.float32)
    mixing[model.classes_], biases[model.classes_] = model.coef_, model.intercept_
    return mixing, biases


def _pack(
    codes: list[str], terms: list[str], order: NDArray[np.int64], strongest: Matrix, mixing: Matrix, biases: Matrix
) -> bytes:
    steps = _round(strongest, float(np.quantile(np.abs(strongest), 0.999)))
    most = float(np.quantile(np.abs(mixing), 0.9999))
    text = "\n".join(terms).encode()
    meta = {
        "bytes": len(text),
        "kept": KEPT,
        "categories": codes,
        "biases": [int(bias) for bias in np.rint(biases * 127 / most * UNIT)],
    }
    numbers = order.astype(np.uint8).tobytes() + steps.tobytes() + _round(mixing, most).tobytes()
    return HEADER.encode() + json.dumps(meta).encode() + b"\n" + text + numbers


def _round(values: Matrix, most: float) -> NDArray[np.int8]:
    rounded: NDArray[np.int8] = np.clip(np.rint(values * 127 / most), -127, 127).astype(np.int8)
    return rounded


def main() -> None:
    """Train on every record and write the votes."""
    packed = train(read_records(Path(os.environ.get("DIGEST_SHARED") or "../shared")))
    VOTES.write_bytes(packed)
    print(f"{VOTES}: {len(packed)} bytes")


if __name__ == "__main__":
    main()
