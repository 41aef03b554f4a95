"""How fast the embedded engine reads: `python -m bench.extracting [--papers 500] [--profile]`.

Abstracts a second on one core, the median of three runs over the first papers of cs.* and stat.ML in arXiv's records
(CC0), each paper new to every cache; how long the first paper waits for data files; beside it yake, which finds
keywords only, where it is installed. With `--profile` the seconds of each function of the engine.
"""

import argparse
import cProfile
import gzip
import json
import os
import pstats
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from statistics import median

from agent.extract.extractive.engine import ExtractiveEngine
from schemas.paper import Paper
from schemas.taxonomy import load_taxonomy

RUNS = 3
TURN = 12  # abstracts
_LOADING = (
    "import time, asyncio; from agent.extract.extractive.engine import ExtractiveEngine;"
    "from schemas.taxonomy import load_taxonomy; from schemas.paper import Paper; taxonomy = load_taxonomy();"
    "start = time.process_time(); ExtractiveEngine(taxonomy).kept(Paper.model_validate({paper!r}));"
    "print(time.process_time() - start)"
)


def read_papers(count: int) -> list[Paper]:
    """Read the first papers of computer science and machine learning."""
    path = Path(os.environ.get("DIGEST_SHARED") or "../shared") / "bench" / "arxiv" / "metadata_2013_2017.jsonl.gz"
    if not path.is_file():
        raise SystemExit(f"{path} is missing: set DIGEST_SHARED to the folder that holds bench/arxiv/")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = filter(lambda one: one["categories"].startswith(("cs.", "stat.ML")), map(json.loads, lines))
        return [_paper(record) for record in islice(records, count)]


def _paper(record: dict[str, str]) -> Paper:
    identity = f"arxiv:{record['id']}"
    title, abstract = " ".join(record["title"].split()), " ".join(record["abstract"].split())
    entry = {"page": "records", "position": 0, "kind": "jsonl", "title": title, "abstract": abstract}
    return Paper.model_validate(
        {"id": identity, "ids": [identity], "title": title, "abstract": abstract, "sources": [entry]}
    )


def measure(read: Callable[[Paper], object], papers: list[Paper]) -> float:
    """Return papers a second, the median of runs over equal parts of the papers."""
    rates = []
    for run in range(RUNS):
        part = papers[run::RUNS]
        start = time.process_time()
        for paper in part:
            read(paper)
        rates.append(len(part) / (time.process_time() - start))
    return median(rates)


def measure_beside_loop(read: Callable[[Paper], object], papers: list[Paper]) -> float:
    """Return how many fixed loops of plain Python an abstract takes, both timed in turn: busy machines slow both."""
    ratios = []
    for first in range(0, len(papers) - TURN + 1, TURN):
        before, start = _time_loop(), time.process_time()
        for paper in papers[first : first + TURN]:
            read(paper)
        spent = time.process_time() - start
        ratios.append(spent / TURN / ((before + _time_loop()) / 2))
    return median(ratios)


def _time_loop() -> float:
    start = time.process_time()
    counts: dict[str, int] = {}
    for number in range(60_000):
        word = f"{number % 5000}"
        counts[word] = counts.get(word, 0) + len(word)
    return time.process_time() - start


def measure_loading(paper: Paper) -> float:
    """Return the CPU seconds that the first paper takes in a new process, all but a few ms of them loading."""
    code = _LOADING.format(paper=paper.model_dump(mode="json"))
    done = [subprocess.run([sys.executable, "-c", code], capture_output=True, check=True) for _ in range(RUNS)]
    return median(float(one.stdout) for one in done)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.extracting", description="how fast papers are read")
    parser.add_argument("--papers", type=int, default=500)
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    arguments = parser.parse_args()
    papers = read_papers(arguments.papers)
    engine = ExtractiveEngine(load_taxonomy())
    engine.kept(papers[0])
    if arguments.profile:
        with cProfile.Profile() as profile:
            for paper in papers:
                engine.kept(paper)
        pstats.Stats(profile).sort_stats("cumulative").print_stats("agent/", 45)
        return
    rate = measure(engine.kept, papers)
    print(f"embedded engine, every field: {rate:.0f} abstracts/s on one core ({len(papers)} papers)")
    print(f"{1000 / rate:.2f} ms of CPU an abstract")
    beside = measure_beside_loop(engine.kept, read_papers(2 * arguments.papers)[arguments.papers :])
    print(f"{beside:.2f} times as long as a fixed loop of plain Python that takes turns with it")
    print(f"first paper in a new process: {1000 * measure_loading(papers[0]):.0f} ms of CPU with all data files")
    if find_spec("yake"):
        from yake import KeywordExtractor  # type: ignore[import-not-found,unused-ignore]  # optional

        keywords = KeywordExtractor()
        rate = measure(lambda one: keywords.extract_keywords(one.abstract), papers[:60])
        print(f"yake, keywords only: {rate:.0f} abstracts/s")


if __name__ == "__main__":
    main()
