"""The panel "Set up": is everything in order, and what is on a page, before anything is built."""

from typing import Annotated

import typer

from agent.cli.options import (
    AsOf,
    BaseUrl,
    ContextTokens,
    Home,
    Json,
    MaxBytes,
    Model,
    Quiet,
    Sources,
    Structured,
    Timeout,
    Verbose,
    Voice,
)
from agent.settings import MAX_BYTES, ModelFlags


def doctor(
    find: Annotated[bool, typer.Option("--find", help="Look for servers of models on this machine.")] = False,
    reprobe: Annotated[
        bool, typer.Option("--reprobe", help="Find out anew how the server keeps answers to their form.")
    ] = False,
    model: Model = None,
    base_url: BaseUrl = None,
    structured: Structured = None,
    context_tokens: ContextTokens = None,
    timeout: Timeout = None,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say whether home and server are in order, try the model once, and print the command that uses it.

    Contacts the server that is set, and with --find the usual ports of this machine; nothing else.

    Example: digest doctor --base-url http://localhost:11434/v1 --model qwen3:4b
    """
    from agent.cli.doctoring import run_doctor

    asked = ModelFlags(model, base_url, structured, context_tokens, None, timeout)
    voice = Voice(json=json, quiet=quiet, verbose=verbose)
    raise typer.Exit(run_doctor(home, asked, voice, find=find, reprobe=reprobe))


def init(
    model: Model = None,
    base_url: BaseUrl = None,
    force: Annotated[bool, typer.Option("--force", help="Write over the digest.toml that is there.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write a commented digest.toml and a folder for pages: what to do once, in an empty folder.

    Example: digest init --base-url http://localhost:11434/v1 --model qwen3:4b
    """
    from agent.cli.starting import run_init

    asked = ModelFlags(model, base_url)
    run_init(asked, Voice(json=json, quiet=quiet, verbose=False), force=force)


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
