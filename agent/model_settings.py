"""What a user can set about the model: flag, else environment, else `digest.toml`, else default; None if none is named.

Apart from `agent.settings` because it loads pydantic, which a lookup does not need. A key comes from the environment
alone, and goes to no address that a file in the working folder chose, unless the user's own config allows that address.
"""

import json
import os
import stat
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import SecretStr

from agent.base_url import EXAMPLES, BaseUrl, parse_base_url
from agent.settings import SETTINGS_FILE, ModelFlags, checked, configured_model, read_settings_file
from schemas.errors import UsageError

CONCURRENCY_HERE = 4
"""Papers at once if the server is this machine."""
CONCURRENCY_ELSEWHERE = 16
TIMEOUT_S = 300.0
MAX_TOKENS = 1500
NOBODY = "http://localhost/v1"
"""Stands for the address where nothing is sent."""
ALLOWED = "allow_key_for"
"""The only key of the user's config: addresses that a `digest.toml` may combine with the user's key."""


class ModelSettings(NamedTuple):
    """A model and how to ask it."""

    model: str
    base_url: str
    """In its one spelling: without a slash or `/chat/completions` at the end."""
    api_key: SecretStr | None = None
    structured: str = "auto"
    """One of `agent.settings.STRUCTURED`."""
    context_tokens: int | None = None
    """Room for prompt and answer; None: as the server says."""
    concurrency: int = CONCURRENCY_HERE
    """Papers at once."""
    timeout_s: float = TIMEOUT_S
    """For one paper, everything included."""
    max_tokens: int = MAX_TOKENS
    """Room for one answer."""
    warnings: tuple[str, ...] = ()
    """Sentences for people."""

    @property
    def is_loopback(self) -> bool:
        """Whether the server is this machine."""
        return parse_base_url(self.base_url, "`base_url`").is_loopback

    @property
    def is_openai(self) -> bool:
        """Whether the server is OpenAI's own host, over https."""
        return parse_base_url(self.base_url, "`base_url`").is_openai


class _Key(NamedTuple):
    variable: str
    secret: SecretStr


def load_model_settings(
    flags: ModelFlags,
    environment: Mapping[str, str],
    folder: Path,
    user_config: Path | None = None,
    *,
    offline: bool = False,
) -> ModelSettings | None:
    """Read what is set about the model.

    Args:
        flags: Of the command line.
        environment: Of the process; only `DIGEST_MODEL`, `DIGEST_BASE_URL`, `DIGEST_API_KEY` and `OPENAI_API_KEY` are
            read, and an empty one counts as not set.
        folder: Where `digest.toml` is looked for.
        user_config: The user's own config; None: `config.toml` in the folder that the platform has for it.

        offline: Nothing will be sent, so that no address is needed.

    Returns:
        None if no model is named.

    Raises:
        UsageError: A setting is missing or cannot be used, or a key would go to an address that only a `digest.toml`
            named. The message holds neither a key nor the parts of an address that may be one.
    """
    table = read_settings_file(folder)
    given = _given(flags, table)
    model = given["model"].strip() if flags.model is not None else configured_model(environment, table)
    if model is None:
        _refuse_idle(flags)
        return None
    address, is_chosen_by_folder = _address(flags, environment, table, folder, offline=offline)
    key = _api_key(address, environment)
    if key is not None and is_chosen_by_folder:
        _require_allowed(address, key.variable, folder / SETTINGS_FILE, user_config or _user_config())
    return ModelSettings(
        model=model,
        base_url=address.text,
        api_key=key.secret if key else None,
        structured=given.get("structured", "auto"),
        context_tokens=given.get("context_tokens"),
        concurrency=given.get("concurrency", CONCURRENCY_HERE if address.is_loopback else CONCURRENCY_ELSEWHERE),
        timeout_s=float(given.get("timeout_s", TIMEOUT_S)),
        max_tokens=given.get("max_tokens", MAX_TOKENS),
        warnings=_warnings(address, key),
    )


def _flag(field: str) -> str:
    return f"`--{field.removesuffix('_s').replace('_', '-')}`"


def _refuse_idle(flags: ModelFlags) -> None:
    for field, value in flags._asdict().items():
        if value is not None:
            raise UsageError(f"{_flag(field)} is of use to a model only, and none is named; add `--model NAME`")


def _given(flags: ModelFlags, table: Mapping[str, Any]) -> dict[str, Any]:
    said = {field: value for field, value in flags._asdict().items() if value is not None}
    return {**table, **{field: checked(field, value, _flag(field)) for field, value in said.items()}}


def _address(
    flags: ModelFlags, environment: Mapping[str, str], table: Mapping[str, Any], folder: Path, *, offline: bool
) -> tuple[BaseUrl, bool]:
    """Return the address, and whether the folder's file chose it."""
    if flags.base_url is not None:
        return parse_base_url(flags.base_url, _flag("base_url")), False
    if environment.get("DIGEST_BASE_URL", "").strip():
        return parse_base_url(environment["DIGEST_BASE_URL"].strip(), "`DIGEST_BASE_URL`"), False
    if "base_url" in table:
        return parse_base_url(table["base_url"], f"`base_url` of `{folder / SETTINGS_FILE}`"), True
    if offline:
        return parse_base_url(NOBODY, "`--cached`"), False
    raise UsageError(f"a model is named, but no server that runs it: name one with `--base-url`, like {EXAMPLES}")


def _api_key(address: BaseUrl, environment: Mapping[str, str]) -> _Key | None:
    for variable in ("DIGEST_API_KEY", "OPENAI_API_KEY") if address.is_openai else ("DIGEST_API_KEY",):
        key = environment.get(variable, "").strip()
        if key:
            if not (key.isascii() and key.isprintable()):
                raise UsageError(f"`{variable}` holds a line break or another character that no key has; set it anew")
            return _Key(variable, SecretStr(key))
    return None


def _warnings(address: BaseUrl, key: _Key | None) -> tuple[str, ...]:
    if address.scheme == "https" or address.is_loopback:
        return ()
    what = "prompts and the key" if key else "prompts"
    advice = "use https, or write `localhost` if it is this machine"
    return (f"{what} travel unencrypted to `{address.text}`: {advice}",)


def _require_allowed(address: BaseUrl, variable: str, file: Path, config: Path) -> None:
    allowed = _allowed(config)
    if address in allowed:
        return
    line = f"{ALLOWED} = {json.dumps([one.text for one in (*allowed, address)])}"
    change = f"change the line in `{config}` to" if allowed else f"write into `{config}` the line"
    raise UsageError(
        f"`base_url` in `{file}` would get the key of `{variable}`, and a folder may not choose who gets your key; "
        f"to allow it, {change} `{line}`; or name the address yourself: `--base-url {address.text}`"
    )


def _user_config() -> Path:
    from platformdirs import user_config_path  # of no use to most runs

    return user_config_path("research-digest", appauthor=False) / "config.toml"


def _allowed(config: Path) -> tuple[BaseUrl, ...]:
    """Return the addresses that the user's config allows; none if there is no such file."""
    try:
        with config.open("rb") as file:
            doubt = None if sys.platform == "win32" else distrust(os.fstat(file.fileno()), os.geteuid())
            table = tomllib.load(file)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"`{config}` cannot be read as settings: {error}") from error
    if doubt:
        raise UsageError(f"`{config}` decides who gets your key, but {doubt}")
    for key in table:
        if key != ALLOWED:
            raise UsageError(f"`{config}` has an unknown key `{key}`; known is {ALLOWED}")
    where = f"`{ALLOWED}` in `{config}`"
    texts = table.get(ALLOWED, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise UsageError(f"{where} must be a list of texts")
    return tuple(parse_base_url(text, where) for text in texts)


def distrust(status: os.stat_result, user: int) -> str | None:
    """Return why a file of settings is not trusted, and what to do; None if only the user can have written it."""
    if status.st_uid != user:
        return "it belongs to another user; make one of your own"
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return "others than you may write to it; `chmod go-w` it, and look at what it allows"
    return None
