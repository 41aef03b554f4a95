"""Compare the rules for claims with classifiers trained on the annotated abstracts: `python -m bench.claim_families`.

Needs `../shared` or `DIGEST_SHARED` (gold/dev.jsonl). The rules were written while looking at these abstracts, so
their figures are upper bounds. Logistic regression is scored on abstracts it did not see: five folds over abstracts,
shuffled five ways; mean and standard deviation of the five runs. Nothing is written: what ships are the rules.
"""

import os
import random
import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from statistics import fmean, pstdev
from typing import NamedTuple

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from agent.extract.extractive.claims import MOST_KEY, classify_claim, weigh_claim
from agent.extract.extractive.shorten import SHORTEST_WORDS, count_words, strip_opening
from agent.extract.extractive.standing import is_aside, is_dangling, is_fragment
from agent.extract.learned_roles import ROLES, UNIT, weigh_roles
from agent.extract.lexicon import find_cues
from bench.quality import Case, GoldClaim, Tally, read_gold, run_engine
from schemas.taxonomy import load_taxonomy

FOLDS = RUNS = 5
COST = 0.5
LIKELY, KEY_LIKELY = 0.45, 0.3
"""Probability from which a sentence is told as a claim, or as a key one."""
_PERCENTAGE = re.compile(r"\d\s?\\?%")


class Row(NamedTuple):
    """One sentence of an abstract: what the engine says of it, and what the annotators say."""

    paper: int
    features: dict[str, float]
    stands: bool
    """Nothing in it needs the sentence before it."""
    told: bool
    key: bool
    kind: str
    """As the rules name it."""
    gold: GoldClaim | None


Likely = list[dict[str, float]]
"""Label -> probability, row by row."""


def read_rows(cases: Sequence[Case]) -> list[Row]:
    """Describe every sentence of the annotated abstracts."""
    return [row for paper, case in enumerate(cases) for row in _describe(paper, case)]


def _describe(paper: int, case: Case) -> list[Row]:
    weights, claims = weigh_roles(case.text.sentences), case.answer.claims
    told = {number - 1 for claim in claims for number in claim.sentences}
    key = {number - 1 for claim in claims if claim.key for number in claim.sentences}
    gold = {claim["sentence"]: claim for claim in case.gold["claims"]}
    rows = []
    for place, sentence in enumerate(case.text.sentences):
        rest = strip_opening(sentence)
        stands = not is_dangling(rest) and not is_fragment(sentence) and count_words(rest) >= SHORTEST_WORDS
        features = {f"cue {cue}": 1.0 for cue in find_cues(sentence)} | _place(case, place)
        features |= {f"learned {role}": weight / UNIT for role, weight in zip(ROLES, weights[place], strict=True)}
        features |= {"stands": float(stands), "aside": float(is_aside(sentence)), "weight": weigh_claim(sentence) / 4}
        features |= {"number": float(any(map(str.isdigit, sentence))), "%": float(bool(_PERCENTAGE.search(sentence)))}
        features["words"] = min(len(sentence.split()), 40) / 20
        kind = classify_claim(sentence)
        rows.append(Row(paper, features, stands, place in told, place in key, kind, gold.get(place)))
    return rows


def _place(case: Case, place: int) -> dict[str, float]:
    count, roles = len(case.roles), case.roles
    results = [role == "result" for role in roles]
    return {
        f"role {roles[place]}": 1.0,
        f"before {roles[place - 1] if place else None}": 1.0,
        f"after {roles[place + 1] if place + 1 < count else None}": 1.0,
        "first": float(place == 0),
        "last": float(place == count - 1),
        "place": place / count,
        "results before": sum(results[:place]) / 4,
        "results after": sum(results[place + 1 :]) / 4,
    }


def cross_validate(rows: Sequence[Row], labels: Sequence[str | None], run: int) -> Likely:
    """Return how likely each label is for every row, by models learned without its fold; None is not learned from."""
    papers = list(range(rows[-1].paper + 1))
    random.Random(run).shuffle(papers)
    folds = {paper: place % FOLDS for place, paper in enumerate(papers)}
    likely: Likely = [{} for _ in rows]
    for fold in range(FOLDS):
        train = [place for place, row in enumerate(rows) if folds[row.paper] != fold and labels[place] is not None]
        test = [place for place, row in enumerate(rows) if folds[row.paper] == fold]
        vectors = DictVectorizer()
        table = vectors.fit_transform([rows[place].features for place in train])
        model = LogisticRegression(C=COST, max_iter=1000).fit(table, [labels[place] for place in train])
        chances = model.predict_proba(vectors.transform([rows[place].features for place in test]))
        for place, row in zip(test, chances, strict=True):
            likely[place] = dict(zip(model.classes_, map(float, row), strict=True))
    return likely


def compare_sentences(rows: Sequence[Row], told: Collection[int], *, key: bool = False) -> Tally:
    """Compare sentences told as (key) claims with the annotated ones; optional ones neither reward nor punish."""
    golds = [(place, row.gold) for place, row in enumerate(rows) if row.gold is not None]
    wanted = {place for place, gold in golds if gold["required"] and (gold["key"] or not key)}
    rated = set(told) - {place for place, gold in golds if not gold["required"]}
    return Tally(len(rated & wanted), len(rated), len(rated & wanted), len(wanted))


def choose_key(rows: Sequence[Row], likely: Likely, allowed: Callable[[Row], bool]) -> set[int]:
    """Return up to three likely key claims a paper among the allowed sentences, and the likeliest in any case."""
    chosen: set[int] = set()
    for paper in range(rows[-1].paper + 1):
        places = [place for place, row in enumerate(rows) if row.paper == paper and allowed(row)]
        ranked = sorted(places, key=lambda place: -likely[place]["yes"])
        chosen.update(place for place in ranked[:MOST_KEY] if likely[place]["yes"] >= KEY_LIKELY)
        chosen.update(ranked[:1])
    return chosen


def write_runs(runs: Sequence[Tally]) -> str:
    """Write the means of precision, recall and F1, and how far F1 varies from run to run."""
    precision = [run.right / max(1, run.told) for run in runs]
    recall = [run.found / run.wanted for run in runs]
    both = [2 * one * other / (one + other) for one, other in zip(precision, recall, strict=True)]
    return f"P {fmean(precision):.3f}  R {fmean(recall):.3f}  F1 {fmean(both):.3f} ± {pstdev(both):.3f}"


def _yes(row: Row, *, key: bool) -> str | None:
    if row.gold is None:
        return "no"
    return None if not row.gold["required"] else ("yes" if row.gold["key"] or not key else "no")


def _kinds(rows: Sequence[Row], run: int) -> float:
    # Of all annotated claims, found or not.
    claims = [(row, row.gold["kind"]) for row in rows if row.gold is not None]
    likely = cross_validate([row for row, _ in claims], [kind for _, kind in claims], run)
    return fmean(
        max(chances, key=lambda kind: chances[kind]) == kind for chances, (_, kind) in zip(likely, claims, strict=True)
    )


def main() -> None:
    """Print rules and trained models, one below the other."""
    shared = Path(os.environ.get("DIGEST_SHARED") or "../shared")
    rows = read_rows(run_engine(read_gold(shared), load_taxonomy()))
    claims = [cross_validate(rows, [_yes(row, key=False) for row in rows], run) for run in range(RUNS)]
    found = [{place for place, chances in enumerate(likely) if chances["yes"] >= LIKELY} for likely in claims]
    standing = [{place for place in told if rows[place].stands} for told in found]
    keys = [cross_validate(rows, [_yes(row, key=True) for row in rows], run) for run in range(RUNS)]
    among_told = [choose_key(rows, likely, lambda row: row.told) for likely in keys]
    among_all = [choose_key(rows, likely, lambda row: row.stands) for likely in keys]
    kinds = [_kinds(rows, run) for run in range(RUNS)]
    right = fmean(row.kind == row.gold["kind"] for row in rows if row.gold is not None)
    told = {place for place, row in enumerate(rows) if row.told}
    key = {place for place, row in enumerate(rows) if row.key}
    for label, figure in (
        ("sentences, rules", compare_sentences(rows, told)),
        ("sentences, trained", write_runs([compare_sentences(rows, run) for run in found])),
        ("sentences, trained, that stand alone", write_runs([compare_sentences(rows, run) for run in standing])),
        ("kinds, rules", f"{right:.3f}"),
        ("kinds, trained", f"{fmean(kinds):.3f} ± {pstdev(kinds):.3f}"),
        ("key, rules", compare_sentences(rows, key, key=True)),
        (
            "key, trained, among the rules' claims",
            write_runs([compare_sentences(rows, x, key=True) for x in among_told]),
        ),
        (
            "key, trained, among what stands alone",
            write_runs([compare_sentences(rows, x, key=True) for x in among_all]),
        ),
    ):
        print(f"{label:38} {figure}")


if __name__ == "__main__":
    main()
