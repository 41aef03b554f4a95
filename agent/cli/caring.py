"""What `digest export`, `import` and `schema` do with a home."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, cast

from agent.care import Form, bring_in, exported
from agent.cli.options import Voice, asked_to_stop, day_or_part, library_path, moment, one_of, settings
from agent.cli.printing import Progress, counted, out_json, tell
from agent.extract.extractive.engine import ExtractiveEngine
from agent.keeping import Interrupted, Watch
from agent.transfer import ExportLine, parse_line
from agent.write.files import write_atomically
from agent.write.table import MARK
from cache.find import Filters
from cache.home import Home
from cache.library import Library
from cache.lookup import Lookup
from schemas.errors import EXIT_DONE, EXIT_INTERRUPTED, UsageError
from schemas.taxonomy import load_taxonomy

_ENDINGS: dict[str, Form] = {".jsonl": "jsonl", ".bib": "bibtex", ".ris": "ris", ".csv": "csv"}


class Export(NamedTuple):
    """The options of `digest export` as typed."""

    output: str | None
    form: str | None
    topic: str | None
    since: str | None
    gold: bool
    force: bool


def run_export(home: Path | None, wanted: Export, voice: Voice) -> None:
    """Write the library, or those of its papers that filters leave, to stdout or a file.

    Raises:
        DigestError: There is no library, the form is not known, or the file exists and `force` is False.
    """
    target = Path(wanted.output) if wanted.output and wanted.output != "-" else None
    form: Form = "gold" if wanted.gold else _form(wanted.form, target)
    path = library_path(home, verbose=voice.verbose)
    if target and target.exists() and not wanted.force:
        raise UsageError(f"`{target}` exists; name another with `-o FILE`, or write over it with `--force`")
    names = _chosen(wanted, path)
    with Library(path, read_only=True) as library:
        count = len(library.all_papers() if names is None else names)
        texts = exported(library, Home(path.parent), form, names)
        if target is None:
            sys.stdout.writelines(texts)
            return
        text = (MARK if form == "csv" else "") + "".join(texts)
    write_atomically(target, text)
    if voice.json:
        out_json({"output": str(target), "papers": count})
    elif not voice.quiet:
        tell(f"{counted(count, 'paper')} → {target}")


def _form(said: str | None, target: Path | None) -> Form:
    """Return the form that was asked for, else the one that the file's ending tells."""
    forms = tuple(_ENDINGS.values())
    if said is not None:
        one_of(said, forms, "--format")
    form = said or (_ENDINGS.get(target.suffix.lower()) if target else "jsonl")
    if form is None:
        raise UsageError(f"`{target}` does not tell its form; end it in {', '.join(_ENDINGS)}, or use `--format`")
    return cast("Form", form)


def _chosen(wanted: Export, library: Path) -> list[str] | None:
    if wanted.topic is None and wanted.since is None:
        return None
    with Lookup(library) as lookup:
        hits, _ = lookup.find((), Filters(topic=wanted.topic, since=day_or_part(wanted.since, "--since")), -1)
    if not hits:
        raise UsageError("no paper in the library fits; `digest find` tries filters out")
    return [hit.id for hit in hits]


def run_import(file: Path, home: Path | None, max_bytes: int, voice: Voice) -> int:
    """Add an export to the library; return the exit code.

    Raises:
        DigestError: The file is no export, or the home cannot be used; nothing was added.
    """
    lines = list(_lines(file, max_bytes))
    known = settings(home, verbose=voice.verbose)
    taxonomy = load_taxonomy(known.taxonomy)
    place = Home(known.home)
    progress = Progress(quiet=voice.quiet)
    with asked_to_stop() as stopped:
        watch = Watch(stopped, progress, tell)
        try:
            new = asyncio.run(bring_in(lines, place, ExtractiveEngine(taxonomy), taxonomy, moment().now, watch))
        except Interrupted:
            progress.close()
            tell("stopped; run the same import again to go on")
            return EXIT_INTERRUPTED
    progress.close()
    if voice.json:
        out_json({"read": len(lines), "extracted": new})
    elif not voice.quiet:
        tell(f"{counted(len(lines), 'paper')} read, {new} extracted anew")
    return EXIT_DONE


def _lines(file: Path, max_bytes: int) -> Iterator[ExportLine]:
    try:
        if file.stat().st_size > max_bytes:
            raise UsageError(f"`{file}` is larger than {max_bytes} bytes; raise `--max-bytes`")
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UsageError(f"`{file}` cannot be read: {reason}; name what `digest export` wrote") from error
    if not text.lstrip().startswith("{"):
        raise UsageError(f"`{file}` is no export in lines of JSON; `digest build {file.name} --no-digest` reads others")
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield parse_line(line, number, file.name)


def print_schema(name: str | None) -> None:
    """Print the JSON Schema of one model, or of all by name.

    Raises:
        UsageError: There is no model of that name.
    """
    from pydantic import TypeAdapter
    from pydantic.json_schema import models_json_schema

    from schemas.answer import Answer
    from schemas.base import Model
    from schemas.digest import Digest
    from schemas.extraction import Extraction
    from schemas.outcome import Outcome
    from schemas.paper import Entry, Paper
    from schemas.record import Record
    from schemas.report import Report
    from schemas.taxonomy import Taxonomy

    models: tuple[type[Model], ...] = (Entry, Paper, Answer, Extraction, Record, Digest, Report, Taxonomy, ExportLine)
    if name is None:
        _, definitions = models_json_schema([(model, "validation") for model in models], title="research-digest")
        out_json(definitions)
    elif name == "Outcome":
        out_json(TypeAdapter(Outcome).json_schema())
    else:
        found = next((model for model in models if model.__name__ == name), None)
        if found is None:
            known = ", ".join(sorted(["Outcome", *(model.__name__ for model in models)]))
            raise UsageError(f"there is no model `{name}`; known are {known}")
        out_json(found.model_json_schema())
