"""The panel "Care": a person's word, copies of the library, the shape of the data."""

from pathlib import Path
from typing import Annotated

import typer

from agent.cli.options import (
    Force,
    Home,
    Json,
    Limit,
    MaxBytes,
    Output,
    PaperWords,
    Quiet,
    TaxonomyFile,
    Verbose,
    Voice,
)
from agent.settings import MAX_BYTES


def fix(
    paper: PaperWords,
    add_tag: Annotated[
        list[str], typer.Option("--add-tag", metavar="TAG", help="A tag of yours.", show_default=False)
    ] = [],  # noqa: B006
    remove_tag: Annotated[
        list[str], typer.Option("--remove-tag", metavar="TAG", help="A tag that is wrong.", show_default=False)
    ] = [],  # noqa: B006
    set_field: Annotated[
        list[str],
        typer.Option(
            "--set", metavar="FIELD=VALUE", help="Set a field; an empty value removes it.", show_default=False
        ),
    ] = [],  # noqa: B006
    undo: Annotated[bool, typer.Option("--undo", help="Take back all that was said of the paper.")] = False,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Correct a paper; your word wins over every engine and survives every build.

    Example: digest fix learning to focus --add-tag "reading group" --set task="pruning tokens"
    """
    from agent.cli.caring import Word, run_fix

    voice = Voice(json=json, quiet=quiet, verbose=verbose)
    run_fix(" ".join(paper), home, Word(add_tag, remove_tag, set_field, undo), voice)


def export(
    output: Output = None,
    force: Force = False,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write the whole library as JSON lines, to stdout or a file.

    Example: digest export -o library.jsonl
    """
    from agent.cli.caring import run_export

    run_export(home, output, Voice(json=json, quiet=quiet, verbose=verbose), force=force)


def import_file(
    file: Annotated[Path, typer.Argument(help="What `digest export` wrote.", show_default=False)],
    max_bytes: MaxBytes = MAX_BYTES * 64,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Add an exported library to this one; extractions are made anew and checked, never taken on trust.

    Example: digest import library.jsonl
    """
    from agent.cli.caring import run_import

    raise typer.Exit(run_import(file, home, max_bytes, Voice(json=json, quiet=quiet, verbose=verbose)))


def schema(
    model: Annotated[str | None, typer.Argument(help="Name of one model; none: all.", show_default=False)] = None,
) -> None:
    """Print the JSON Schema of the data.

    Example: digest schema Extraction
    """
    from agent.cli.caring import print_schema

    print_schema(model)


def taxonomy(
    action: Annotated[
        str,
        typer.Argument(
            metavar="check|suggest",
            help="Find what is wrong with a file of topics, or what the library's unmapped terms could be named.",
            show_default=False,
        ),
    ],
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="To check; else the one that is set, else the packaged.", show_default=False
        ),
    ] = None,
    topics: TaxonomyFile = None,
    limit: Limit = 50,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check a file of topics, or print suggestions for yours: lines to copy, nothing changes by itself.

    Example: digest taxonomy check topics.toml
    """
    from agent.cli.naming import run_taxonomy

    voice = Voice(json=json, quiet=quiet, verbose=verbose)
    raise typer.Exit(run_taxonomy(action, home, file, topics, limit, voice))
