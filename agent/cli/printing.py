"""What commands print: results on stdout, everything else on stderr, and nothing a terminal would act on."""

import json
import re
import sys

from agent.write.terminal import terminal_text

_ACTIVE = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")


def out(text: str) -> None:
    """Print a line of a result."""
    sys.stdout.write(terminal_text(text) + "\n")


def out_json(value: object, *, indent: int | None = 2) -> None:
    """Print a result as JSON; characters that a terminal acts on stand as escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    sys.stdout.write(_ACTIVE.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n")


def tell(text: str) -> None:
    """Tell the user something that is no result."""
    sys.stderr.write(terminal_text(text) + "\n")


def numbers(sentences: list[int]) -> str:
    """Return ` (s1, s3)`, or nothing if there are none."""
    return f" ({', '.join(f's{number}' for number in sentences)})" if sentences else ""


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return `1 paper` or `3 papers`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


class Progress:
    """One line on a terminal that is written over; silent elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        self._on = not quiet and sys.stderr.isatty()
        self._width = 0

    def __call__(self, what: str, done: int, whole: int) -> None:
        """Show how far a step is."""
        if self._on and (done == whole or done % 20 == 0):
            line = f"{what} {done} of {whole}"
            sys.stderr.write("\r" + line.ljust(self._width))
            self._width = len(line)
            sys.stderr.flush()

    def close(self) -> None:
        """Clear the line."""
        if self._on and self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
