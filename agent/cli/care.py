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

FORMS = ("jsonl", "bibtex", "ris", "csv")


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
    add: Annotated[
        list[str],
        typer.Option(
            "--add",
            metavar="FIELD=VALUE",
            help="Add a claim, dataset, model, method-name, author or category; claim:finding=…, dataset:trained=….",
            show_default=False,
        ),
    ] = [],  # noqa: B006
    remove: Annotated[
        list[str],
        typer.Option("--remove", metavar="FIELD=WORDS", help="Take one out, named by its words.", show_default=False),
    ] = [],  # noqa: B006
    undo: Annotated[bool, typer.Option("--undo", help="Take back all that was said of the paper.")] = False,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Correct a paper; your word wins over every engine and survives every build.

    Example: digest fix learning to focus --add-tag "reading group" --set task="pruning tokens" --remove claim="52%"
    """
    from agent.cli.fixing import Word, run_fix

    voice = Voice(json=json, quiet=quiet, verbose=verbose)
    run_fix(" ".join(paper), home, Word(add_tag, remove_tag, set_field, add, remove, undo), voice)


def export(
    output: Output = None,
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="|".join(FORMS), help="Else told by the file's ending.", show_default=False),
    ] = None,
    topic: Annotated[
        str | None, typer.Option(help="Only papers with this topic, category, term or tag.", show_default=False)
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only papers dated then or later.", show_default=False)
    ] = None,
    gold_template: Annotated[
        bool, typer.Option("--gold-template", help="Lines to annotate, for `digest eval gold`.")
    ] = False,
    force: Force = False,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write the library to stdout or a file: JSON lines are a whole copy; BibTeX, RIS and CSV tell each paper.

    `digest build` reads all of them. A cell of CSV that a spreadsheet would compute begins with an apostrophe.

    Example: digest export -o papers.bib --topic distillation
    """
    from agent.cli.caring import Export, run_export

    wanted = Export(output, form, topic, since, gold_template, force)
    run_export(home, wanted, Voice(json=json, quiet=quiet, verbose=verbose))


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


def forget(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="PAPER|SOURCE",
            help="A paper (id, address, words of the title) or the file name of a page.",
            show_default=False,
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, and change nothing.")] = False,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Forget a paper, or a source and the papers that no other page has; no text of them is left in the home.

    Extractions, replies of models, corrections and the full-text index go with them, and copies of the library that an
    update left. Files outside the home stay: digests, exports, the pages themselves. A page that is built again brings
    its papers back.

    Example: digest forget alerts-2026-05.txt --dry-run
    """
    from agent.cli.forgetting import run_forget

    run_forget(" ".join(what), home, Voice(json=json, quiet=quiet, verbose=verbose), yes=yes, dry_run=dry_run)


def diff(
    before: Annotated[
        str, typer.Argument(metavar="A", help="A home, a week, a model, or prompt:HASH.", show_default=False)
    ],
    after: Annotated[str, typer.Argument(metavar="B", help="Another one.", show_default=False)],
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Compare two homes, weeks, models or prompts: which papers, fields, claims and tags differ.

    Example: digest diff extractive qwen3:4b > changes.md
    """
    from agent.cli.differing import run_diff

    run_diff(before, after, home, Voice(json=json, quiet=quiet, verbose=verbose))


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
