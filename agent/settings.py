"""Everything a user can set: flag, else environment, else `digest.toml`, else default; read once, passed as values."""

import glob
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from schemas.errors import UsageError
from schemas.follow import Follow

SETTINGS_FILE = "digest.toml"
MAX_BYTES = 64 * 2**20  # of one file
SEARCH_ADDRESS = "https://scholar.google.com/scholar?q="
"""Where a title is looked for if no page printed an id; the title is appended."""

STRUCTURED = ("auto", "json_schema", "json_object_schema", "tools", "json_object", "prompt")
"""Ways of holding a model to a form; `auto` asks the server which of them it keeps to."""

_FOLLOW_KEYS = Follow._fields
_WEEKLY_KEYS = ("folder", "formats")


class _Key(NamedTuple):
    kinds: tuple[type, ...]
    words: str
    """What a value must be, for people."""
    allows: Callable[[Any], object] = lambda _: True


def _is_model_name(text: str) -> bool:
    name = text.strip()
    return name not in ("", "extractive") and name.isprintable()  # that one is the embedded engine's


_KEYS = {
    "home": _Key((str,), "a text"),
    "sources": _Key((list,), "a list of texts"),
    "search": _Key((str,), "a text"),
    "taxonomy": _Key((str,), "the name of a file"),
    "follow": _Key((dict,), 'a table: `[follow]` with `topics = ["…"]` below it'),
    "weekly": _Key((dict,), 'a table: `[weekly]` with `folder = "…"` below it'),
    "model": _Key((str,), "a name on one line, not `extractive`", _is_model_name),
    "base_url": _Key((str,), "a text"),
    "structured": _Key((str,), f"one of {', '.join(STRUCTURED)}", lambda word: word in STRUCTURED),
    "context_tokens": _Key((int,), "a whole number of at least 512", lambda number: number >= 512),
    "concurrency": _Key((int,), "a whole number from 1 to 1024", lambda number: 1 <= number <= 1024),
    "timeout_s": _Key((int, float), "a number of seconds, above 0 and at most 1e9", lambda number: 0 < number <= 1e9),
    "max_tokens": _Key((int,), "a whole number from 64 to 32768", lambda number: 64 <= number <= 32768),
}


class ModelFlags(NamedTuple):
    """What the command line said about the model; None where it said nothing."""

    model: str | None = None
    base_url: str | None = None
    structured: str | None = None
    context_tokens: int | None = None
    concurrency: int | None = None
    timeout_s: float | None = None


class Weekly(NamedTuple):
    """Where `digest weekly` writes, and in which shapes."""

    folder: Path | None = None
    """Weeks stand in it by their names, with an index of all of them; None: one file in the working directory."""
    formats: tuple[str, ...] = ("md",)
    """Suffixes without the dot."""


class Settings(NamedTuple):
    """The settings of one command."""

    home: Path
    sources: tuple[Path, ...] = ()
    """Read by `build` when it is given none."""
    follow: Follow = Follow()
    weekly: Weekly = Weekly()
    search: str = SEARCH_ADDRESS
    """Address to which a title is appended for papers without an id."""
    model: str | None = None
    """Named by the environment or `digest.toml`; its extractions are shown before those of others."""
    taxonomy: Path | None = None
    """File of topics; None: the packaged ones."""


def load_settings(
    home: Path | None, environment: Mapping[str, str], folder: Path, taxonomy: Path | None = None
) -> Settings:
    """Read the settings.

    Args:
        home: The `--home` flag.
        environment: Of the process; only `DIGEST_HOME`, `DIGEST_MODEL` and `DIGEST_TAXONOMY` are read.
        folder: Where `digest.toml` is looked for; relative paths in it start there.
        taxonomy: The `--taxonomy` flag.

    Raises:
        UsageError: `digest.toml` cannot be read, or holds an unknown key or a value of the wrong kind.
    """
    table = read_settings_file(folder)
    named = home or (Path(environment["DIGEST_HOME"]) if environment.get("DIGEST_HOME") else None)
    if named is None and "home" in table:
        named = folder / _expanded(str(table["home"]))
    follow = table.get("follow", {})
    search = str(table.get("search", SEARCH_ADDRESS))
    if not search.startswith("https://"):
        raise UsageError(f"`search` in `{folder / SETTINGS_FILE}` must be an https address, not `{search}`")
    return Settings(
        home=named or _default_home(),
        sources=_files(folder, _texts(folder, "sources", table.get("sources", []))),
        follow=Follow(**{key: _texts(folder, f"follow.{key}", follow.get(key, [])) for key in _FOLLOW_KEYS}),
        weekly=_weekly(folder, table.get("weekly", {})),
        search=search,
        model=configured_model(environment, table),
        taxonomy=taxonomy or _taxonomy(environment, table, folder),
    )


def _taxonomy(environment: Mapping[str, str], table: Mapping[str, Any], folder: Path) -> Path | None:
    named = environment.get("DIGEST_TAXONOMY", "").strip()
    if named:
        return Path(named)
    return folder / _expanded(str(table["taxonomy"])) if "taxonomy" in table else None


def configured_model(environment: Mapping[str, str], table: Mapping[str, Any]) -> str | None:
    """Return the model that `DIGEST_MODEL`, else the table of `digest.toml` names; None if neither does.

    Raises:
        UsageError: `DIGEST_MODEL` is no name on one line.
    """
    named = environment.get("DIGEST_MODEL", "").strip()
    if named:
        return str(checked("model", named, "`DIGEST_MODEL`"))
    return str(table["model"]).strip() if "model" in table else None


def checked(key: str, value: object, where: str) -> Any:
    """Return a value if it is what a key of `digest.toml` may hold.

    Args:
        key: Known in `digest.toml`.
        value: Of any kind; never printed.
        where: It stands, for people: `` `--concurrency` ``.

    Raises:
        UsageError: It is of the wrong kind, out of range or none of the words that are allowed.
    """
    known = _KEYS[key]
    if isinstance(value, bool) or not isinstance(value, known.kinds) or not known.allows(value):
        raise UsageError(f"{where} must be {known.words}")
    return value


def _files(folder: Path, texts: tuple[str, ...]) -> tuple[Path, ...]:
    """Return the paths that texts name; one with `*`, `?` or `[` names the files that fit it, by name, each once."""
    files: dict[Path, None] = {}
    for text in texts:
        path = folder / _expanded(text)
        names = glob.glob(str(path), recursive=True) if glob.has_magic(text) else []  # noqa: PTH207  # absolute ones too
        fitting = [Path(name) for name in sorted(names)]
        files |= dict.fromkeys([one for one in fitting if one.is_file()] or [path])
    return tuple(files)


def _weekly(folder: Path, table: Mapping[str, object]) -> Weekly:
    where = table.get("folder")
    if where is not None and not isinstance(where, str):
        raise UsageError(f"`weekly.folder` in `{folder / SETTINGS_FILE}` must be a text")
    formats = _texts(folder, "weekly.formats", table.get("formats", list(Weekly().formats)))
    return Weekly(folder / _expanded(where) if where else None, tuple(name.lower().lstrip(".") for name in formats))


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise UsageError(f"`{text}` in `{SETTINGS_FILE}` names a user who is not known here") from error


def _default_home() -> Path:
    from platformdirs import user_data_path  # a second of no command that names its home

    return user_data_path("research-digest", appauthor=False)


def read_settings_file(folder: Path) -> dict[str, Any]:
    """Return the checked table of a folder's `digest.toml`; empty if there is none.

    Raises:
        UsageError: It cannot be read, or holds an unknown key or a value that its key may not hold.
    """
    path = folder / SETTINGS_FILE
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:  # a plain ValueError: an integer of too many digits
        raise UsageError(f"`{path}` cannot be read as settings: {error}") from error
    for key, value in table.items():
        if key == "api_key":
            raise UsageError(f"`{path}` holds an `api_key`: take it out, and set `DIGEST_API_KEY` in the environment")
        if key not in _KEYS:
            raise UsageError(f"`{path}` has an unknown key `{key}`; known are {', '.join(_KEYS)}")
        checked(key, value, f"`{key}` in `{path}`")
    for key in table.get("follow", {}):
        if key not in _FOLLOW_KEYS:
            raise UsageError(f"`{path}` has an unknown key `follow.{key}`; known are {', '.join(_FOLLOW_KEYS)}")
    for key in table.get("weekly", {}):
        if key not in _WEEKLY_KEYS:
            raise UsageError(f"`{path}` has an unknown key `weekly.{key}`; known are {', '.join(_WEEKLY_KEYS)}")
    return table


def _texts(folder: Path, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UsageError(f"`{key}` in `{folder / SETTINGS_FILE}` must be a list of texts")
    return tuple(value)
