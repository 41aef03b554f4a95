"""The panel "Set up": what is on a page, before anything is built."""

from typing import Annotated

import typer

from agent.cli.options import AsOf, Json, MaxBytes, Quiet, Sources, Verbose
from agent.settings import MAX_BYTES


def read(
    sources: Sources,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Print every entry as one line of JSON.")] = False,
    as_of: AsOf = None,
    max_bytes: MaxBytes = MAX_BYTES,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show what is on pages: every entry found, and every line that was not understood. Keeps nothing.

    Example: digest read pages/*.txt
    """
    from agent.cli.reading import run_read

    form = "jsonl" if jsonl else "json" if json else "text"
    raise typer.Exit(run_read(sources, as_of, max_bytes, form, quiet=quiet, verbose=verbose))
