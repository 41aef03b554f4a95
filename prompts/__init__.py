"""Prompts: one text file a task; nothing in them depends on clock, environment or machine.

`extract.md` is the fixed prefix of every request about a paper. `CANARIES` are names of its invented example: where
one of them stands in an answer but not in the paper, the example leaked.
"""

import hashlib
from functools import cache
from importlib.resources import files
from string import Template
from typing import Literal, NamedTuple

Task = Literal["extract", "repair", "schema", "probe", "probe_told"]
CANARIES = ("Zorvex", "Dulmer", "TarnSet")


class Prompt(NamedTuple):
    """The text of one task."""

    text: str
    hash: str
    """16 hex digits of the SHA-256 of the text."""

    def filled(self, **values: str) -> str:
        """Return the text with its `$names` replaced.

        Raises:
            KeyError: A name has no value.
        """
        return Template(self.text).substitute(values)


@cache
def load_prompt(task: Task) -> Prompt:
    """Read the prompt of a task; its last line break is not part of it."""
    text = (files(__package__) / f"{task}.md").read_text(encoding="utf-8").removesuffix("\n")
    return Prompt(text, hashlib.sha256(text.encode()).hexdigest()[:16])
