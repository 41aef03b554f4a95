"""What all tests share: the folder of real pages and annotations, where it is at hand."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("digest", deadline=None)  # how long an example takes is measured in bench/, on any machine
settings.load_profile("digest")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of real pages and annotations; skips the test where it is missing."""
    folder = Path(os.environ.get("DIGEST_SHARED") or Path(__file__).resolve().parents[2] / "shared")
    if not (folder / "seeds").is_dir():
        pytest.skip(f"needs the real pages: {folder} is not here (set DIGEST_SHARED)")
    return folder
