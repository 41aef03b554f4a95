"""Settings in files of a test: what the tests of settings share."""

from pathlib import Path

import pytest

from agent.model_settings import ModelSettings, load_model_settings
from agent.settings import ModelFlags
from schemas.errors import UsageError

LOCAL = "http://localhost:11434/v1"
GATEWAY = "https://gateway.example/v1"
OPENAI = "https://api.openai.com/v1"
CANARY = "canary7f3a"
FLAGS = ModelFlags(model="m", base_url=LOCAL)


def write(folder: Path, text: str) -> None:
    (folder / "digest.toml").write_text(text, encoding="utf-8")


def load(flags: ModelFlags, environment: dict[str, str], folder: Path, config: Path | None = None) -> ModelSettings:
    known = load_model_settings(flags, environment, folder, config or folder / "no-config.toml")
    assert known is not None
    return known


def refusal(flags: ModelFlags, environment: dict[str, str], folder: Path, config: Path | None = None) -> str:
    with pytest.raises(UsageError) as refused:
        load_model_settings(flags, environment, folder, config or folder / "no-config.toml")
    assert refused.value.exit_code == 2
    assert "\n" not in refused.value.message
    return refused.value.message
