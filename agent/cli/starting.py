"""What `digest init` writes: a commented digest.toml to begin with."""

import json
from pathlib import Path

from agent.base_url import parse_base_url
from agent.cli.options import Voice
from agent.cli.printing import out_json, tell
from agent.settings import SETTINGS_FILE, ModelFlags, checked
from agent.write.files import write_atomically
from schemas.errors import UsageError

PAGES = "pages"
_HEAD = """\
# Settings of digest for this folder. A command line wins over them; what stands behind # is not set.

# The library: everything that was read, and every answer of a model.
home = ".digest"

# What `digest build` reads when no file is named. Save pages, mails, BibTeX or JSON files there.
sources = ["pages/*"]
"""
_MODEL = """
# A model of your own server; without one the embedded engine reads. `digest doctor --find` looks for servers.
{model}
{base_url}
# context_tokens = 8192      # where the server does not say it
# concurrency = 4            # papers asked about at once
# timeout_s = 300            # longest time for one paper
# A key goes into the environment, never into a file: DIGEST_API_KEY.
"""
_TAIL = """
# What you follow stands first in a digest.
[follow]
topics = []                  # like "Retrieval-augmented generation"; `digest list topics` has their names
authors = []                 # like "Ada Quillfeather"
keywords = []                # words of a title or abstract
excludes = []                # words of papers that are never among those to read first

# `digest weekly` writes the last complete week into this folder, and an index of all weeks beside it.
[weekly]
folder = "weekly"
formats = ["md"]             # or more shapes at once: ["md", "html"]
"""


def settings_text(model: str | None = None, base_url: str | None = None) -> str:
    """Return the text of a digest.toml; what is None stands in it as a comment."""
    lines = {
        "model": f"model = {json.dumps(model, ensure_ascii=False)}" if model else '# model = "qwen3:4b"',
        "base_url": f"base_url = {json.dumps(base_url)}" if base_url else '# base_url = "http://localhost:11434/v1"',
    }
    return _HEAD + _MODEL.format(**lines) + _TAIL


def run_init(asked: ModelFlags, voice: Voice, *, force: bool) -> None:
    """Write digest.toml into the working directory, and make the folder of pages.

    Raises:
        UsageError: There is one already and `force` is False, or it cannot be written.
    """
    target = Path(SETTINGS_FILE)
    if target.exists() and not force:
        raise UsageError(f"`{target}` exists; edit it, or write over it with `--force`")
    model = str(checked("model", asked.model, "`--model`")).strip() if asked.model is not None else None
    address = parse_base_url(asked.base_url, "`--base-url`").text if asked.base_url is not None else None
    write_atomically(target, settings_text(model, address))
    pages = Path(PAGES)
    if not pages.exists():
        pages.mkdir()
    if voice.json:
        out_json({"settings": SETTINGS_FILE, "pages": PAGES})
    elif not voice.quiet:
        tell(f"→ {SETTINGS_FILE}: the library is `.digest`, pages are read from `{PAGES}/`")
        tell(f"next: save pages into `{PAGES}/`, then `digest build`, then `digest weekly`")
