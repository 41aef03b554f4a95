"""`digest eval`: figures of engines and checks on abstracts that people annotated."""

from pathlib import Path
from typing import Annotated

import typer

from agent.cli.options import (
    BaseUrl,
    Concurrency,
    ContextTokens,
    Home,
    Json,
    Quiet,
    Structured,
    Timeout,
    Verbose,
    Voice,
)
from agent.settings import ModelFlags

evaluation = typer.Typer(no_args_is_help=True, help="Measure engines and checks on abstracts that you annotated.")

Papers = Annotated[
    list[Path],
    typer.Option(
        "--papers",
        metavar="FILE",
        help="Their abstracts: what `digest export` writes, or lines with id, title, abstract.",
    ),
]
Errors = Annotated[bool, typer.Option("--errors", help="Show the worst cases, with their texts.")]


@evaluation.command()
def gold(
    file: Annotated[Path, typer.Argument(help="Annotations: one line of JSON a paper.", show_default=False)],
    papers: Papers,
    engine: Annotated[
        list[str], typer.Option("--engine", metavar="extractive", help="The embedded engine.", show_default=False)
    ] = [],  # noqa: B006
    model: Annotated[
        list[str], typer.Option("--model", metavar="NAME", help="A model; several are compared.", show_default=False)
    ] = [],  # noqa: B006
    errors: Errors = False,
    base_url: BaseUrl = None,
    structured: Structured = None,
    context_tokens: ContextTokens = None,
    concurrency: Concurrency = None,
    timeout: Timeout = None,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Compare what engines tell with annotations, field by field; answers of models are kept and paid for once.

    Example: digest eval gold mine.jsonl --papers library.jsonl --engine extractive --model qwen3:4b
    """
    from agent.cli.evaluating import Entrants, run_gold

    asked = ModelFlags(None, base_url, structured, context_tokens, concurrency, timeout)
    voice = Voice(json=json, quiet=quiet, verbose=verbose)
    raise typer.Exit(run_gold(file, papers, Entrants(engine, model, asked), home, voice, errors=errors))


@evaluation.command()
def claims(
    file: Annotated[Path, typer.Argument(help="Claims: one line of JSON each.", show_default=False)],
    papers: Papers,
    errors: Errors = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Try the checks on claims of which you know whether their sentences carry them.

    Example: digest eval claims edited.jsonl --papers library.jsonl
    """
    from agent.cli.evaluating import run_claims

    raise typer.Exit(run_claims(file, papers, Voice(json=json, quiet=quiet, verbose=False), errors=errors))
