"""Run what was learned: features -> whole-numbered weights -> one score a label.

A model is a text file in data/, written by a command of bench/: lines that begin with `# ` name its source and
licence, the first other line its columns, each further line a feature and its weights, parted by tabs. Sums of whole
numbers are the same on every machine. All weights of a feature stand in one Python integer, a lane each, so that one
addition adds them all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from operator import mul
from struct import unpack

_LANE = 32
"""Bits of a lane; sums stay far below half of what fits."""
_HALF = 1 << (_LANE - 1)


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear model."""

    columns: tuple[str, ...]
    weights: dict[str, int]
    """Feature -> its weights, packed by `pack`."""
    waiting: dict[str, str] = field(default_factory=dict)
    """Feature -> its weights as they stand in the file, until a text shows it: packing all takes longer."""

    def add_up(self, features: Iterable[str]) -> int:
        """Return the packed sum of the weights of the features; unknown ones weigh nothing."""
        self._meet(features)
        return sum(filter(None, map(self.weights.get, features)))

    def add_levels(self, features: Sequence[str], levels: Sequence[int]) -> int:
        """Return the packed sum of the weights of the features, each as often as its level says."""
        self._meet(features)
        return sum(map(mul, [self.weights.get(feature, 0) for feature in features], levels))

    def _meet(self, features: Iterable[str]) -> None:
        for feature in self.waiting.keys() & features:
            if row := self.waiting.get(feature):  # another thread may meet it too
                self.weights[feature] = pack(list(map(int, row.split("\t"))))
                self.waiting.pop(feature, None)

    def unpack(self, total: int) -> list[int]:
        """Return one sum a column."""
        size = len(self.columns)
        lanes = (total + _lift(size)).to_bytes(size * _LANE // 8, "little")
        return [lane - _HALF for lane in unpack(f"<{size}I", lanes)]

    def score(self, features: Iterable[str]) -> list[int]:
        """Return the sum of each column over the features."""
        return self.unpack(self.add_up(features))


def pack(weights: Sequence[int]) -> int:
    """Return whole numbers, one a lane, as one integer; sums of such integers are integers of sums."""
    packed = 0
    for weight in reversed(weights):
        packed = (packed << _LANE) + weight
    return packed


def read_linear(lines: Iterable[str]) -> Linear:
    """Read a model from the lines of its file.

    Raises:
        ValueError: A line has too few weights or too many, or a feature stands twice; when a feature is met whose
            weights are no whole numbers.
    """
    rows = (line.partition("\t") for line in lines if line and not line.startswith("# "))
    columns = tuple(next(rows)[2].split("\t"))
    waiting: dict[str, str] = {}
    for feature, _, row in rows:
        if row.count("\t") + 1 != len(columns):
            raise ValueError(f"{feature!r} has {row.count(chr(9)) + 1} weights for {len(columns)} columns")
        if feature in waiting:
            raise ValueError(f"{feature!r} stands twice")
        waiting[feature] = row
    return Linear(columns, {}, waiting)


@cache
def load_linear(name: str) -> Linear:
    """Return the model of data/NAME.tsv."""
    path = files("agent.extract.extractive").joinpath("data", f"{name}.tsv")
    return read_linear(path.read_text("utf-8").split("\n"))


@cache
def _lift(columns: int) -> int:
    return pack([_HALF] * columns)
