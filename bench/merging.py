"""How merging grows: invented papers, a tenth of them duplicates, merged in memory and into a library.

`python -m bench.merging [COUNT …]` prints seconds and papers a second for each count.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from agent.absorb import absorb, note_page
from agent.merge import merge
from cache.library import Library
from schemas.paper import Entry
from schemas.sighting import Sighting
from schemas.taxonomy import load_taxonomy

NOW = "2026-06-15T07:00:00Z"
VOCABULARY = 8000  # words, drawn with Zipf's law so that phrases recur as they do in prose
PHRASES = (
    "experiments show that our method outperforms strong baselines",
    "our code will be made publicly available soon",
)


def invented(count: int) -> list[Entry]:
    """Return entries of about 170 words; every tenth repeats the one before with some words changed."""
    draw = random.Random(7)  # a bench, not a secret
    words = [f"w{number}" for number in range(VOCABULARY)]
    weights = [1 / (number + 10) for number in range(VOCABULARY)]
    entries: list[Entry] = []
    for number in range(count):
        if number % 10 == 9:
            text = entries[-1].abstract.split()
            text[50:60] = draw.choices(words, weights, k=10)
            title = entries[-1].title
        else:
            text = [*draw.choices(words, weights, k=160), *draw.choice(PHRASES).split()]
            title = " ".join(draw.choices(words, weights, k=9))
        entries.append(Entry(page="bench", position=number, kind="plain", title=title, abstract=" ".join(text)))
    return entries


def main(counts: list[int]) -> None:
    """Print a line for each count."""
    taxonomy = load_taxonomy()
    print("entries  papers  in memory s  per s  into a library s  per s")
    for count in counts:
        entries = invented(count)
        start = time.perf_counter()
        papers = len(merge([Sighting(entry, NOW) for entry in entries], taxonomy).papers)
        memory = time.perf_counter() - start
        with tempfile.TemporaryDirectory() as folder, Library(Path(folder) / "library.sqlite") as library:
            start = time.perf_counter()
            with library.transaction():
                absorb(note_page("bench", entries, library, NOW).changed, library, taxonomy)
            stored = time.perf_counter() - start
            same = len(library.all_papers()) == papers
        print(f"{count:7} {papers:7} {memory:12.1f} {count / memory:6.0f} {stored:17.1f} {count / stored:6.0f}", end="")
        print("" if same else "  DIFFERENT PAPERS")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [2_000, 20_000])
