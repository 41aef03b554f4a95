"""What all tests share: the folder of real pages and annotations, where it is at hand."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes is measured in bench/. The suite says the same of the same code each time; `make fuzz` looks
# for examples that nobody has seen, and what it finds becomes an @example.
settings.register_profile("digest", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile("digest")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of real pages and annotations; skips the test where it is missing."""
    folder = Path(os.environ.get("DIGEST_SHARED") or Path(__file__).resolve().parents[2] / "shared")
    if not (folder / "seeds").is_dir():
        pytest.skip(f"needs the real pages: {folder} is not here (set DIGEST_SHARED)")
    return folder
