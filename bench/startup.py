"""Print the wall time of `digest tags` as a ratio to `python -c "import typer"`; the goal is at most 2.

Both run alternately in one go, so that a busy machine slows both, and the medians are compared. The home is built from
`examples/` in a temporary folder. Run: `make bench` or `python -m bench.startup [RUNS]`.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 21  # of each command; odd, so that the median is a measured run
GOAL_RATIO = 2.0


def wall_seconds(command: Sequence[str]) -> float:
    """Run a command to its end and return its wall time in seconds.

    Raises:
        subprocess.CalledProcessError: It did not exit with 0.
    """
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def alternate(first: Sequence[str], second: Sequence[str], runs: int) -> tuple[list[float], list[float]]:
    """Time two commands in turn and return the seconds of each, after one unmeasured run of both."""
    wall_seconds(first)
    wall_seconds(second)
    pairs = [(wall_seconds(first), wall_seconds(second)) for _ in range(runs)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def main(runs: int = RUNS) -> None:
    """Build a home from the examples, time both commands and print the ratio of their medians."""
    digest = str(Path(sys.executable).with_name("digest"))
    pages = sorted(str(page) for page in (ROOT / "examples").glob("*.txt"))
    with tempfile.TemporaryDirectory() as folder:
        home = str(Path(folder) / "home")
        subprocess.run([digest, "build", *pages, "--home", home, "--no-digest", "--quiet"], check=True)
        baseline_s, tags_s = alternate(
            [sys.executable, "-c", "import typer"], [digest, "tags", "mossgate", "--home", home], runs
        )
    ratio = statistics.median(tags_s) / statistics.median(baseline_s)
    print(f"start-up, medians of {runs} alternating runs on a home built from examples/")
    print(f'  python -c "import typer"   {statistics.median(baseline_s) * 1000:6.0f} ms')
    print(f"  digest tags mossgate       {statistics.median(tags_s) * 1000:6.0f} ms")
    print(f"  ratio                      {ratio:6.2f}    (goal: at most {GOAL_RATIO:g})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
