"""What was found out about servers, so that a build does not ask again: one small JSON file in the home.

Forgotten after seven days, when the server says another version of itself, and when the form of answers changes. A
file that cannot be read is as good as none: finding out again costs a request or two.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import ValidationError

from schemas.base import Model

SERVERS = "servers.json"
REMEMBERED = timedelta(days=7)
MOST_BYTES = 2**20


class Found(Model):
    """What negotiation ended with."""

    dialect: Mapping[str, str | int | bool]
    """As the model engine wrote it; it checks it again."""
    at: str
    """UTC, `2026-05-18T07:00:00Z`."""


class _File(Model):
    servers: Mapping[str, Found]


def server_key(address: str, model: str, version: str, schema_hash: str) -> str:
    """Return the key of a server, model and form of answers."""
    return hashlib.sha256(json.dumps([address, model, version, schema_hash]).encode()).hexdigest()[:32]


def recall(folder: Path, key: str, now: str) -> Found | None:
    """Return what is remembered; None if nothing is, or it is older than seven days or from the future."""
    found = _read(folder).servers.get(key)
    if found is None:
        return None
    try:
        age = datetime.fromisoformat(now) - datetime.fromisoformat(found.at)
    except (ValueError, TypeError):
        return None
    return found if timedelta(0) <= age <= REMEMBERED else None


def remember(folder: Path, key: str, found: Found | None) -> None:
    """Keep what was found out, or forget it (None); a folder that cannot be written is no trouble."""
    servers = dict(_read(folder).servers)
    servers.pop(key, None)
    if found is not None:
        servers[key] = found
    text = _File(servers=servers).model_dump_json(indent=1)
    beside = folder / f"{SERVERS}.{os.getpid()}.new"
    with suppress(OSError):
        try:
            beside.write_text(text, encoding="utf-8")
            beside.replace(folder / SERVERS)
        finally:
            beside.unlink(missing_ok=True)


def _read(folder: Path) -> _File:
    try:
        path = folder / SERVERS
        if path.stat().st_size > MOST_BYTES:
            return _File(servers={})
        return _File.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError):
        return _File(servers={})
