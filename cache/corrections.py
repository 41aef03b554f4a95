"""A person's word: append-only text, one JSON line a correction, written only by `digest fix` and `digest import`."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from schemas.errors import HomeError
from schemas.record import Correction


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Read all corrections in the order in which they were said; none if there is no file.

    Raises:
        HomeError: A line is not a correction; the message names it.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise HomeError(f"`{path}` cannot be read: {error.strerror}") from error
    lines.pop()  # what stands after the last line end was never kept: its writer was stopped
    said = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            said.append(Correction.model_validate_json(line))
        except ValidationError as error:
            what = error.errors()[0]["msg"]
            raise HomeError(f"line {number} of `{path}` is not a correction ({what}); mend or remove it") from error
    return tuple(said)


def append_corrections(path: Path, said: Iterable[Correction]) -> None:
    """Append corrections and wait until the disk has them; the caller holds the home's lock.

    Raises:
        HomeError: The file cannot be written.
    """
    lines = b"".join(correction.model_dump_json(exclude_none=True).encode() + b"\n" for correction in said)
    try:
        with path.open("ab+") as file:
            end = _end_of_lines(file)
            try:
                file.truncate(end)
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                os.truncate(path, end)
                raise
    except OSError as error:
        raise HomeError(f"`{path}` cannot be written: {error.strerror}; the correction was not kept") from error


def _end_of_lines(file: BinaryIO) -> int:
    """Return the length of the file without an unfinished last line."""
    file.seek(0)
    return file.read().rfind(b"\n") + 1
