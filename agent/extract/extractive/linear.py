"""Run what was learned: features -> whole-numbered weights -> one score a label.

A model is a text file in data/, written by a command of bench/: lines that begin with `# ` name its source and
licence, the first other line its columns, each further line a feature and its weights, parted by tabs. Sums of whole
numbers are the same on every machine. All weights of a feature stand in one Python integer, a lane each, so that one
addition adds them all.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import repeat
from typing import NamedTuple

_LANE = 32
"""Bits of a lane; sums stay far below half of what fits."""
_HALF = 1 << (_LANE - 1)
_MASK = (1 << _LANE) - 1


class Linear(NamedTuple):
    """A linear model."""

    columns: tuple[str, ...]
    weights: Mapping[str, int]
    """Feature -> its weights, packed by `pack`."""

    def add_up(self, features: Iterable[str]) -> int:
        """Return the packed sum of the weights of the features; unknown ones weigh nothing."""
        return sum(map(self.weights.get, features, repeat(0)))

    def unpack(self, total: int) -> list[int]:
        """Return one sum a column."""
        lifted = total + _lift(len(self.columns))
        return [((lifted >> (_LANE * lane)) & _MASK) - _HALF for lane in range(len(self.columns))]

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
        ValueError: A weight is no whole number, a line has too few or too many, or a feature stands twice.
    """
    rows = (line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("# "))
    columns = tuple(next(rows)[1:])
    weights: dict[str, int] = {}
    for feature, *row in rows:
        if len(row) != len(columns):
            raise ValueError(f"{feature!r} has {len(row)} weights for {len(columns)} columns")
        if feature in weights:
            raise ValueError(f"{feature!r} stands twice")
        weights[feature] = pack(list(map(int, row)))
    return Linear(columns, weights)


@cache
def load_linear(name: str) -> Linear:
    """Return the model of data/NAME.tsv."""
    path = files("agent.extract.extractive").joinpath("data", f"{name}.tsv")
    return read_linear(path.read_text("utf-8").splitlines())


@cache
def _lift(columns: int) -> int:
    return pack([_HALF] * columns)
