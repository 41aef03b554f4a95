"""The command line: parse, call, print."""

from agent.cli.app import app, main

__all__ = ["app", "main"]
