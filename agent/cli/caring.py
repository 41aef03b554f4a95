"""What `digest fix`, `export`, `import` and `schema` do with a home."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, get_args

from agent.care import bring_in, correct, exported
from agent.cli.options import Voice, asked_to_stop, library_path, moment, settings
from agent.cli.printing import Progress, counted, out_json, tell
from agent.correct import correction_problem
from agent.extract.extractive.engine import ExtractiveEngine
from agent.keeping import Interrupted, Watch
from agent.read.text import clean
from agent.transfer import ExportLine, parse_line
from agent.write.files import write_atomically
from cache.home import Home
from cache.library import Library
from cache.lookup import Lookup
from schemas.errors import EXIT_DONE, EXIT_INTERRUPTED, UsageError
from schemas.record import CorrectedField, Correction
from schemas.taxonomy import load_taxonomy


class Word(NamedTuple):
    """The options of `digest fix` as typed."""

    add_tag: Sequence[str]
    remove_tag: Sequence[str]
    set_field: Sequence[str]
    undo: bool


def run_fix(query: str, home: Path | None, word: Word, voice: Voice) -> None:
    """Keep a person's word about a paper.

    Raises:
        DigestError: The paper is unknown, or the correction cannot be applied.
    """
    known = settings(home, verbose=voice.verbose)
    with Lookup(Home(known.home).library) as lookup:
        name = lookup.resolve(query)
    said = list(_said(name, word, moment().now))
    if not said:
        raise UsageError("`digest fix` takes `--add-tag`, `--remove-tag`, `--set FIELD=VALUE` or `--undo`")
    for correction in said:
        if problem := correction_problem(correction):
            raise UsageError(problem)
    correct(Home(known.home), said, tell, known.model)
    if voice.json:
        out_json([correction.model_dump(exclude_none=True) for correction in said])
    elif not voice.quiet:
        tell(f"{name}: " + ("taken back" if word.undo else "kept") + "; `digest tags` shows it")


def _said(name: str, word: Word, at: str) -> Iterator[Correction]:
    if word.undo:
        yield Correction(paper=name, action="undo", at=at)
    for tag in word.add_tag:
        yield Correction(paper=name, action="add-tag", value=clean(tag), at=at)
    for tag in word.remove_tag:
        yield Correction(paper=name, action="remove-tag", value=clean(tag), at=at)
    for text in word.set_field:
        yield _set(name, text, at)


def _set(name: str, text: str, at: str) -> Correction:
    field, equals, value = text.partition("=")
    known = get_args(CorrectedField)
    if not equals or field not in known:
        raise UsageError(f"`--set` takes FIELD=VALUE with FIELD one of {', '.join(known)}, not `{text}`")
    return Correction(paper=name, action="set", field=field, value=clean(value) or None, at=at)


def run_export(home: Path | None, output: str | None, voice: Voice, *, force: bool) -> None:
    """Write the library as JSON lines.

    Raises:
        DigestError: There is no library, or the file exists and `force` is False.
    """
    path = library_path(home, verbose=voice.verbose)
    if not path.exists():
        raise UsageError(f"the library `{path}` is empty; fill it with `digest build PAGES…`")
    target = Path(output) if output and output != "-" else None
    if target and target.exists() and not force:
        raise UsageError(f"`{target}` exists; name another with `-o FILE`, or write over it with `--force`")
    place = Home(path.parent)
    with Library(path, read_only=True) as library:
        lines = exported(library, place)
        if target is None:
            for line in lines:
                sys.stdout.write(line + "\n")
            return
        text = "".join(line + "\n" for line in lines)
    write_atomically(target, text)
    if voice.json:
        out_json({"output": str(target), "papers": text.count("\n")})
    elif not voice.quiet:
        tell(f"{counted(text.count(chr(10)), 'paper')} → {target}")


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
