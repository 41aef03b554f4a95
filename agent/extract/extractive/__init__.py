"""The embedded engine: rules over cue phrases, places and small lexicons; it speaks in the authors' own words."""

from agent.extract.extractive.engine import ExtractiveEngine

__all__ = ["ExtractiveEngine"]
