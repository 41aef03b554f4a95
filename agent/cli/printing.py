"""What commands print: results on stdout, everything else on stderr, and nothing a terminal would act on."""

import json
import re
import sys
import time

from agent.write.terminal import terminal_text

_ACTIVE = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ud800-\udfff\ufeff]")


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


def _pace(done: int, whole: int, seconds: float) -> str:
    if not done or seconds <= 0:
        return "…"
    rate = done / seconds
    return f"{rate:.1f} papers/s · {duration((whole - done) / rate)} left"


def duration(seconds: float) -> str:
    """Return `40 s`, `3 min` or `2 h 05 min`."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60:02} min"


class Progress:
    """One line on a terminal that is written over; silent elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        self._on = not quiet and sys.stderr.isatty()
        self._width = 0
        self._what, self._since = "", 0.0

    def __call__(self, what: str, done: int, whole: int, tokens: int | None) -> None:
        """Show how far a step is; for one that costs tokens also the rate and the time left."""
        if what != self._what:
            self._what, self._since = what, time.monotonic()
        if self._on and (done == whole or done % 20 == 0 or tokens is not None):
            line = f"{what} {done} of {whole}"
            if tokens is not None:
                line += f" · {tokens:,} tokens · {_pace(done, whole, time.monotonic() - self._since)}"
            sys.stderr.write("\r" + line.ljust(self._width))
            self._width = len(line)
            sys.stderr.flush()

    def close(self) -> None:
        """Clear the line."""
        if self._on and self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
