"""Measure the prediction of arXiv categories: train on the years before, test on the year named.

Needs what `bench/train_categories.py` needs. Run `python -m bench.categories 2016` (choices were made on that year) or
`python -m bench.categories 2017` (the test) from the project's root. Of the packaged votes, which were trained on both
years, it prints the share of the abstracts of gold/dev.jsonl whose predicted category is an accepted one. With a file
instead of a year, such as records of 2018 in the form of arXiv's metadata (`title`, `abstract`, `categories` with the
primary first, `created`; lines of JSON packed with gzip), the packaged votes are scored on its records.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from agent.extract.categorize import (
    Guess,
    Votes,
    guess_categories,
    load_votes,
    rank_categories,
    read_votes,
)
from agent.extract.sentences import number_sentences
from agent.extract.topics import find_topics, map_terms
from bench.quality import read_gold, share
from bench.train_categories import Record, read_metadata, read_records, train
from schemas.taxonomy import load_taxonomy

Ranker = Callable[[str, str], tuple[str, ...]]


def by_words(votes: Votes) -> Ranker:
    """Rank by the votes of words alone."""
    return lambda title, abstract: rank_categories(votes, title, abstract).categories


def told(votes: Votes) -> Ranker:
    """Rank as the engine tells: nothing where nothing is sure."""
    return _with_topics(lambda guess: guess.predicted_categories, votes)


def by_words_and_topics(votes: Votes) -> Ranker:
    """Rank as the engine does, with what it keeps to itself."""
    return _with_topics(lambda guess: guess.predicted_categories + guess.unsure_categories, votes)


def _with_topics(choose: Callable[[Guess], tuple[str, ...]], votes: Votes) -> Ranker:
    taxonomy = load_taxonomy()

    def rank(title: str, abstract: str) -> tuple[str, ...]:
        text = number_sentences(title, abstract)
        tags, _ = map_terms(find_topics(text, taxonomy), text, taxonomy)
        return choose(guess_categories(title, abstract, tags, votes))

    return rank


def measure(rank: Ranker, records: list[Record]) -> list[tuple[str, str]]:
    """Return rows: how many are told, of them the primary category first, among three, and any listed one first."""
    every = [(rank(record.title, record.abstract), record.categories) for record in records]
    pairs = [pair for pair in every if pair[0]]
    shown = [(category, categories) for told, categories in pairs for category in told]
    return [
        ("told", share(len(pairs), len(every))),
        ("primary first", share(sum(told[:1] == categories[:1] for told, categories in pairs), len(pairs))),
        ("primary in top 3", share(sum(categories[0] in told[:3] for told, categories in pairs), len(pairs))),
        ("first is listed", share(sum(told[0] in categories for told, categories in pairs), len(pairs))),
        ("all told are listed", share(sum(category in categories for category, categories in shown), len(shown))),
    ]


def measure_gold(rank: Ranker, shared: Path) -> str:
    """Count the abstracts of gold/dev.jsonl whose first category is an accepted one."""
    golds = list(read_gold(shared))
    right = sum(
        not {gold["arxiv"]["primary"], *gold["arxiv"]["accept"]}.isdisjoint(rank(gold["title"], gold["abstract"])[:1])
        for gold in golds
    )
    return share(right, len(golds))


def main() -> None:
    """Print the rows for one year or file, then those of gold/dev.jsonl."""
    shared, year = Path(os.environ.get("DIGEST_SHARED") or "../shared"), sys.argv[1]
    if year.isdecimal():
        records = read_records(shared)
        votes = read_votes(train([record for record in records if record.year < int(year)]))
        tested = [record for record in records if record.year == int(year)]
    else:
        votes, tested = load_votes(), read_metadata(Path(year))
    for name, make in (("words", by_words), ("words and topics", by_words_and_topics), ("engine", told)):
        begin = time.process_time()
        rows = measure(make(votes), tested)
        milliseconds = 1000 * (time.process_time() - begin) / len(tested)
        for label, figure in (*rows, ("milliseconds a paper", f"{milliseconds:.2f}")):
            print(f"{year}, {name}: {label}".ljust(45), figure, flush=True)
        print(f"gold, packaged {name}: first is accepted".ljust(45), measure_gold(make(load_votes()), shared))


if __name__ == "__main__":
    main()
