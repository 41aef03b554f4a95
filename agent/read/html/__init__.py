"""Saved HTML pages to papers: text -> tree without scripts -> the reader of its kind, or text for the other readers."""

from agent.read.html.saved import is_html, read_html

__all__ = ["is_html", "read_html"]
