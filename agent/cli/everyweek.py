"""The panel "Every week": pages in, a digest out."""

from pathlib import Path
from typing import Annotated

import typer

from agent.cli.options import (
    AskAtMost,
    AsOf,
    BaseUrl,
    Concurrency,
    ContextTokens,
    Detail,
    Evidence,
    Fallback,
    Force,
    Home,
    Json,
    MaxBytes,
    Model,
    NoWait,
    Output,
    Quiet,
    Refresh,
    Sources,
    Structured,
    TaxonomyFile,
    Timeout,
    Verbose,
    Voice,
    Wished,
)
from agent.settings import MAX_BYTES, ModelFlags


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
    model: Model = None,
    base_url: BaseUrl = None,
    structured: Structured = None,
    context_tokens: ContextTokens = None,
    concurrency: Concurrency = None,
    timeout: Timeout = None,
    limit: AskAtMost = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be asked, and change nothing.")] = False,
    cached: Annotated[bool, typer.Option("--cached", help="Send no request: tell what was answered before.")] = False,
    refresh: Refresh = None,
    fallback: Fallback = None,
    taxonomy: TaxonomyFile = None,
    max_bytes: MaxBytes = MAX_BYTES,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read pages, extract every new paper, write a digest of the papers on them (./digest.md).

    Without a model the embedded engine reads; with one, every answer is checked against the abstract.

    Example: digest build pages/*.txt --base-url http://localhost:11434/v1 --model qwen3:4b
    """
    from agent.cli.running import BuildOptions, run_build

    voice = Voice(json=json, quiet=quiet, verbose=verbose)
    asked = ModelFlags(model, base_url, structured, context_tokens, concurrency, timeout)
    wished = Wished(limit, dry_run, cached, refresh, fallback)
    options = BuildOptions(
        output, no_digest, report, as_of, evidence, detail, force, no_wait, max_bytes, asked, wished, taxonomy
    )
    raise typer.Exit(run_build(sources, home, options, voice))


def weekly(
    week: Annotated[
        str | None,
        typer.Option("--week", metavar="YYYY-Www", help="ISO week; else the last complete one.", show_default=False),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="YYYY-Www",
            help="Every week from this one on; files that exist are renewed.",
            show_default=False,
        ),
    ] = None,
    output: Output = None,
    folder: Annotated[
        Path | None,
        typer.Option("--folder", help="Write 2026-W21.md into it, and an index of its weeks.", show_default=False),
    ] = None,
    evidence: Evidence = "first",
    detail: Detail = None,
    force: Force = False,
    taxonomy: TaxonomyFile = None,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write the digest of one week of the library, the last complete one (./digest-2026-W21.md).

    With --folder, or `weekly.folder` in digest.toml, the weeks stand in that folder with an index of them.

    Example: digest weekly --since 2026-W01 --folder weekly
    """
    from agent.cli.weeklies import WeeklyOptions, run_weekly

    voice = Voice(json=json, quiet=quiet, verbose=verbose)
    options = WeeklyOptions(week, since, output, folder, evidence, detail, force, taxonomy)
    raise typer.Exit(run_weekly(home, options, voice))
