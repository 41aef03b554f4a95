"""Measure the prediction of arXiv categories: train on the years before, test on the year named.

Needs what `bench/train_categories.py` needs. Run `python -m bench.categories 2016` (choices were made on that year) or
`python -m bench.categories 2017` (the test) from the project's root. Of the packaged votes, which were trained on both
years, it prints the share of the abstracts of gold/dev.jsonl whose predicted category is an accepted one.
"""

import os
import sys
import time
from pathlib import Path

from agent.extract.extractive.categorize import Votes, load_votes, rank_categories, read_votes
from bench.quality import read_gold, share
from bench.train_categories import Record, read_records, train


def measure(votes: Votes, records: list[Record]) -> list[tuple[str, str]]:
    """Return rows: the primary category first, among three, and any listed one first."""
    ranked = [rank_categories(votes, record.title, record.abstract) for record in records]
    pairs = list(zip(ranked, records, strict=True))
    return [
        ("primary first", share(sum(told[:1] == record.categories[:1] for told, record in pairs), len(pairs))),
        ("primary in top 3", share(sum(record.categories[0] in told[:3] for told, record in pairs), len(pairs))),
        ("first is listed", share(sum(told[0] in record.categories for told, record in pairs if told), len(pairs))),
    ]


def measure_gold(shared: Path) -> list[tuple[str, str]]:
    """Return rows: accepted categories first, and accepted ones among two."""
    first = among = total = 0
    for gold in read_gold(shared):
        accepted = {gold["arxiv"]["primary"], *gold["arxiv"]["accept"]}
        told = rank_categories(load_votes(), gold["title"], gold["abstract"])
        first, among, total = first + (told[0] in accepted), among + bool(accepted & set(told[:2])), total + 1
    return [("gold: first is accepted", share(first, total)), ("gold: one of two is", share(among, total))]


def main() -> None:
    """Print the rows for one year, then those of gold/dev.jsonl."""
    shared, year = Path(os.environ.get("DIGEST_SHARED") or "../shared"), int(sys.argv[1])
    records = read_records(shared)
    votes = read_votes(train([record for record in records if record.year < year]))
    tested = [record for record in records if record.year == year]
    begin = time.perf_counter()
    rows = measure(votes, tested)
    milliseconds = 1000 * (time.perf_counter() - begin) / len(tested)
    for label, figure in (*rows, ("milliseconds a paper", f"{milliseconds:.2f}"), *measure_gold(shared)):
        print(f"{year}: {label:26} {figure}")


if __name__ == "__main__":
    main()
