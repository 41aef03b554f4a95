"""Everything a user can set: flag, else environment, else `digest.toml`, else default; read once, passed as values."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from schemas.errors import UsageError
from schemas.follow import Follow

SETTINGS_FILE = "digest.toml"
MAX_BYTES = 64 * 2**20  # of one file
SEARCH_ADDRESS = "https://scholar.google.com/scholar?q="
"""Where a title is looked for if no page printed an id; the title is appended."""

_KEYS = {"home": str, "sources": list, "search": str, "follow": dict}
_FOLLOW_KEYS = Follow._fields


class Settings(NamedTuple):
    """The settings of one command."""

    home: Path
    sources: tuple[Path, ...] = ()
    """Read by `build` when it is given none."""
    follow: Follow = Follow()
    search: str = SEARCH_ADDRESS
    """Address to which a title is appended for papers without an id."""


def load_settings(home: Path | None, environment: Mapping[str, str], folder: Path) -> Settings:
    """Read the settings.

    Args:
        home: The `--home` flag.
        environment: Of the process; only `DIGEST_HOME` is read.
        folder: Where `digest.toml` is looked for; relative paths in it start there.

    Raises:
        UsageError: `digest.toml` cannot be read, or holds an unknown key or a value of the wrong kind.
    """
    table = _table(folder / SETTINGS_FILE)
    named = home or (Path(environment["DIGEST_HOME"]) if environment.get("DIGEST_HOME") else None)
    if named is None and "home" in table:
        named = folder / _expanded(str(table["home"]))
    follow = table.get("follow", {})
    search = str(table.get("search", SEARCH_ADDRESS))
    if not search.startswith("https://"):
        raise UsageError(f"`search` in `{folder / SETTINGS_FILE}` must be an https address, not `{search}`")
    return Settings(
        home=named or _default_home(),
        sources=tuple(folder / _expanded(text) for text in _texts(folder, "sources", table.get("sources", []))),
        follow=Follow(**{key: _texts(folder, f"follow.{key}", follow.get(key, [])) for key in _FOLLOW_KEYS}),
        search=search,
    )


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise UsageError(f"`{text}` in `{SETTINGS_FILE}` names a user who is not known here") from error


def _default_home() -> Path:
    from platformdirs import user_data_path  # a second of no command that names its home

    return user_data_path("research-digest", appauthor=False)


def _table(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"`{path}` cannot be read as settings: {error}") from error
    for key, value in table.items():
        if key not in _KEYS:
            raise UsageError(f"`{path}` has an unknown key `{key}`; known are {', '.join(_KEYS)}")
        if not isinstance(value, _KEYS[key]):
            raise UsageError(f"`{key}` in `{path}` must be a {_KEYS[key].__name__}")
    for key in table.get("follow", {}):
        if key not in _FOLLOW_KEYS:
            raise UsageError(f"`{path}` has an unknown key `follow.{key}`; known are {', '.join(_FOLLOW_KEYS)}")
    return table


def _texts(folder: Path, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UsageError(f"`{key}` in `{folder / SETTINGS_FILE}` must be a list of texts")
    return tuple(value)
