"""Options that several commands share, and what they mean."""

import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import FrameType
from typing import Annotated, NamedTuple

import typer

from agent.cli.printing import tell
from agent.settings import SETTINGS_FILE, STRUCTURED, Settings, load_settings
from cache.tables import LIBRARY
from schemas.errors import UsageError

Home = Annotated[
    Path | None,
    typer.Option(
        "--home",
        help="Folder of the library (else DIGEST_HOME, digest.toml, the user's data folder).",
        show_default=False,
    ),
]
TaxonomyFile = Annotated[
    Path | None,
    typer.Option(
        "--taxonomy",
        metavar="FILE",
        help="File of topics (else DIGEST_TAXONOMY, digest.toml, the packaged ones).",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but results and errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say which home is used, and every decision.")]
Sources = Annotated[list[Path], typer.Argument(help="Saved pages of abstracts.", show_default=False)]
PaperWords = Annotated[
    list[str],
    typer.Argument(
        metavar="PAPER",
        help="An id, a former id, an address, words of the title, or its method's name.",
        show_default=False,
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="Day on which the pages were saved, for dates without a year.",
        show_default=False,
    ),
]
MaxBytes = Annotated[int, typer.Option("--max-bytes", min=1, help="Largest file that is read, in bytes.")]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, help="Print at most this many.")]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Where to write; the ending chooses the shape: .md, .html, .json, …; `-` is stdout.",
        show_default=False,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Write over a file that digest did not make.")]
NoWait = Annotated[bool, typer.Option("--no-wait", help="Give up (exit 5) if another build uses the home.")]
Evidence = Annotated[
    str, typer.Option("--evidence", metavar="all|first|none", help="Whose cited sentences are printed.")
]
Detail = Annotated[
    str | None,
    typer.Option(
        "--detail",
        metavar="full|brief",
        help="Length of an entry; brief above 300 papers, in HTML 3,000.",
        show_default=False,
    ),
]
Model = Annotated[
    str | None,
    typer.Option("--model", metavar="NAME", help="Model to ask (else DIGEST_MODEL, digest.toml).", show_default=False),
]
BaseUrl = Annotated[
    str | None,
    typer.Option(
        "--base-url",
        metavar="URL",
        help="OpenAI-compatible server, like http://localhost:11434/v1 (else DIGEST_BASE_URL, digest.toml).",
        show_default=False,
    ),
]
Structured = Annotated[
    str | None,
    typer.Option(
        "--structured",
        metavar="RUNG",
        help="How answers are kept to their form, if not found out: " + ", ".join(STRUCTURED[1:]) + ".",
        show_default=False,
    ),
]
ContextTokens = Annotated[
    int | None,
    typer.Option(
        "--context-tokens", metavar="N", help="Context of the server, where it does not say.", show_default=False
    ),
]
Concurrency = Annotated[
    int | None,
    typer.Option(
        "--concurrency", metavar="N", help="Papers asked about at once: 4 on this machine, else 16.", show_default=False
    ),
]
Timeout = Annotated[
    float | None,
    typer.Option("--timeout", metavar="SECONDS", help="Longest time for one paper: 300.", show_default=False),
]
AskAtMost = Annotated[
    int | None,
    typer.Option("--limit", "-n", min=1, metavar="N", help="Ask about the N newest papers.", show_default=False),
]
Refresh = Annotated[
    str | None,
    typer.Option(
        "--refresh",
        metavar="prompt|model|failed|all|PAPER",
        help="Ask again about papers that are done.",
        show_default=False,
    ),
]
Fallback = Annotated[
    str | None,
    typer.Option(
        "--fallback",
        metavar="extractive",
        help="Let the embedded engine read what the model does not answer.",
        show_default=False,
    ),
]


class Voice(NamedTuple):
    """How a command speaks."""

    json: bool
    quiet: bool
    verbose: bool


class Wished(NamedTuple):
    """What the command line says of which papers are asked about, as typed."""

    limit: int | None
    dry_run: bool
    cached: bool
    refresh: str | None
    fallback: str | None


class Moment(NamedTuple):
    """The time of a run."""

    now: str
    """UTC, `2026-05-18T07:00:00Z`."""
    today: date
    """The day where the user is."""


def moment() -> Moment:
    """Read the clock, once a run."""
    now = datetime.now(UTC).replace(microsecond=0)
    return Moment(now.strftime("%Y-%m-%dT%H:%M:%SZ"), now.astimezone().date())


def settings(home: Path | None, taxonomy: Path | None = None, *, verbose: bool = False) -> Settings:
    """Read the settings for a command; tell where they come from if asked to."""
    known = load_settings(home, os.environ, Path.cwd(), taxonomy)
    if verbose:
        origin = "--home" if home else "DIGEST_HOME" if os.environ.get("DIGEST_HOME") else "settings or default"
        tell(f"home: {known.home} ({origin})")
        tell(f"settings: {SETTINGS_FILE if Path(SETTINGS_FILE).exists() else 'none in this folder'}")
        tell(f"topics: {known.taxonomy or 'the packaged ones'}")
    return known


def library_path(home: Path | None, *, verbose: bool = False) -> Path:
    """Return the path of the library that a lookup reads."""
    return settings(home, verbose=verbose).home / LIBRARY


def day(text: str | None, option: str) -> date | None:
    """Read a date option.

    Raises:
        UsageError: It is not YYYY-MM-DD.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"`{option}` takes a day as YYYY-MM-DD, not `{text}`") from error


def day_or_part(text: str | None, option: str) -> str | None:
    """Check an option that takes a year, a month or a day.

    Raises:
        UsageError: It is none of them.
    """
    if text is not None:
        try:
            if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
                raise ValueError
            date.fromisoformat((text + "-01-01")[:10])
        except ValueError:
            raise UsageError(f"`{option}` takes YYYY, YYYY-MM or YYYY-MM-DD, not `{text}`") from None
    return text


def one_of(text: str | None, allowed: tuple[str, ...], option: str) -> str | None:
    """Check an option with a closed set of words.

    Raises:
        UsageError: It is none of them.
    """
    if text is not None and text not in allowed:
        words = " or ".join(part for part in (", ".join(allowed[:-1]), allowed[-1]) if part)
        raise UsageError(f"`{option}` takes {words}, not `{text}`")
    return text


@contextmanager
def asked_to_stop() -> Iterator[Callable[[], bool]]:
    """Give a function that says whether Ctrl-C was pressed; a second Ctrl-C ends at once."""
    asked = False

    def note(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        tell("stopping: what is finished is kept (Ctrl-C again ends at once)")

    former = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, former)
        sys.stderr.flush()
