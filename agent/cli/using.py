"""How to use a model that was found: the command to type, or the lines to write."""

import json
import shlex
from collections.abc import Iterator
from typing import NamedTuple

from agent.doctor.nearby import Stand
from agent.model_settings import MAX_TOKENS, TIMEOUT_S, ModelSettings
from agent.settings import SETTINGS_FILE, ModelFlags

MOST_MODELS = 8  # of one server that are shown
_NO_TEXT = ("embed", "rerank", "whisper")  # in names of models that write no text


class Use(NamedTuple):
    """How to build with a model."""

    command: str
    settings: tuple[str, ...] = ()
    """Lines of digest.toml in the place of the options."""
    environment: tuple[str, ...] = ()
    """Lines of a shell in their place, where no digest.toml may choose who gets the key."""

    def lines(self) -> Iterator[str]:
        """Yield it for people."""
        yield self.command
        if self.settings:
            yield f"or write into {SETTINGS_FILE}, and leave the options out:"
        if self.environment:
            yield f"or set, and leave the options out ({SETTINGS_FILE} may not choose who gets your key):"
        yield from (f"  {line}" for line in (*self.settings, *self.environment))


def use_of(known: ModelSettings, asked: ModelFlags, key: str | None = None) -> Use:
    """Return how to use what is configured.

    Args:
        known: The model.
        asked: What of it the command line said; nothing: it is set already.
        key: The variable with the key that is sent; None: none is.
    """
    if asked == ModelFlags():
        return Use("digest build PAGES")
    command = f"digest build PAGES {shlex.join(_options(known, asked))}"
    if key:
        names = {"DIGEST_BASE_URL": known.base_url, "DIGEST_MODEL": known.model}
        return Use(command, environment=tuple(f"export {name}={shlex.quote(names[name])}" for name in names))
    return Use(command, tuple(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in _settings(known)))


def uses_of(stand: Stand) -> tuple[Use, ...]:
    """Return how to use each of the first models of a server; those that write no text come last."""
    models = sorted(stand.models, key=lambda name: any(word in name.lower() for word in _NO_TEXT))
    return tuple(
        use_of(ModelSettings(model, stand.address), ModelFlags(model, stand.address)) for model in models[:MOST_MODELS]
    )


def _options(known: ModelSettings, asked: ModelFlags) -> Iterator[str]:
    yield from ("--base-url", known.base_url, "--model", known.model)
    if asked.structured is not None:
        yield from ("--structured", asked.structured)
    if asked.context_tokens is not None:
        yield from ("--context-tokens", str(asked.context_tokens))
    if asked.timeout_s is not None:
        yield from ("--timeout", f"{asked.timeout_s:g}")


def _settings(known: ModelSettings) -> Iterator[tuple[str, str | float]]:
    yield "base_url", known.base_url
    yield "model", known.model
    if known.structured != "auto":
        yield "structured", known.structured
    if known.context_tokens is not None:
        yield "context_tokens", known.context_tokens
    if known.timeout_s != TIMEOUT_S:
        yield "timeout_s", known.timeout_s
    if known.max_tokens != MAX_TOKENS:
        yield "max_tokens", known.max_tokens
