"""Entries ─▶ library: what was read is noted, and all that hangs together with what changed is merged anew."""

from array import array
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from agent.merge import Features, link_strength, merge
from agent.transfer import ExportLine
from cache.entries import Occurrence
from cache.library import Library
from schemas.paper import Entry
from schemas.sighting import Sighting
from schemas.taxonomy import Taxonomy

BATCH = 500  # changed entries merged at once


class Noticed(NamedTuple):
    """Numbers of the entries of a page or an export."""

    all: frozenset[int]
    changed: frozenset[int]
    """Those that are new, gone or back."""


def occurrence(sighting: Sighting) -> Occurrence:
    """Return an entry with the keys by which merging finds it, which are made when they are needed."""
    features = Features(sighting.entry)
    return Occurrence(sighting, features.content, lambda: features.keys)


class Intake:
    """What a run reads, noted source by source; a page that stands in two sources of a run is one page."""

    def __init__(self, library: Library, now: str) -> None:
        self._library, self._now = library, now
        self._readings: dict[str, int] = {}
        self._here: set[str] = set()
        self.numbers = array("q")
        """Of the entries of this run."""

    @contextmanager
    def source(self) -> Iterator[None]:
        """Keep all that the block notes, or nothing of it if it ends in an error."""
        readings, count = dict(self._readings), len(self.numbers)
        self._here = set()
        try:
            with self._library.transaction():
                yield
                for page in self._here:
                    self._library.entries.await_merging(self._library.entries.gone(page))
        except BaseException:
            self._readings = readings
            del self.numbers[count:]
            raise

    def begin(self, page: str) -> int:
        """Note that a page is read; return the number of this reading of it, the same for all of the run."""
        self._here.add(page)
        if page not in self._readings:
            self._readings[page] = self._library.entries.begin_reading(page, self._now)
        return self._readings[page]

    def note(self, name: str, entries: Iterable[Entry]) -> None:
        """Keep entries of a source; those that an export tells of other pages are put aside until `note_copies`."""
        for entry in entries:
            if entry.page == name or entry.kind == "jsonl":
                self._note(Sighting(entry, self._now), self.begin(entry.page))
            else:
                self._library.entries.put_aside(entry)

    def note_copies(self) -> None:
        """Keep what was put aside, when all sources are read; its pages are not read again by that."""
        while copies := self._library.entries.take_aside(BATCH):
            for entry in copies:
                self._library.entries.know_page(entry.page, self._now, 1)
                self._note(Sighting(entry, self._now), None)

    def _note(self, sighting: Sighting, reading: int | None) -> None:
        noted = self._library.entries.note(occurrence(sighting), reading)
        self.numbers.append(noted.number)
        if noted.is_fresh:
            self._library.entries.await_merging([noted.number])


def note_page(page: str, entries: Iterable[Entry], library: Library, now: str) -> Noticed:
    """Keep what a reading of a page printed; what it no longer prints is kept as well, and counts as changed."""
    before = set(library.entries.awaiting(-1))
    intake = Intake(library, now)
    with intake.source():
        intake.begin(page)
        intake.note(page, entries)
    return Noticed(frozenset(intake.numbers), frozenset(library.entries.awaiting(-1)) - before)


def absorb(changed: Collection[int], library: Library, taxonomy: Taxonomy) -> None:
    """Merge entries that are new or changed with each other and with all that the library holds.

    What an entry may be merged with is found by its keys; everything that hangs together is merged anew, so that it
    makes no difference in which run or order the entries came.
    """
    ordered = sorted(changed)
    for start in range(0, len(ordered), BATCH):
        batch = ordered[start : start + BATCH]
        component = _component(batch, library)
        numbers = sorted(component)
        seen = [component[number].sighting for number in numbers]
        merged = merge(seen, taxonomy, [component[number].features for number in numbers])
        members = [[numbers[place] for place in places] for places in merged.members]
        library.replace_papers(list(zip(merged.papers, members, strict=True)))
        library.note_possibly_same(merged.possibly_same)
        library.entries.merged(batch)


class _Loaded(NamedTuple):
    """An entry of the library, and what linking needs of it."""

    sighting: Sighting
    features: Features


def _load(numbers: Iterable[int], library: Library) -> dict[int, _Loaded]:
    seen = library.entries.sightings(numbers)
    return {number: _Loaded(sighting, Features(sighting.entry)) for number, sighting in seen.items()}


def _component(numbers: Iterable[int], library: Library) -> dict[int, _Loaded]:
    """Return all entries that entries may be merged with, directly or through others, by their numbers."""
    known: dict[int, _Loaded] = {}
    frontier = set(numbers)
    while frontier:
        loaded = _load(frontier, library)
        known |= loaded
        frontier = library.entries.mates(loaded) - known.keys()
        for one in (entry.features for entry in loaded.values()):
            exact = library.entries.near(one.keys.exact, ())
            alike = library.entries.near((), one.keys.sketch) - exact - known.keys()
            rivals = _load(alike, library)
            linked = {number for number, rival in rivals.items() if link_strength(one, rival.features)}
            frontier |= (exact | linked) - known.keys()
    return known


def note_exported(lines: Iterable[ExportLine], library: Library) -> Noticed:
    """Keep the entries of an export; of pages that this library knows itself, its own readings stand."""
    all_numbers, changed = set(), set()
    unknown: dict[str, bool] = {}
    for line in lines:
        for sighting, seen in line.sightings():
            page = sighting.entry.page
            if unknown.setdefault(page, library.entries.readings(page) == 0):
                before = library.entries.readings(page)
                library.entries.know_page(page, seen.page_first_read, max(seen.page_readings, before))
                noted = library.entries.note(occurrence(sighting), seen.reading)
            else:
                library.entries.know_page(page, seen.page_first_read, seen.page_readings)
                noted = library.entries.note(occurrence(sighting), None)
            all_numbers.add(noted.number)
            if noted.is_fresh:
                changed.add(noted.number)
    return Noticed(frozenset(all_numbers), frozenset(changed))
