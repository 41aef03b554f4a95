"""A person's word, and copies of a library: what changes a home without reading pages."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from agent.absorb import absorb, note_exported
from agent.asking import Engine
from agent.gold import gold_line
from agent.keeping import Watch, corrections_of, extract, show
from agent.reference import reference_of
from agent.transfer import ExportLine, Seen, export_line
from agent.write.bibtex import render_bibtex
from agent.write.ris import render_ris
from agent.write.table import header_row, reference_row
from cache.corrections import append_corrections, read_corrections
from cache.home import Home, Patience
from cache.library import Kept, Library
from schemas.record import Correction
from schemas.reference import Reference
from schemas.sighting import Sighting
from schemas.taxonomy import Taxonomy

Form = Literal["jsonl", "bibtex", "ris", "csv", "gold"]
RENDERERS: dict[str, Callable[[Reference], str]] = {"bibtex": render_bibtex, "ris": render_ris, "csv": reference_row}


def correct(home: Home, said: Sequence[Correction], say: Callable[[str], None], model: str | None = None) -> None:
    """Keep a person's word and make the cards of the papers anew, with what that model extracted first.

    Raises:
        HomeError: The home cannot be used.
    """
    with home.locked("digest fix", Patience(say=say)), Library(home.library) as library:
        names = {name for correction in said for name in library.owners(correction.paper)}
        append_corrections(home.corrections, said)
        with library.transaction():
            show(library, read_corrections(home.corrections), names, model)


def exported(library: Library, home: Home, form: Form = "jsonl", names: Iterable[str] | None = None) -> Iterator[str]:
    """Yield papers, by id, as the texts that make a file of a form.

    Args:
        library: Where they are.
        home: Where corrections of them are.
        form: Lines of JSON hold all that is known; `gold` those that people annotate, of papers that were read; the
            others tell a paper as it is shown.
        names: Ids of the papers; None: all.
    """
    by_paper = corrections_of(library, read_corrections(home.corrections))
    if form == "csv":
        yield header_row()
    for name in library.all_papers() if names is None else sorted(names):
        record = library.record(name).model_copy(update={"corrections": by_paper.get(name, ())})
        if form == "jsonl":
            yield export_line(record, tuple(_seen(library, one) for one in library.sightings_of(name))) + "\n"
        elif form == "gold":
            yield from (f"{line}\n" for line in [gold_line(record)] if line)
        else:
            yield RENDERERS[form](reference_of(record))


def _seen(library: Library, sighting: Sighting) -> Seen:
    page = sighting.entry.page
    return Seen(
        first=sighting.first_seen,
        reading=sighting.reading,
        page_first_read=library.entries.first_read(page) or sighting.first_seen,
        page_readings=library.entries.readings(page),
    )


async def bring_in(
    lines: Sequence[ExportLine], home: Home, engine: Engine, taxonomy: Taxonomy, now: str, watch: Watch
) -> int:
    """Add exported papers and corrections to the library; return how many papers were extracted.

    Raises:
        HomeError: The home cannot be used.
        Interrupted: The user asked to stop; what was finished is kept.
    """
    with home.locked("digest import", Patience(True, watch.stopped, watch.say)), Library(home.library) as library:
        known = set(read_corrections(home.corrections))
        new = {said: None for line in lines for said in line.corrections if said not in known}
        append_corrections(home.corrections, sorted(new, key=lambda said: said.at))
        said = read_corrections(home.corrections)
        with library.transaction():
            noticed = note_exported(lines, library)
            absorb(noticed.changed, library, taxonomy)
            show(library, said)
        names = library.papers_of(noticed.all)
        came = await extract(names, library, engine, said, now, watch)
        with library.transaction():
            await extract_former(names, library, engine, now)
    return len(came.results)


async def extract_former(names: Iterable[str], library: Library, engine: Engine, now: str) -> None:
    """Read former abstracts again where nothing is kept of them, so that changes can be told."""
    for name in names:
        record = library.record(name)
        for former in record.former:
            if former.extraction is None:
                paper = record.paper.model_copy(update={"abstract": former.abstract})
                kept = Kept(engine.name, engine.version, now, await engine.extract(paper))
                library.keep_former(paper.title, former.abstract, kept)
