"""What a build of many records takes: arXiv's 16,062 of 2013–2017, with the embedded engine.

`python -m bench.build [FILE …]` (the records in `../shared` or `DIGEST_SHARED`; passed over where they are missing)
builds twice and writes one week twice, each in a process of its own. Printed are seconds, papers a second, peak memory,
the size of the home, and whether the second digest and week are those of the first, byte for byte.
"""

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from bench.asking import Ended, run

RECORDS = Path(os.environ.get("DIGEST_SHARED") or "../shared") / "bench" / "arxiv" / "metadata_2013_2017.jsonl.gz"
WEEK = "2016-W21"
PROGRAM = [sys.executable, "-c", "from agent.cli import main; main()"]


class Told(NamedTuple):
    """A run and what it wrote."""

    ended: Ended
    written: bytes


def tell(folder: Path, *arguments: str) -> Told:
    """Run a command of digest that writes a digest."""
    target = folder / "told.md"
    ended = run([*PROGRAM, *arguments, "--home", str(folder / "home"), "-o", str(target), "--json"], folder)
    return Told(ended, target.read_bytes())


def print_build(sources: list[str], folder: Path) -> None:
    """Build twice, write a week twice, and print what it took."""
    builds = [tell(folder, "build", *sources) for _ in range(2)]
    for what, build in zip(("first build", "second build"), builds, strict=True):
        report = json.loads(build.ended.printed)
        figures = ", ".join(f"{report[name]:,} {name}" for name in ("entries", "merged", "papers", "new", "seen"))
        rate = report["papers"] / build.ended.seconds
        print(f"{what:14} {build.ended.seconds:7.1f} s {rate:7,.0f} papers/s {build.ended.rss_mb:6,.0f} MB  {figures}")
    size = sum(file.stat().st_size for file in (folder / "home").rglob("*") if file.is_file())
    print(f"home           {size / 2**20:7,.0f} MB, {size / report['papers']:,.0f} bytes a paper")
    weeks = [tell(folder, "weekly", "--week", WEEK) for _ in range(2)]
    told = json.loads(weeks[0].ended.printed)
    print(f"weekly {WEEK} {weeks[0].ended.seconds:5.1f} s {weeks[0].ended.rss_mb:23,.0f} MB  {told['papers']} papers")
    for what, (one, other) in {"digest": builds, "week": weeks}.items():
        print(f"the second {what} is {'the same' if one.written == other.written else 'NOT THE SAME'}, byte for byte")


def main(sources: list[str]) -> None:
    """Measure, if there is something to build."""
    if not sources and not RECORDS.exists():
        print(f"bench.build: no `{RECORDS.name}` in `{RECORDS.parent}`, passed over")
        return
    with tempfile.TemporaryDirectory() as folder:
        print_build([str(Path(source).absolute()) for source in sources] or [str(RECORDS.absolute())], Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
