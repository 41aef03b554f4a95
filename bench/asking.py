"""How fast papers are asked about: our engine beside raw aiohttp and plain instructor, at one fake server, in one run.

`python -m bench.asking [--papers 2000] [--in-flight 256] [--delay-ms 200] [--runs 3]`: every client in a process of its
own, in turn; medians of the runs. CPU is the client's. What is timed of the first four starts when all is loaded and
one paper was asked about; of `digest build` it is the whole command. The first three are given the messages ready made;
instructor's work ends where an answer has its form, so that `kept` is its equal, and what `ours` does beyond that is
to render, to check every statement against its sentences, and to map topics. `--rss`: memory at 2,000 and 20,000.
"""

import argparse
import json
import os
import platform
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from bench.invented import write_invented

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = "aiohttp openai httpx2 instructor pydantic diskcache tenacity uvloop httptools".split()
GOAL_RATIO = 1.5
GOAL_GROWTH = 0.10
FEW, MANY = 2_000, 20_000
"""Papers between which memory is compared."""
BUILD = "digest build"
CLIENTS = {
    "raw": "raw aiohttp, JSON read",
    "instructor": "plain instructor",
    "kept": "ours, answer in the store",
    "ours": "ours, checked too",
    BUILD: "digest build, whole",
}
MODEL = "fast"


class Figures(NamedTuple):
    """What one run of a client took."""

    papers_per_s: float
    cpu_s_per_1000: float
    start_cpu_s: float
    """CPU seconds before the clock starts; 0 where all is timed."""
    rss_mb: float
    requests_per_paper: float


class Server(NamedTuple):
    """A running server and where it is."""

    url: str

    def asked(self) -> int:
        """Return how many requests about papers came in so far."""
        with closing(HTTPConnection(urlsplit(self.url).netloc)) as connection:
            connection.request("GET", "/asked")
            return int(json.load(connection.getresponse())["asked"])


@contextmanager
def serving(delay_ms: float) -> Iterator[Server]:
    """Run the server in a process of its own."""
    command = [sys.executable, "-m", "bench.fast_server", "--delay-ms", str(delay_ms)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise SystemExit("the server did not start")
            yield Server(line.strip())
        finally:
            process.terminate()


class Ended(NamedTuple):
    """What a process that ended well printed and used."""

    printed: str
    seconds: float
    cpu_s: float
    rss_mb: float


def run(command: Sequence[str], folder: Path) -> Ended:
    """Run a command to its end; this process is small, so that the memory told is the command's own.

    Raises:
        SystemExit: It did not exit with 0.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DIGEST_", "OPENAI_"))}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), environment.get("PYTHONPATH")]))
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=out)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)  # waited for already
        out.seek(0)
        printed = out.read()
    if process.returncode:
        raise SystemExit(f"`{shlex.join(command[:5])} …` ended with {process.returncode}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Ended(printed, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def measure(client: str, papers: Path, count: int, server: Server, in_flight: int, *more: str) -> Figures:
    """Run one client over a file of papers."""
    before = server.asked()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if client == BUILD:
            ended = run(_build(folder, papers, server, in_flight, *more), folder)
            rate, cpu_s, start_cpu_s = count / ended.seconds, ended.cpu_s, 0.0
        else:
            ended = run([sys.executable, "-m", "bench.askers", client, str(papers), server.url, str(in_flight)], folder)
            timed = json.loads(ended.printed)
            rate, cpu_s, start_cpu_s = (count - 1) / timed["seconds"], timed["cpu_s"], timed["start_cpu_s"]
    asked = (server.asked() - before) / count
    return Figures(rate, 1000 * cpu_s / count, start_cpu_s, ended.rss_mb, asked)


def _build(folder: Path, papers: Path, server: Server, in_flight: int, *more: str) -> list[str]:
    digest = [str(Path(sys.executable).with_name("digest")), "build", str(papers), "--quiet", *more]
    model = ["--model", MODEL, "--base-url", server.url, "--concurrency", str(in_flight)]
    return [*digest, *model, "--home", str(folder / "home")]


def print_speed(given: argparse.Namespace, folder: Path, server: Server) -> None:
    """Run all clients in turn and print their medians."""
    papers = folder / "papers.jsonl"
    write_invented(papers, given.papers)
    found: dict[str, list[Figures]] = {client: [] for client in CLIENTS}
    for _ in range(given.runs):
        for client, runs in found.items():
            runs.append(measure(client, papers, given.papers, server, given.in_flight))
    limit = 1000 * given.in_flight / given.delay_ms if given.delay_ms else float("inf")
    print(
        f"{given.papers:,} invented papers, {given.in_flight} in flight, {given.delay_ms:g} ms an answer"
        f" (limit {limit:,.0f}/s); medians of {given.runs} alternating runs"
    )
    print(f"{'':26} papers/s  CPU s/1,000  CPU s before  peak MB  requests a paper")
    medians = {client: Figures(*map(statistics.median, zip(*runs, strict=True))) for client, runs in found.items()}
    for client, told in CLIENTS.items():
        one = medians[client]
        before = f"{one.start_cpu_s:12.2f}" if one.start_cpu_s else f"{'–':>12}"
        print(
            f"{told:26} {one.papers_per_s:8,.0f} {one.cpu_s_per_1000:12.2f}  {before} {one.rss_mb:8.0f}"
            f" {one.requests_per_paper:17.3f}"
        )
    other = medians["instructor"]
    print("÷ plain instructor         papers/s  papers per CPU second")
    for client, goal in (("kept", f"   (goal: at least {GOAL_RATIO:g} papers/s)"), ("ours", "")):
        one = medians[client]
        rate, cpu = one.papers_per_s / other.papers_per_s, other.cpu_s_per_1000 / one.cpu_s_per_1000
        print(f"{CLIENTS[client]:26} {rate:8.2f} {cpu:22.2f}{goal}")


def print_memory(given: argparse.Namespace, folder: Path, server: Server) -> None:
    """Print how peak memory grows with the number of papers."""
    goal = f"goal: growth below {GOAL_GROWTH:.0%}"
    print(f"peak memory, {given.in_flight} in flight, {given.delay_ms:g} ms an answer ({goal})")
    print(f"{'':26} {FEW:>9,} {MANY:>9,} papers  growth  papers/s at {MANY:,}")
    for client, more in (("ours", ()), (BUILD, ("--no-digest",)), (BUILD, ())):
        peaks = []
        for count in (FEW, MANY):
            papers = folder / f"papers-{count}.jsonl"
            write_invented(papers, count)
            peaks.append(measure(client, papers, count, server, given.in_flight, *more))
        few, many = (one.rss_mb for one in peaks)
        told = " ".join((client, *more)) if client == BUILD else CLIENTS[client]
        print(f"{told:26} {few:6.0f} MB {many:6.0f} MB {many / few - 1:14.0%} {peaks[-1].papers_per_s:9,.0f}")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.asking", description="how fast papers are asked about")
    parser.add_argument("--papers", type=int, default=FEW)
    parser.add_argument("--in-flight", type=int, default=256)
    parser.add_argument("--delay-ms", type=float, default=200.0)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--rss", action="store_true", help="memory instead of speed")
    given = parser.parse_args()
    known = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    print(f"research-digest {version('research-digest')} on Python {platform.python_version()}; {known}")
    with tempfile.TemporaryDirectory() as folder, serving(given.delay_ms) as server:
        (print_memory if given.rss else print_speed)(given, Path(folder), server)


if __name__ == "__main__":
    main()
