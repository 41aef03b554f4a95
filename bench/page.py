"""Print how fast an HTML digest of 2,000 papers is in Chromium.

First paint counts from the start of loading; search, facet and order from the event until the next frame is painted.
The papers are those of arXiv in `../shared` or `DIGEST_SHARED`. Run: `make bench` or `python -m bench.page`.
"""

import gzip
import os
import statistics
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

from playwright.sync_api import Browser

from bench.chromium import NAMES, chromium, find_chromium

ROOT = Path(__file__).resolve().parents[1]
PAPERS = 2_000
RUNS = 5  # odd, so that the median is a measured run
GOAL_PAINT_MS, GOAL_FILTER_MS = 1_000, 100
_SOURCE = "bench/arxiv/metadata_2013_2017.jsonl.gz"
# What a reader does, and what is then timed; the last one empties everything for the next.
ACTIONS = {
    "search for a common word": "at('query').value = 'network'; send(at('query'), 'input')",
    "search for a rare word": "at('query').value = 'network quantum'; send(at('query'), 'input')",
    "clear all": "at('clear').click()",
    "tick the largest facet": "document.querySelector('#facets input').click()",
    "untick it": "document.querySelector('#facets input').click()",
    "order by title": "at('order').value = 'title'; send(at('order'), 'change')",
    "order of the digest": "at('order').value = ''; send(at('order'), 'change')",
}
_TIMED = """(action) => new Promise((done) => {
  const at = (id) => document.getElementById(id);
  const send = (node, name) => node.dispatchEvent(new Event(name, { bubbles: true }));
  const start = performance.now();
  new Function('at', 'send', action)(at, send);
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now() - start);
    channel.port2.postMessage(0);
  });
})"""
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def write_page(shared: Path, folder: Path, papers: int = PAPERS) -> Path:
    """Build the HTML digest of the first papers of arXiv's file."""
    source, page = folder / "papers.jsonl", folder / "digest.html"
    with gzip.open(shared / _SOURCE, "rt", encoding="utf-8") as lines:
        source.write_text("".join(islice(lines, papers)), encoding="utf-8")
    command = [sys.executable, "-c", "from agent.cli import main; main()", "build", str(source), "-o", str(page)]
    subprocess.run([*command, "--home", str(folder / "home"), "--quiet"], cwd=ROOT, check=True)
    return page


def time_page(browser: Browser, page: Path) -> tuple[float, dict[str, float]]:
    """Return first contentful paint and the time of each action, in milliseconds, of one fresh tab."""
    # The policy of the page forbids code from text, which is what measuring is here.
    with browser.new_context(viewport={"width": 1440, "height": 1000}, bypass_csp=True) as context:
        tab = context.new_page()
        tab.goto(page.as_uri(), wait_until="load")
        tab.wait_for_timeout(1_000)  # as a reader would look before typing
        return tab.evaluate(_PAINT), {name: tab.evaluate(_TIMED, action) for name, action in ACTIONS.items()}


def main(shared: Path) -> None:
    """Build the page, open it several times and print the medians."""
    path = find_chromium()
    if path is None or not (shared / _SOURCE).exists():
        print(f"page: needs one of {', '.join(NAMES)}, and {shared / _SOURCE}")
        return
    with tempfile.TemporaryDirectory() as folder, chromium(path) as browser:
        page = write_page(shared, Path(folder))
        runs = [time_page(browser, page) for _ in range(RUNS)]
        size = page.stat().st_size
    print(f"an HTML digest of {PAPERS:,} papers ({size / 1e6:.1f} MB) in Chromium, medians of {RUNS} fresh tabs")
    print(f"  {'first contentful paint':26} {statistics.median(paint for paint, _ in runs):5.0f} ms"
          f"    (goal: below {GOAL_PAINT_MS:,})")  # fmt: skip
    for name in ACTIONS:
        median = statistics.median(times[name] for _, times in runs)
        print(f"  {name:26} {median:5.0f} ms" + ("" if "order" in name else f"    (goal: below {GOAL_FILTER_MS})"))


if __name__ == "__main__":
    main(Path(os.environ.get("DIGEST_SHARED") or ROOT.parent / "shared"))
