"""The commands in their panels, and how an error becomes a line and an exit code."""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from agent.cli import care, everyweek, look, setup
from agent.cli.evaluation import evaluation
from agent.cli.printing import out, tell
from schemas.errors import EXIT_UNREAD, EXIT_USAGE, DigestError, UnknownPaperError


class Commands(TyperGroup):
    """All commands; errors of the product are told in one line and end with their exit code."""

    def invoke(self, ctx: Any) -> Any:  # the type that typer keeps to itself
        """Run a command.

        Raises:
            typer.Exit: With the code of the error that was told.
        """
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except BrokenPipeError as error:  # as of `digest list topics | head`
            _silence_stdout()
            raise typer.Exit(EXIT_UNREAD) from error
        except DigestError as error:
            tell(f"digest: {error.message}")
            if isinstance(error, UnknownPaperError):
                for name, title in error.candidates:
                    tell(f"  {name}  {title}")
            raise typer.Exit(error.exit_code) from error


def _silence_stdout() -> None:
    """Let what is still to be written go nowhere, so that the end of the process does not fail at it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


app = typer.Typer(
    name="digest",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)

_PANELS: tuple[tuple[str, dict[str, Callable[..., None]]], ...] = (
    ("Every week", {"build": everyweek.build, "weekly": everyweek.weekly}),
    ("Look", {"tags": look.tags, "show": look.show, "find": look.find, "list": look.list_names}),
    ("Set up", {"init": setup.init, "doctor": setup.doctor, "read": setup.read}),
    (
        "Care",
        {
            "fix": care.fix,
            "export": care.export,
            "import": care.import_file,
            "forget": care.forget,
            "diff": care.diff,
            "schema": care.schema,
            "taxonomy": care.taxonomy,
        },
    ),
)
for panel, commands in _PANELS:
    for name, command in commands.items():
        app.command(name, rich_help_panel=panel)(command)
app.add_typer(evaluation, name="eval", rich_help_panel="Care")


@app.callback(invoke_without_command=True)
def digest(
    version: Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True)] = False,
) -> None:
    """Read abstracts, check what is said of them, write a research digest."""
    if version:
        from importlib.metadata import version as installed_version

        out(f"digest {installed_version('research-digest')}")
        raise typer.Exit


def main() -> None:
    """Run the command line.

    Raises:
        SystemExit: At the end, with the exit code.
    """
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # closed by the caller
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except OSError as error:  # what commands write to is told by themselves; this is standard output
        if error.filename is not None:
            raise
        sys.stderr.write(f"digest: standard output cannot be written: {error.strerror}\n")
        os._exit(EXIT_USAGE)
