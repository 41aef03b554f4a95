"""Reads pages, extracts, checks and writes: pages ─▶ papers ─▶ outcomes ─▶ library ─▶ digest.

The names of `__all__` are the public API; each is loaded when it is first used (PEP 562), so that importing `agent`
costs nothing. `agent.merge.merge` and `agent.compose.compose` are public too; here their names are their modules'.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.asking import Engine
    from agent.compose import ComposeOptions, weekly_digest
    from agent.extract.check import check_statement
    from agent.extract.extractive.engine import ExtractiveEngine
    from agent.extract.sentences import number_sentences, split_sentences
    from agent.pipeline import build, weekly
    from agent.read import read_bytes, read_file
    from agent.write.files import write_atomically
    from agent.write.markdown import render_markdown

_HOMES = {
    "ComposeOptions": "agent.compose",
    "Engine": "agent.asking",
    "ExtractiveEngine": "agent.extract.extractive.engine",
    "build": "agent.pipeline",
    "check_statement": "agent.extract.check",
    "number_sentences": "agent.extract.sentences",
    "read_bytes": "agent.read",
    "read_file": "agent.read",
    "render_markdown": "agent.write.markdown",
    "split_sentences": "agent.extract.sentences",
    "weekly": "agent.pipeline",
    "weekly_digest": "agent.compose",
    "write_atomically": "agent.write.files",
}

__all__ = [
    "ComposeOptions",
    "Engine",
    "ExtractiveEngine",
    "build",
    "check_statement",
    "number_sentences",
    "read_bytes",
    "read_file",
    "render_markdown",
    "split_sentences",
    "weekly",
    "weekly_digest",
    "write_atomically",
]


def __getattr__(name: str) -> object:
    """Load a public name.

    Raises:
        AttributeError: There is none of that name.
    """
    if name not in _HOMES:
        raise AttributeError(f"module `agent` has no attribute `{name}`")
    return getattr(import_module(_HOMES[name]), name)
