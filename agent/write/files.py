"""Write a file whole or not at all, and only over files that are ours."""

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path

from agent.write.kinds import KINDS
from schemas.errors import UsageError

_START_BYTES = 512  # more than the lines that carry the mark
_REASONS = {
    errno.ENOENT: "its folder does not exist; make it, or name another file with `-o FILE`",
    errno.ENOTDIR: "a part of its path is no folder; name another file with `-o FILE`",
    errno.EISDIR: "it is a folder; name a file in it with `-o FILE`",
    errno.EACCES: "you may not write in its folder; name another file with `-o FILE`",
    errno.EPERM: "you may not write in its folder; name another file with `-o FILE`",
    errno.EROFS: "its disk is read-only; name another file with `-o FILE`",
    errno.ENOSPC: "no room is left on its disk; make room and run the command again",
    errno.EDQUOT: "your share of its disk is used up; make room and run the command again",
    errno.EFBIG: "it would be larger than files may be here; raise the limit (`ulimit -f`) or name another file",
    errno.ENAMETOOLONG: "its name is too long; name another file with `-o FILE`",
    errno.ELOOP: "its symbolic links lead round in a circle; name another file with `-o FILE`",
}


def may_overwrite(path: Path) -> bool:
    """Tell whether a digest may be written here: there is no file yet, or one that carries our generator mark."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            start = file.read(_START_BYTES).decode("utf-8", "replace")
        return any(kind.is_ours(start) for kind in KINDS)
    except FileNotFoundError:
        return True
    except OSError:  # what cannot be read cannot be known as ours
        return False


def write_atomically(path: Path, text: str | Iterable[str]) -> None:
    """Write the text as UTF-8 with its line ends as they are; afterwards the file is the old or the new one, whole.

    Pieces of a text are written as they come. A temporary file in the same folder is written, flushed to the disk and
    renamed; then the folder is flushed. It has the permissions of the file that it replaces, else those that the umask
    leaves. A symbolic link stays one: its target is replaced. On any failure, an interruption too, the old file is as
    it was and no temporary file is left; only a killed process may leave one (`.digest-….tmp`).

    Raises:
        UsageError: The file cannot be written; the message says why and what to do.
    """
    pieces = (text,) if isinstance(text, str) else text
    try:
        target = path.resolve()
        mode = _replaced_mode(target)
        _replace(target, pieces, mode)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0) or f"{error.strerror or error}; name another file with `-o FILE`"
        raise UsageError(f"`{path}` was not written: {reason}") from error
    except RuntimeError as error:  # Path.resolve before Python 3.13, for links in a circle
        raise UsageError(f"`{path}` was not written: {_REASONS[errno.ELOOP]}") from error


def _replaced_mode(target: Path) -> int | None:
    """Return the permissions of the file that is there; None if there is none yet."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        # Renaming over a device or a pipe would put a plain file in its place.
        raise OSError(errno.EINVAL, "it is no regular file (standard output is `-o -`)")
    return stat.S_IMODE(mode)


def _replace(target: Path, pieces: Iterable[str], mode: int | None) -> None:
    temporary = target.with_name(f".digest-{secrets.token_hex(8)}.tmp")
    try:
        with open(temporary, "xb", opener=_open_new) as file:
            if mode is not None:
                os.chmod(temporary, mode)  # noqa: PTH101 - the descriptor's form is missing on Windows
            for piece in pieces:
                file.write(piece.encode())
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _flush_folder(target.parent)


def _open_new(name: str, flags: int) -> int:
    return os.open(name, flags | getattr(os, "O_NOFOLLOW", 0), 0o666)


def _flush_folder(folder: Path) -> None:
    """Make the rename survive a power cut where folders can be flushed (not on Windows, not on every network disk)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    # The new file is in place already: nothing that fails here makes it wrong.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
