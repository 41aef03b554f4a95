"""Every shape of the digest of real pages and of a week of arXiv: size, time, papers that other libraries read back.

`python -m bench.shapes` needs the folder of pages and records: `../shared` or `DIGEST_SHARED`. The week is 2016-W21 by
the day of a record's first version. Times are medians of five.
"""

import csv
import gzip
import io
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from email import message_from_string
from email.policy import default
from pathlib import Path

import feedparser
import rispy
from bibtexparser.entrypoint import parse_string
from lxml import html  # type: ignore[import-untyped, unused-ignore]  # lxml ships no types
from markdown_it import MarkdownIt
from markdown_it.token import Token

from agent.compose import ComposeOptions
from agent.extract.extractive.engine import ExtractiveEngine
from agent.keeping import Watch
from agent.pipeline import BuildRequest, build
from agent.write.kinds import KINDS
from cache.home import Home
from schemas.digest import Digest
from schemas.taxonomy import load_taxonomy

WEEK = ("2016-05-23", "2016-05-29")  # Monday and Sunday of 2016-W21
NOW, TODAY = "2026-11-24T07:00:00Z", date(2026, 11, 24)
ROUNDS = 5

READ_BACK: dict[str, tuple[str, Callable[[str], int]]] = {
    ".md": ("markdown-it-py", lambda text: sum((one.type, one.tag) == ("heading_open", "h3") for one in parsed(text))),
    ".html": ("lxml", lambda text: len(html.fromstring(text.encode()).xpath("//article"))),
    ".json": ("json", lambda text: sum(len(one["papers"]) for one in json.loads(text)["sections"])),
    ".jsonl": ("json", lambda text: len(text.splitlines()) - 1),
    ".csv": ("csv", lambda text: len(list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))))),
    ".bib": ("bibtexparser", lambda text: len(parse_string(text).entries)),
    ".ris": ("rispy", lambda text: len(rispy.loads(text))),
    ".xml": ("feedparser", lambda text: len(feedparser.parse(text).entries)),
    ".eml": ("email, lxml", lambda text: len(html.fromstring(page_of(text)).xpath("//h3"))),
}
"""By ending: the library that reads it back, and the papers it sees; markdown's indexes have such headings too."""


def parsed(text: str) -> Sequence[Token]:
    """Parse a document."""
    return MarkdownIt().parse(text)


def page_of(mail: str) -> str:
    """Return the HTML part of a mail."""
    part = message_from_string(mail, policy=default).get_body(("html",))
    return str(part.get_content()) if part else ""


def digest_of(sources: Sequence[Path], folder: Path) -> Digest:
    """Build sources into a home of their own and compose all that any shape wants."""
    taxonomy = load_taxonomy()
    look = ComposeOptions(sentences=True, references=True, detail="full")
    request = BuildRequest(sources, NOW, TODAY, None, 2**30, True, look)
    digest = build(request, Home(folder), ExtractiveEngine(taxonomy), taxonomy, Watch()).digest
    if digest is None:
        raise SystemExit("nothing was built")
    return digest


def records_of_week(shared: Path, folder: Path) -> Path:
    """Write the records of the week into a file."""
    target = folder / "week.jsonl"
    with gzip.open(shared / "bench/arxiv/metadata_2013_2017.jsonl.gz", "rt", encoding="utf-8") as lines:
        kept = [line for line in lines if WEEK[0] <= json.loads(line)["created"][:10] <= WEEK[1]]
    target.write_text("".join(kept), encoding="utf-8")
    return target


def print_shapes(name: str, digest: Digest) -> None:
    """Print a row a shape."""
    told = sum(len(section.papers) for section in digest.sections)
    print(f"{name}: {digest.counts.papers} papers, {told} of them told")
    for kind in KINDS:
        ending = kind.suffixes[0]
        times = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            text = kind.render(digest)
            times.append(time.perf_counter() - start)
        library, count = READ_BACK[ending]
        size = len(text.encode()) / 1024
        print(f"  {ending:7}{size:9,.0f} KiB{statistics.median(times) * 1000:9.1f} ms   {library}: {count(text)}")


def main() -> None:
    """Print both tables."""
    shared = Path(os.environ.get("DIGEST_SHARED") or "../shared")
    if not (shared / "seeds").is_dir():
        raise SystemExit(f"bench/shapes.py needs {shared}: set DIGEST_SHARED to the folder of pages and records")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print_shapes("pages of ../shared/seeds", digest_of(sorted((shared / "seeds").glob("*.txt")), folder / "pages"))
        week = records_of_week(shared, folder)
        print_shapes("2016-W21 of arXiv's records", digest_of([week], folder / "week"))


if __name__ == "__main__":
    main()
