"""Train the weights of `agent/extract/extractive/tagger.py`: which capitalized words name a dataset.

Needs scikit-learn (`pip install -e .[train]`) and the public sets in `../shared` or `DIGEST_SHARED`; run
`python -m bench.train_names` from the project's root. Trained on TDMSci (train), SciREX (the documents that are not
held out) and the dataset mentions of Heddes et al. (Data 2021, 6(8), 84), nothing else; twice gives the same bytes.
"""

import ast
import csv
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from agent.extract.extractive.spans import features_of, find_candidates, read_sentence, read_tokens
from agent.extract.extractive.tagger import BIAS
from agent.extract.sentences import split_sentences
from bench.quality import Marked, read_scirex, read_tdmsci, words_of

WEIGHTS = Path("agent/extract/extractive/data/tagger.tsv")
HEADER = """\
# Weights by which capitalized words are taken for the name of a dataset: feature, tab, sixteenths of a logit.
# Made by `python -m bench.train_names` from annotations of TDMSci (train) and SciREX (documents that are not held out),
# both Apache-2.0, and of Heddes et al., Data 2021, 6(8), 84, CC BY 4.0; no sentence of theirs is in here.
"""
STEPS = 16
"""Whole numbers in one logit."""
FEWEST = 3
"""Times that a feature is seen, else it is left out."""
REGULARIZATION = 0.5
SHARE_OF_MENTIONS = 0.2
"""What an example of the third set counts: its guidelines are the least like ours."""


class Example(NamedTuple):
    """A candidate: where it stands, what it shows, whether it is marked."""

    sentence: str
    start: int
    end: int
    features: list[str]
    is_name: bool


class Document(NamedTuple):
    """The candidates of a text and the names that are marked in it."""

    examples: tuple[Example, ...]
    names: frozenset[str]


def read_mentions(folder: Path) -> Iterator[Marked]:
    """Yield the sentences of Heddes et al.; names that were marked as one list are taken apart."""
    for path in sorted(folder.glob("*_sentences.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                marked = ast.literal_eval(row["datasets"])
                yield Marked(row["text"], frozenset(part for name in marked for part in _take_apart(name)))


def _take_apart(name: str) -> list[str]:
    return name.replace(", and ", ", ").replace(" and ", ", ").split(", ")


def list_examples(marked: Marked, *, sentences: bool) -> Document:
    """Return the candidates of a text; `sentences`: the text is one sentence."""
    whole = [(0, len(marked.text))] if sentences else split_sentences(marked.text)
    forms: dict[str, list[str]] = {}
    for name in marked.names:
        forms.setdefault(_key(name), []).append(name)
    examples = []
    for begin, finish in whole:
        read = read_sentence(marked.text[begin:finish], read_tokens(marked.text[begin:finish]))
        for first, last in find_candidates(read.tokens):
            start, end = read.tokens[first].start, read.tokens[last].end
            is_name = any(form in read.text for form in forms.get(_key(read.text[start:end]), ()))
            examples.append(Example(read.text, start, end, features_of(read, first, last), is_name))
    return Document(tuple(examples), marked.names)


def _key(name: str) -> str:
    return "".join(words_of(name))


def train(sets: Sequence[tuple[Sequence[Document], float]], *, l1: bool = False) -> dict[str, int]:
    """Fit logistic regression on documents with the weight of their set, and round it; `l1`: with few features."""
    rows = [(example, weight) for documents, weight in sets for document in documents for example in document.examples]
    counts = Counter(feature for example, _ in rows for feature in example.features)
    vocabulary = {feature: column for column, feature in enumerate(sorted(f for f, n in counts.items() if n >= FEWEST))}
    columns, ends = list[int](), [0]
    for example, _ in rows:
        columns += [vocabulary[feature] for feature in example.features if feature in vocabulary]
        ends.append(len(columns))
    matrix = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), len(vocabulary)))
    model = LogisticRegression(C=REGULARIZATION, solver="liblinear", random_state=0, l1_ratio=float(l1))
    model.fit(matrix, [example.is_name for example, _ in rows], sample_weight=[weight for _, weight in rows])
    steps = np.rint(model.coef_[0] * STEPS).astype(int)
    weights = {feature: int(steps[column]) for feature, column in vocabulary.items() if steps[column]}
    return {BIAS: int(np.rint(model.intercept_[0] * STEPS)), **weights}


def read_sets(shared: Path) -> dict[str, list[Document]]:
    """Read the three training sets."""
    bench = shared / "bench"
    scirex = read_scirex(bench / "scirex_abs/abstracts_train306.jsonl", held_out=False)
    return {
        "TDMSci": [list_examples(one, sentences=True) for one in read_tdmsci(bench / "tdmsci/train_1500_v2.conll")],
        "SciREX": [list_examples(one, sentences=False) for one in scirex],
        "mentions": [list_examples(one, sentences=True) for one in read_mentions(bench / "xjaeh_datasets")],
    }


def main() -> None:
    """Train on all three sets and write the weights."""
    sets = read_sets(Path(os.environ.get("DIGEST_SHARED") or "../shared"))
    weights = train([(sets["TDMSci"], 1), (sets["SciREX"], 1), (sets["mentions"], SHARE_OF_MENTIONS)])
    lines = "".join(f"{feature}\t{weight}\n" for feature, weight in sorted(weights.items()))
    WEIGHTS.write_text(HEADER + lines, encoding="utf-8")
    print(f"{WEIGHTS}: {len(weights)} weights, {WEIGHTS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
