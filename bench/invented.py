"""Invented abstracts of the length of real ones (about 1.6 KB, ten sentences) in words that nobody uses."""

import json
import random
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, product
from pathlib import Path
from typing import NamedTuple

_STARTS = "b br d dr f fl g gr k kl l m n p pl r s st t tr v w".split()
_ENDS = "a al e el en in o or u un".split()  # without i: "semi" and "multi" would be read with the next word
_SYLLABLES = tuple(map("".join, product(_STARTS, _ENDS)))
_VOCABULARY = 6000  # words, drawn with Zipf's law so that words recur as they do in prose
_FRAMES = (
    "We present {name}, which {v}s each {w} {w} by {w} {w} of the {w} and {v}s {w} {w} where {w} {w} would {v} {w}.",
    "On {dataset} and {w} {w} it raises {w} {w} from {x} to {y} points with {n} {w} {w} and no {w} of {w} {w} or {w}.",
    "Each {w} of {w} {w} is kept with the {w} that {v}s it, so that {w} {w} needs {n}% fewer {w} {w} than {w} {w}.",
    "{W} {w} {v}s {w} {w} in {w} and {w}, although its {w} {w} was made for {w} {w} under {w} {w} and for {w} {w}.",
    "The {w} {w} of {w} {v}s when {w} {w} and {w} {w} are {w}, which {n} {w} {w} from {w} {w} and {w} {w} agree on.",
    "With {w} {w} in place of {w} {w}, {w} of {w} {v}s {w} {w} at {x}% of the {w} {w} and at {y}% of its {w} {w}.",
    "{W} of {w} {w} and {w} {w} remain {w}: neither {w} {w} nor {w} {w} {v}s the {w} {w} that {w} {w} of {w} has.",
    "A {w} of {n} {w} {w} {v}s {w} {w} to {w} {w}, with {w} {w} for {w} {w}, and is {w} to any {w} {w} of {w} {w}.",
    "Our {w} {w}, {n} {w} {w} and the {w} {w} of {w} {w} will {v} {w} {w} for {w} of {w} {w} and {w} in {w} {w}.",
)
_OPENING = "{W} {w} in {w} {w} often {v}s {w} {w} of {w} {w}, and what {w} {w} {v}s there is {w} for {w} {w} of {w}."


class Invented(NamedTuple):
    """One paper that does not exist."""

    id: str
    title: str
    abstract: str
    authors: tuple[str, ...]
    date: str


def invented(count: int) -> Iterator[Invented]:
    """Yield papers, the same ones every time."""
    draw = random.Random(11)  # a bench, not a secret
    for number in range(count):
        words = iter(_drawn(draw, 400))
        name = f"{next(words)}{next(words)}".capitalize()
        title = f"{name}: " + " ".join(next(words) for _ in range(6))
        frames = (_OPENING, *_FRAMES)
        yield Invented(
            id=f"arxiv:26{1 + number % 9:02}.{1 + number // 9:05}",
            title=title,
            abstract=" ".join(_filled(frame, name, words, draw) for frame in frames),
            authors=tuple(f"{next(words).capitalize()} {next(words).capitalize()}" for _ in range(3)),
            date=f"2026-0{1 + number % 6}-{1 + number % 28:02}",
        )


def write_invented(path: Path, count: int) -> None:
    """Write that many papers as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for paper in invented(count):
            file.write(json.dumps(paper._asdict()) + "\n")


def read_invented(path: Path) -> Iterator[Invented]:
    """Yield the papers of a file, one at a time."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield Invented(**json.loads(line))


def syllables() -> tuple[str, ...]:
    """Return what invented words are made of."""
    return _SYLLABLES


@cache
def _vocabulary() -> tuple[tuple[str, ...], tuple[float, ...]]:
    draw = random.Random(5)
    words = dict.fromkeys("".join(draw.choices(_SYLLABLES, k=draw.choice((2, 2, 3)))) for _ in range(2 * _VOCABULARY))
    chosen = tuple(words)[:_VOCABULARY]
    return chosen, tuple(accumulate(1 / (place + 10) for place in range(len(chosen))))


def _drawn(draw: random.Random, count: int) -> list[str]:
    words, weights = _vocabulary()
    return draw.choices(words, cum_weights=weights, k=count)


def _filled(frame: str, name: str, words: Iterator[str], draw: random.Random) -> str:
    numbers = {"x": f"{draw.uniform(20, 50):.1f}", "y": f"{draw.uniform(50, 90):.1f}", "n": str(draw.randint(3, 99))}
    fixed = {"name": name, "dataset": f"{next(words).capitalize()}Set"}
    pieces = frame.split("{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        place, _, rest = piece.partition("}")
        found = fixed.get(place) or numbers.get(place) or next(words)
        filled.append((found.capitalize() if place == "W" else found) + rest)
    return "".join(filled)
