"""Train what `agent/extract/categorize.py` reads: which words speak for which arXiv category.

Needs scikit-learn and scipy (`pip install -e .[train]`) and `bench/arxiv` in `../shared` or `DIGEST_SHARED`; run
`python -m bench.train_categories` from the project's root. What ships is trained on every record (2013 to 2017);
`bench/categories.py` trains on fewer to test on the rest. Twice gives the same bytes.

Two linear models of the TF-IDF of words and pairs, newer papers weighing more: ridge regression in its dual form and
complement naive Bayes. Multinomial logistic regression weighs the votes that both give papers that they were not
trained on. All three are linear in the same terms, so that one table of votes is the product of them.
"""

import gzip
import json
import os
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.linalg.lapack import spotri
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from agent.extract.categorize import list_terms

VOTES = Path("agent/extract/extractive/data/categories.bin")
HEADER = """\
# Votes of words and pairs of words for arXiv categories, made by `python -m bench.train_categories` from arXiv's
# metadata (CC0 1.0): titles, abstracts and categories of 16,062 records first submitted from 2013 to 2017.
"""
TERMS = 50_000
PAIRED = 0.7
"""What a pair counts in comparison with a word that is as rare."""
RIDGE = 0.5
SMOOTHING = 0.3
SECONDARY, SECONDARY_BAYES, SECONDARY_MIXING = 0.3, 0.5, 0.15
"""What a category counts that is listed but not the first, in each step; in the last one all of them share it."""
FADING, FADING_MIXING = 0.85, 0.7
"""Weight of a paper in comparison with one of the next year, in the first steps and in the last one."""
FOLDS = 8
MIXING_STRENGTH = 0.01
UNIT = 1000
"""Of scores, per natural logarithm of odds."""
LOUDEST, STEPS = 255, 7
"""A term's votes are -7 to 7 times its loudness of 1 to 255."""
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
    vectorizer = TfidfVectorizer(
        sublinear_tf=True, min_df=2, norm=None, analyzer=lambda record: list_terms(record.title, record.abstract)
    )
    counted = csr_matrix(vectorizer.fit_transform(records), dtype=np.float32)
    terms = [str(term) for term in vectorizer.get_feature_names_out()]
    paired = np.array([PAIRED if " " in term else 1 for term in terms], np.float32)
    matrix = normalize(csr_matrix(counted.multiply(paired), dtype=np.float32))
    trust = _trust(records, FADING)
    ridge, ridge_held = _fit_ridge(matrix, _targets(records, codes, SECONDARY), trust)
    bayes, bayes_held = _fit_bayes(matrix, _targets(records, codes, SECONDARY_BAYES) * trust[:, None])
    held = np.hstack([_level(ridge_held), _level(bayes_held)])
    mixing, biases = _fit_mixing(held, records, codes)
    table = np.hstack([ridge / _size(ridge_held).mean(), bayes / _size(bayes_held).mean()]) @ mixing
    table -= table.mean(1, keepdims=True)
    energy = np.sqrt(np.asarray(matrix.multiply(matrix).sum(0)).ravel()) * np.linalg.norm(table, axis=1)
    chosen = np.sort(np.argsort(-energy, kind="stable")[:TERMS])
    votes = table[chosen] * (vectorizer.idf_ * paired)[chosen, None]
    scores = held @ mixing
    length = np.linalg.norm(scores - scores.mean(1, keepdims=True), axis=1).mean()
    return _pack(codes, [terms[place] for place in chosen], votes, biases, float(length))


def _trust(records: list[Record], fading: float) -> Matrix:
    newest = max(record.year for record in records)
    trust = np.array([fading ** (newest - record.year) for record in records], np.float32)
    return np.asarray(trust / trust.mean())


def _targets(records: list[Record], codes: list[str], secondary: float) -> Matrix:
    columns = {code: column for column, code in enumerate(codes)}
    targets = np.zeros((len(records), len(codes)), np.float32)
    for row, record in enumerate(records):
        for code in record.categories:
            if code in columns:
                targets[row, columns[code]] = secondary
        targets[row, columns[record.categories[0]]] = 1
    return targets


def _fit_ridge(matrix: csr_matrix, targets: Matrix, trust: Matrix) -> tuple[Matrix, Matrix]:
    # What a paper would get from a model trained on all others follows from the inverse (leave-one-out of ridge).
    alike = (matrix @ matrix.T).toarray()
    alike[np.diag_indices_from(alike)] += RIDGE / trust
    factor, lower = cho_factor(alike, lower=True, overwrite_a=True, check_finite=False)
    solved = cho_solve((factor, lower), targets, check_finite=False)
    inverse, _ = spotri(factor, lower=1, overwrite_c=1)
    return matrix.T @ solved, targets - solved / np.diag(inverse)[:, None]


def _fit_bayes(matrix: csr_matrix, targets: Matrix) -> tuple[Matrix, Matrix]:
    held = np.zeros_like(targets)
    folds = np.arange(len(targets)) % FOLDS
    for fold in range(FOLDS):
        kept, left = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        held[left] = matrix[left] @ _weigh_complements(matrix[kept], targets[kept])
    return _weigh_complements(matrix, targets), held


def _weigh_complements(matrix: csr_matrix, targets: Matrix) -> Matrix:
    # Complement naive Bayes of Rennie and others, 2003, for papers of several categories.
    weights = matrix.T @ targets
    others = weights.sum(1, keepdims=True) - weights + SMOOTHING
    votes = -np.log(others / others.sum(0))
    return np.asarray(votes - votes.mean(1, keepdims=True))


def _size(votes: Matrix) -> Matrix:
    return np.asarray(np.linalg.norm(votes, axis=1, keepdims=True) * np.sqrt(2 / votes.shape[1]) + 1e-9)


def _level(votes: Matrix) -> Matrix:
    return np.asarray(votes / _size(votes))


def _fit_mixing(held: Matrix, records: list[Record], codes: list[str]) -> tuple[Matrix, Matrix]:
    # A paper is shown once for each of its categories, weighed by what that category counts.
    targets = _targets(records, codes, 0)
    others = _targets(records, codes, 1) - targets
    shares = others.sum(1, keepdims=True)
    targets = np.where(
        shares > 0, (1 - SECONDARY_MIXING) * targets + SECONDARY_MIXING * others / (shares + 1e-9), targets
    )
    rows, columns = np.nonzero(targets)
    weights = targets[rows, columns] * _trust(records, FADING_MIXING)[rows]
    model = LogisticRegression(C=MIXING_STRENGTH, max_iter=100, tol=1e-3)
    model.fit(held[rows], columns, sample_weight=weights)
    return model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)


def _pack(codes: list[str], terms: list[str], votes: Matrix, biases: Matrix, length: float) -> bytes:
    text = "\n".join(terms).encode()
    meta = {
        "bytes": len(text),
        "categories": codes,
        "length": round(length * UNIT),
        "biases": [int(bias) for bias in np.rint(biases * UNIT)],
    }
    most = np.abs(votes).max(1, keepdims=True)
    loudness = np.clip(np.rint(most * LOUDEST / np.quantile(most, 0.999)), 1, LOUDEST).astype(np.uint8)
    steps = (np.rint(votes * STEPS / most) + STEPS + 1).astype(np.uint8)
    if len(codes) % 2:
        steps = np.hstack([steps, np.zeros_like(loudness)])
    half = steps.shape[1] // 2
    rows = np.hstack([loudness, steps[:, :half] | steps[:, half:] << 4])
    return HEADER.encode() + json.dumps(meta).encode() + b"\n" + text + rows.tobytes()


def main() -> None:
    """Train on every record and write the votes."""
    packed = train(read_records(Path(os.environ.get("DIGEST_SHARED") or "../shared")))
    VOTES.write_bytes(packed)
    print(f"{VOTES}: {len(packed)} bytes")


if __name__ == "__main__":
    main()
