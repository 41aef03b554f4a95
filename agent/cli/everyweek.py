"""The panel "Every week": pages in, a digest out."""

from typing import Annotated

import typer

from agent.cli.options import (
    AsOf,
    Detail,
    Evidence,
    Force,
    Home,
    Json,
    MaxBytes,
    NoWait,
    Output,
    Quiet,
    Sources,
    Verbose,
    Voice,
)
from agent.settings import MAX_BYTES


def build(
    sources: Sources = [],  # noqa: B006  # typer reads the default
    output: Output = None,
    no_digest: Annotated[bool, typer.Option("--no-digest", help="Fill the library only.")] = False,
    report: Annotated[
        str | None, typer.Option("--report", metavar="FILE", help="Write what the run did as JSON.", show_default=False)
    ] = None,
    as_of: AsOf = None,
    evidence: Evidence = "first",
    detail: Detail = None,
    force: Force = False,
    no_wait: NoWait = False,
    max_bytes: MaxBytes = MAX_BYTES,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read pages, extract every new paper, write a digest of the papers on them (./digest.md).

    Example: digest build pages/*.txt
    """
    from agent.cli.running import BuildOptions, run_build

    voice = Voice(json=json, quiet=quiet, verbose=verbose)
    options = BuildOptions(output, no_digest, report, as_of, evidence, detail, force, no_wait, max_bytes)
    raise typer.Exit(run_build(sources, home, options, voice))


def weekly(
    week: Annotated[
        str | None,
        typer.Option("--week", metavar="YYYY-Www", help="ISO week; else the last complete one.", show_default=False),
    ] = None,
    output: Output = None,
    evidence: Evidence = "first",
    detail: Detail = None,
    force: Force = False,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write the digest of one week of the library (./digest-2026-W21.md).

    Example: digest weekly --week 2026-W21 -o -
    """
    from agent.cli.running import WeeklyOptions, run_weekly

    voice = Voice(json=json, quiet=quiet, verbose=verbose)
    raise typer.Exit(run_weekly(home, WeeklyOptions(week, output, evidence, detail, force), voice))
