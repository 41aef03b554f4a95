"""Print what the taxonomy knows of real abstracts: coverage by category, tags a paper, speed, unmapped terms.

A paper is covered if the embedded engine gives it at least one topic of the taxonomy. Needs the arXiv records of
`../shared` or `DIGEST_SHARED` (first submitted 2013-2017). Run from the project's root: `python -m bench.topics`;
`--samples N` also prints N titles with their tags, for reading; `--outside` takes the papers of all other categories.
"""

import argparse
import gzip
import hashlib
import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from agent.extract.sentences import NumberedText, number_sentences
from agent.extract.topics import find_topics, map_terms
from agent.read.text import clean
from schemas.extraction import TopicTag
from schemas.taxonomy import Taxonomy, load_taxonomy, normalize_term

CATEGORIES = ("cs.CL", "cs.LG", "cs.CV", "cs.AI", "cs.IR", "cs.RO", "stat.ML")
"""Where machine-learning papers live."""
SHOWN_TERMS = 40


class Tagged(NamedTuple):
    """A paper and what its text is about."""

    id: str
    text: NumberedText
    categories: tuple[str, ...]
    """The primary one first."""
    tags: tuple[TopicTag, ...]
    terms: tuple[str, ...]
    """That map to no topic."""


def read_papers(path: Path, *, outside: bool) -> Iterator[tuple[str, NumberedText, tuple[str, ...]]]:
    """Yield id, text and categories of the records that have one of the categories, or of those that have none."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            codes = tuple(record["categories"].split())
            if set(codes).isdisjoint(CATEGORIES) == outside:
                yield record["id"], number_sentences(clean(record["title"]), clean(record["abstract"])), codes


def tag(papers: Sequence[tuple[str, NumberedText, tuple[str, ...]]], taxonomy: Taxonomy) -> list[Tagged]:
    """Find the topics of papers."""
    tagged = []
    for name, text, codes in papers:
        tags, terms = map_terms(find_topics(text, taxonomy), text, taxonomy)
        tagged.append(Tagged(name, text, codes, tags, tuple(term.name for term in terms)))
    return tagged


def covered(papers: Sequence[Tagged]) -> str:
    """Write the share of papers with a topic, and the counts behind it."""
    found = sum(bool(paper.tags) for paper in papers)
    return f"{found / max(1, len(papers)):.3f} ({found}/{len(papers)})"


def print_coverage(tagged: Sequence[Tagged]) -> None:
    """Print a row for each category, and one for all."""
    print(f"{'covered, by':<12}{'primary category':<24}any of its categories")
    for code in CATEGORIES:
        primary = [paper for paper in tagged if paper.categories[0] == code]
        print(f"{code:<12}{covered(primary):<24}{covered([paper for paper in tagged if code in paper.categories])}")
    primary = [paper for paper in tagged if paper.categories[0] in CATEGORIES]
    print(f"{'all seven':<12}{covered(primary):<24}{covered(tagged)}")
    print_counts("primary", primary)
    print_counts("any", tagged)


def print_counts(name: str, papers: Sequence[Tagged]) -> None:
    """Print how many tags papers have."""
    counts = Counter(len(paper.tags) for paper in papers)
    tags = sum(count * number for count, number in counts.items())
    spread = ", ".join(f"{count}: {counts[count]}" for count in sorted(counts))
    print(f"tags a paper ({name}): {tags / max(1, len(papers)):.2f}; papers by number of tags {spread}")


def print_unmapped(tagged: Sequence[Tagged]) -> None:
    """Print the terms of most papers that map to no topic."""
    papers = Counter(normalize_term(term) for paper in tagged for term in paper.terms)
    print(f"terms that map to no topic: {sum(papers.values())}, {len(papers)} different; the most frequent:")
    print("; ".join(f"{term} {count}" for term, count in papers.most_common(SHOWN_TERMS)))


def print_samples(tagged: Sequence[Tagged], most: int) -> None:
    """Print titles with their tags and the words that led to them, in an order that no rule was chosen on."""
    for paper in sorted(tagged, key=lambda paper: hashlib.sha256(paper.id.encode()).hexdigest())[:most]:
        print(f"\n{paper.id}  {paper.text.title}  [{' '.join(paper.categories)}]")
        print("  " + ("; ".join(f"{one.path[-1]} <{one.term}>" for one in paper.tags) or "no topic"))


def main() -> None:
    """Print everything that the records can fill."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=0, help="print so many titles with their tags")
    parser.add_argument("--outside", action="store_true", help="papers that have none of the seven categories")
    given = parser.parse_args()
    path = Path(os.environ.get("DIGEST_SHARED") or "../shared") / "bench" / "arxiv" / "metadata_2013_2017.jsonl.gz"
    if not path.is_file():
        raise SystemExit(f"bench/topics.py needs {path}: set DIGEST_SHARED to the folder that holds bench/")
    taxonomy = load_taxonomy()
    papers = list(read_papers(path, outside=given.outside))
    tag(papers[:50], taxonomy)  # so that the tree of names is built before the clock starts
    began = time.process_time()
    tagged = tag(papers, taxonomy)
    spent_ms = 1000 * (time.process_time() - began) / len(papers)
    names = sum(len(topic.names) for topic in taxonomy.topics)
    print(f"taxonomy {taxonomy.version}: {len(taxonomy.topics)} topics, {names:,} names")
    print(f"{len(papers)} papers, {spent_ms:.2f} ms of processor time each")
    if given.outside:
        print_counts("outside", tagged)
        print_samples([paper for paper in tagged if paper.tags], given.samples)
        return
    print_coverage(tagged)
    print_unmapped(tagged)
    print_samples(tagged, given.samples)


if __name__ == "__main__":
    main()
