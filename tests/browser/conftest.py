"""A real headless Chromium, and pages that may load nothing, say nothing and fail at nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench.chromium import NAMES, chromium, find_chromium
from tests.browser.opening import Opener


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip(f"needs Chromium: none of {', '.join(NAMES)} is installed (apt install chromium)")
    with chromium(path) as running:
        yield running


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Open a digest; afterwards nothing may have been loaded, said or thrown."""
    opener = Opener(browser, tmp_path, [])
    yield opener
    for context in browser.contexts:
        context.close()
    assert opener.noticed == []
