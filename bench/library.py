"""How quick lookups are in a library of any size, of invented papers.

`python -m bench.library [PAPERS …] [--home FOLDER]` (16,000; 1,000,000 takes some minutes and 13 GB of disk) makes a
library for each number, in a temporary folder or in FOLDER/PAPERS, where it stays and is used again. The first 16,000
papers are written through the library's own functions, which is timed; a larger library holds copies of them
(`bench.library_copies`). Printed are its size and what questions take: in process, and as commands. Merging is left out
here: `bench.merging` measures it.
"""

import argparse
import hashlib
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from functools import partial
from itertools import accumulate, islice
from pathlib import Path
from typing import NamedTuple

from agent.card import card_of
from agent.compose import ComposeOptions
from agent.pipeline import weekly
from agent.write.markdown import render_markdown
from bench.invented import syllables
from bench.library_copies import multiply
from cache.entries import Keys, Occurrence
from cache.find import Filters
from cache.home import Home
from cache.library import Kept, Library
from cache.lookup import Lookup
from schemas.extraction import Claim, Dataset, Extraction, Mention, Provenance, Span, Statement, TopicTag
from schemas.identity import text_hash
from schemas.outcome import Extracted
from schemas.paper import Entry, Paper
from schemas.record import Record
from schemas.sighting import Sighting
from schemas.taxonomy import load_taxonomy

PAPERS = 16_000
NOW = "2026-06-15T07:00:00Z"
FIRST_DAY = date(2006, 1, 2)
DAYS = 20 * 364  # over which papers are spread evenly
WEEK = "2016-W21"
IN_TRANSACTION = 2_000
VOCABULARY = 60_000
SENTENCES, SENTENCE_WORDS = 8, 22
QUESTIONS = 40  # of each kind
FEW = 8  # of weeks
COMMANDS = 5  # runs of each command
CATEGORIES = ("cs.CL", "cs.LG", "cs.CV", "cs.IR", "cs.AI", "stat.ML", "cs.RO", "cs.SE", "math.OC", "physics.comp-ph")


class Zipf:
    """Draws from a list in which the first are the most frequent."""

    def __init__(self, items: Sequence[str], flatness: int = 10) -> None:
        self.items = items
        self._weights = list(accumulate(1 / (place + flatness) for place in range(len(items))))

    def draw(self, random_: random.Random, count: int) -> list[str]:
        """Return that many, with repetitions."""
        return random_.choices(self.items, cum_weights=self._weights, k=count)


class World:
    """All words and names of the invented papers."""

    def __init__(self) -> None:
        draw = random.Random(3)  # a bench, not a secret
        made = dict.fromkeys("".join(draw.choices(syllables(), k=draw.choice((2, 3, 3, 4)))) for _ in range(90_000))
        words = list(made)
        self.words = Zipf(words[:VOCABULARY])
        names = [word.capitalize() for word in words]
        self.topics = Zipf([f"{one} {two}" for one, two in zip(names[:5000], words[5000:10_000], strict=True)])
        self.terms = Zipf([f"{one} {two}" for one, two in zip(words[:50_000], words[-50_000:], strict=True)])
        self.datasets = Zipf([f"{name}Set" for name in names[:20_000]])
        self.models = Zipf([f"{name}Net" for name in names[:2_000]])
        self.people = Zipf([f"{one} {two}" for two in names[:2000] for one in names[-60:]], 1000)
        self.venues = Zipf([f"{name}Conf {year}" for name in names[:40] for year in range(2006, 2026)])


class Made(NamedTuple):
    """An invented paper and what an engine would say of it."""

    entry: Entry
    paper: Paper
    outcome: Extracted


def papers(world: World, count: int) -> Iterator[Made]:
    """Yield papers, the same ones every time."""
    draw = random.Random(11)  # a bench, not a secret
    for number in range(count):
        drawn = iter(world.words.draw(draw, SENTENCES * SENTENCE_WORDS + 8))
        title = " ".join(islice(drawn, 8)).capitalize()
        sentences = [" ".join(islice(drawn, SENTENCE_WORDS)).capitalize() + "." for _ in range(SENTENCES)]
        known = f"arxiv:{6 + number % 20:02}{1 + number % 12:02}.{number // 60:05}"
        facts = {
            "ids": (known,),
            "title": title,
            "abstract": " ".join(sentences),
            "authors": tuple(world.people.draw(draw, draw.randint(1, 7))),
            "date": str(FIRST_DAY + timedelta(days=number * 7919 % DAYS)),
            "venue": world.venues.draw(draw, 1)[0] if number % 3 == 0 else None,
            "categories": tuple(dict.fromkeys(draw.choices(CATEGORIES, k=2))),
        }
        entry = Entry.model_validate({"page": "bench.jsonl", "position": number, "kind": "arxiv-json", **facts})
        paper = Paper.model_validate({"id": known, "has_code": number % 5 == 0, "sources": (entry,), **facts})
        yield Made(entry, paper, Extracted(extraction=_extraction(paper, sentences, world, draw)))


def _extraction(paper: Paper, sentences: Sequence[str], world: World, draw: random.Random) -> Extraction:
    ends = list(accumulate(len(sentence) + 1 for sentence in sentences))
    topics = dict.fromkeys(world.topics.draw(draw, 3))
    return Extraction(
        text_hash=text_hash(paper.title, paper.abstract),
        spans=tuple(
            Span(start=end - len(text) - 1, end=end - 1, role="result")
            for end, text in zip(ends, sentences, strict=True)
        ),
        contribution="method",
        task=" ".join(sentences[0].split()[:3]),
        tldr=Statement(text=sentences[1], sentences=(2,)),
        method_names=(Mention(name=paper.title.split()[0], sentences=(3,)),),
        method=Statement(text=sentences[2], sentences=(3,)),
        claims=tuple(Claim(text=sentences[place], sentences=(place + 1,), kind="result") for place in (4, 5, 6)),
        datasets=tuple(
            Dataset(name=name, role="evaluated", sentences=(4,)) for name in dict.fromkeys(world.datasets.draw(draw, 2))
        ),
        models=(Mention(name=world.models.draw(draw, 1)[0], sentences=(5,)),),
        topics=tuple(
            TopicTag(node=name.replace(" ", "-"), path=(paper.categories[0], name), term=name, sentences=(1, 2))
            for name in topics
        ),
        terms=tuple(Mention(name=name, sentences=(2,)) for name in dict.fromkeys(world.terms.draw(draw, 3))),
        status="complete",
        provenance=Provenance(engine="extractive", engine_version="bench"),
    )


def make(home: Home, world: World, count: int) -> None:
    """Make a library of at least that many papers and print how long it took."""
    first, started = min(count, PAPERS), time.perf_counter()
    took = write(home, world, first)
    print(f"the first {first:,} written in {took:,.0f} s, {first / took:,.0f} a second; peak {peak_mb():,.0f} MB")
    if count > first:
        multiply(home.library, first, -(-count // first), world.words.items)
        print(f"all in {time.perf_counter() - started:,.0f} s")


def peak_mb() -> float:
    """Return the peak memory of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def write(home: Home, world: World, count: int) -> float:
    """Fill a library; return the seconds that the library took, without those of inventing the papers."""
    home.make()
    made, took = papers(world, count), 0.0
    with Library(home.library) as library:
        while batch := list(islice(made, IN_TRANSACTION)):
            start = time.perf_counter()
            with library.transaction():
                _put(library, batch)
            took += time.perf_counter() - start
    return took


def _put(library: Library, batch: Sequence[Made]) -> None:
    reading = library.entries.readings("bench.jsonl") or library.entries.begin_reading("bench.jsonl", NOW)
    numbered = []
    for one in batch:
        seen = Sighting(one.entry, NOW)
        noted = library.entries.note(Occurrence(seen, one.paper.id, partial(_keys, one.paper)), reading)
        numbered.append((one.paper, [noted.number]))
    library.replace_papers(numbered)
    for entry, paper, outcome in batch:
        library.keep(paper.id, Kept("extractive", "bench", NOW, outcome))
        record = Record(
            paper=paper, first_seen=NOW, baseline=True, abstract_first_seen=NOW, outcome=outcome, outcome_at=NOW
        )
        library.show(entry.ids[0], card_of(record))


def _keys(paper: Paper) -> Keys:
    """Return as many keys as an abstract of that length has, as evenly spread."""
    draw = random.Random(hashlib.sha256(paper.id.encode()).digest())
    return Keys(
        frozenset(draw.getrandbits(64) - 2**63 for _ in range(2 + len(paper.authors))),
        frozenset(draw.getrandbits(64) - 2**63 for _ in range(48)),
    )


# ── questions ──


def questions(home: Home, world: World, lookup: Lookup, count: int) -> dict[str, Callable[[int], int]]:
    """Return what is asked, by name; each takes the number of the question and returns how many papers answer it."""
    some = list(islice(papers(world, count), 0, QUESTIONS * 7, 7))
    words = world.words.items
    copied = [words[1]] if count > PAPERS else []  # begins the titles of the first copies
    taxonomy = load_taxonomy()

    def found(words: Sequence[str], **filters: str | bool) -> int:
        return lookup.find(words, Filters(**filters), 50)[1]  # type: ignore[arg-type]  # as the names say

    def carded(query: str) -> int:
        return len(lookup.card(lookup.resolve(query))) and 1

    def told(week: str) -> int:
        digest = weekly(week, home, ComposeOptions(), taxonomy)
        return len(render_markdown(digest)) and digest.counts.papers

    return {
        "tags, by id": lambda n: carded(some[n].paper.id),
        "tags, by title": lambda n: carded(some[n].paper.title),
        "tags, by words": lambda n: carded(" ".join([*copied, *some[n].paper.title.split()[:6]])),
        "find, rare word": lambda n: found([words[-1 - 50 * n]]),
        "find, middling word": lambda n: found([words[1000 + n]]),
        "find, common word": lambda n: found([words[n % 10]]),
        "find, phrase": lambda n: found([f"{words[n % 8]} {words[n // 8 + 2]}"]),
        "find, common word since": lambda n: found([words[n % 10]], since="2024"),
        "find, common topic": lambda n: found([], topic=world.topics.items[n % 10]),
        "find, rare topic": lambda n: found([], topic=world.topics.items[-1 - 50 * n]),
        "find, dataset with code": lambda n: found([], dataset=world.datasets.items[n], code=True),
        "find, author": lambda n: found([], author=some[n].paper.authors[0]),
        "find, venue": lambda n: found([], venue=world.venues.items[n]),
        "find, category": lambda n: found([], topic=CATEGORIES[n % 10]),
        "list topics": lambda _: lookup.tally("topic", 50)[1],
        "list datasets": lambda _: lookup.tally("dataset", 50)[1],
        "list topics --unmapped": lambda _: lookup.tally("term", 50)[1],
        "weekly": lambda n: told(f"2016-W{10 + n % 40}"),
    }


def print_questions(home: Home, world: World, count: int) -> None:
    """Ask everything and print the times."""
    print(f"{'in process':28} {'papers':>9} {'p50 ms':>9} {'p95 ms':>9}")
    with Lookup(home.library) as lookup:
        for name, ask in questions(home, world, lookup, count).items():
            times, answers = [], []
            for number in range(FEW if name == "weekly" else QUESTIONS):
                start = time.perf_counter()
                answers.append(ask(number))
                times.append(1000 * (time.perf_counter() - start))
            print(f"{name:28} {statistics.median(answers):9,.0f} {statistics.median(times):9.2f} {p95(times):9.2f}")


def p95(times: Sequence[float]) -> float:
    """Return the time below which 95 of 100 are."""
    return sorted(times)[min(len(times) - 1, int(0.95 * len(times)))]


def print_commands(home: Home, world: World) -> None:
    """Print the wall times of commands, each a process of its own."""
    known = next(papers(world, 1)).paper
    commands = {
        "tags ID": ["tags", known.id],
        "find WORD (rare)": ["find", world.words.items[-1]],
        "find WORD (common)": ["find", world.words.items[0]],
        "list topics": ["list", "topics"],
        "weekly": ["weekly", "--week", WEEK, "-o", "-"],
    }
    print(f"{'as a command':28} {'':9} {'p50 ms':>9} {'max ms':>9}")
    program = [sys.executable, "-c", "from agent.cli import main; main()"]
    for name, arguments in commands.items():
        times = []
        for _ in range(COMMANDS):
            start = time.perf_counter()
            command = [*program, *arguments, "--home", str(home.folder), "--quiet"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            times.append(1000 * (time.perf_counter() - start))
        print(f"{'digest ' + name:28} {'':9} {statistics.median(times):9.0f} {max(times):9.0f}")


def main() -> None:
    """Make each library and ask it."""
    parser = argparse.ArgumentParser(prog="python -m bench.library", description="lookups in libraries of many papers")
    parser.add_argument("papers", nargs="*", type=int, default=[PAPERS])
    parser.add_argument("--home", type=Path, help="where libraries are kept and used again")
    given = parser.parse_args()
    world = World()
    for count in given.papers:
        with ExitStack() as stack:
            folder = given.home or Path(stack.enter_context(tempfile.TemporaryDirectory()))
            home = Home(folder / str(count))
            print(f"{count:,} invented papers")
            if not home.library.exists():
                make(home, world, count)
            size = home.library.stat().st_size
            print(f"{size / 2**20:,.0f} MB, {size / count:,.0f} bytes a paper")
            print_questions(home, world, count)
            print_commands(home, world)


if __name__ == "__main__":
    main()
