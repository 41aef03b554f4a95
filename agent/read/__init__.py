"""Saved pages to papers: bytes -> text -> lines -> pages (one kind each) -> entries, every line accounted for."""

from agent.read.occurrence import occurrence
from agent.read.reading import Mark, Reading
from agent.read.source import read_bytes, read_file

__all__ = ["Mark", "Reading", "occurrence", "read_bytes", "read_file"]
