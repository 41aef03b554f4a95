"""What `digest fix` keeps: a person's word about a paper."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, cast, get_args

from agent.care import correct
from agent.cli.options import Voice, moment, settings
from agent.cli.printing import out_json, tell
from agent.correct import apply_corrections, correction_problem, kind_problem, matching
from agent.keeping import records
from agent.read.text import clean
from cache.corrections import read_corrections
from cache.home import Home
from cache.library import Library
from cache.lookup import Lookup
from schemas.errors import UsageError
from schemas.record import CorrectedField, CorrectedList, Correction, Record

MOST_SHOWN = 5  # items among which a person chooses


class Word(NamedTuple):
    """The options of `digest fix` as typed."""

    add_tag: Sequence[str] = ()
    remove_tag: Sequence[str] = ()
    set_field: Sequence[str] = ()
    add: Sequence[str] = ()
    remove: Sequence[str] = ()
    undo: bool = False


def run_fix(query: str, home: Path | None, word: Word, voice: Voice) -> None:
    """Keep a person's word about a paper.

    Raises:
        DigestError: The paper is unknown, or the correction cannot be applied.
    """
    known = settings(home, verbose=voice.verbose)
    place = Home(known.home)
    with Lookup(place.library) as lookup:
        name = lookup.resolve(query)
    with Library(place.library, read_only=True) as library:
        (record,) = records(library, [name], read_corrections(place.corrections), known.model)
    said = list(_said(apply_corrections(record), word, moment().now))
    if not said:
        options = "`--set FIELD=VALUE`, `--add FIELD=VALUE`, `--remove FIELD=VALUE`, `--add-tag`, `--remove-tag`"
        raise UsageError(f"`digest fix` takes {options} or `--undo`")
    for correction in said:
        if problem := correction_problem(correction):
            raise UsageError(problem)
    correct(place, said, tell, known.model)
    if voice.json:
        out_json([correction.model_dump(exclude_none=True) for correction in said])
    elif not voice.quiet:
        tell(f"{name}: " + ("taken back" if word.undo else "kept") + "; `digest show` shows it")


def _said(record: Record, word: Word, at: str) -> Iterator[Correction]:
    name = record.paper.id
    if word.undo:
        yield Correction(paper=name, action="undo", at=at)
    for tag in word.add_tag:
        yield Correction(paper=name, action="add-tag", value=clean(tag), at=at)
    for tag in word.remove_tag:
        yield Correction(paper=name, action="remove-tag", value=clean(tag), at=at)
    for text in word.set_field:
        field, _, value = _parts(text, "--set", get_args(CorrectedField), with_kind=False)
        yield Correction(paper=name, action="set", field=cast(CorrectedField, field), value=value or None, at=at)
    for text in word.remove:
        field, _, value = _parts(text, "--remove", get_args(CorrectedList), with_kind=False)
        item = _meant(record, cast(CorrectedList, field), value)
        yield Correction(paper=name, action="remove", field=cast(CorrectedList, field), value=item, at=at)
    for text in word.add:
        yield _added(name, text, at)


def _added(name: str, text: str, at: str) -> Correction:
    field, kind, value = _parts(text, "--add", get_args(CorrectedList), with_kind=True)
    said = {"paper": name, "action": "add", "field": field, "kind": kind, "value": value, "at": at}
    if kind is not None and (problem := kind_problem(field, kind)):
        raise UsageError(f"`--add {text}`: {problem}")
    return Correction.model_validate(said)


def _parts(
    text: str, option: Literal["--set", "--add", "--remove"], known: Sequence[str], *, with_kind: bool
) -> tuple[str, str | None, str]:
    left, equals, value = text.partition("=")
    field, colon, kind = left.partition(":") if with_kind else (left, "", "")
    if not equals or field not in known:
        raise UsageError(f"`{option}` takes FIELD=VALUE with FIELD one of {', '.join(known)}, not `{text}`")
    return field, kind if colon else None, clean(value)


def _meant(record: Record, field: CorrectedList, words: str) -> str:
    found = matching(record, field, words) if words else ()
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"the paper has no {field} with `{words}`; `digest show {record.paper.id}` prints them")
    shown = "".join(f"\n  {item}" for item in found[:MOST_SHOWN])
    raise UsageError(f"`{words}` may mean several; say more of it:{shown}")
