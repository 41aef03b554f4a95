"""Entries that wait in a temporary file between composing and writing, so that a digest of any size fits in memory."""

import tempfile
import weakref
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from schemas.digest import DigestPaper
from schemas.errors import HomeError

_HELD_BYTES = 1 << 20  # up to which no file is made


class Held:
    """Entries in memory, for documents that are written as a whole."""

    def __init__(self) -> None:
        self._entries: list[DigestPaper] = []

    def put(self, entry: DigestPaper) -> int:
        """Keep an entry and return its place."""
        self._entries.append(entry)
        return len(self._entries) - 1

    def at(self, places: Iterable[int]) -> Sequence[DigestPaper]:
        """Return the entries at some places."""
        return tuple(self._entries[place] for place in places)


class Spool:
    """Entries as JSON, one behind the other, in a file without a name that ends with this object."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_HELD_BYTES)  # noqa: SIM115 - it lives as long as the digest
        self._end = 0
        weakref.finalize(self, self._file.close)

    def put(self, entry: DigestPaper) -> int:
        """Keep an entry and return its place.

        Raises:
            HomeError: The folder of temporary files has no room.
        """
        place = self._end
        text = entry.model_dump_json(exclude_defaults=True).encode()
        try:
            self._file.seek(place)
            self._file.write(len(text).to_bytes(8) + text)
        except OSError as error:
            raise HomeError(
                f"entries cannot be kept in the folder of temporary files (`TMPDIR`): {error.strerror or error}"
            ) from error
        self._end = place + 8 + len(text)
        return place

    def get(self, place: int) -> DigestPaper:
        """Return the entry at a place."""
        self._file.seek(place)
        size = int.from_bytes(self._file.read(8))
        return DigestPaper.model_validate_json(self._file.read(size))

    def at(self, places: Iterable[int]) -> Sequence[DigestPaper]:
        """Return the entries at some places, which are read when they are asked for."""
        return Spooled(self, places)


class Spooled(Sequence[DigestPaper]):
    """The entries of one section, each read from the spool when it is asked for."""

    def __init__(self, spool: Spool, places: Iterable[int]) -> None:
        self._spool, self._places = spool, array("Q", places)

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[DigestPaper]:
        return map(self._spool.get, self._places)

    @overload
    def __getitem__(self, place: int) -> DigestPaper: ...
    @overload
    def __getitem__(self, place: slice) -> "Spooled": ...
    def __getitem__(self, place: int | slice) -> "DigestPaper | Spooled":
        found = self._places[place]
        return self._spool.get(found) if isinstance(found, int) else Spooled(self._spool, found)
