"""A real headless Chromium, and pages that may load nothing, say nothing and fail at nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from agent.write.html.page import render_html
from bench.chromium import NAMES, chromium, find_chromium
from schemas.digest import Digest
from tests.browser.invented import WEEKLY

_PATIENCE_MS = 10_000  # nothing on these pages takes long; a test that waits for more waits in vain

Scheme = Literal["light", "dark"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip(f"needs Chromium: none of {', '.join(NAMES)} is installed (apt install chromium)")
    with chromium(path) as running:
        yield running


class Opener(NamedTuple):
    """Opens digests in fresh tabs."""

    browser: Browser
    folder: Path
    noticed: list[str]
    """What a page did that none may do: requests, dialogs, messages on the console, errors."""

    def __call__(
        self,
        digest: Digest | str = WEEKLY,
        *,
        width: int = 1440,
        scheme: Scheme = "light",
        script: bool = True,
        touch: bool = False,
        fragment: str = "",
    ) -> Page:
        file = self.folder / "digest.html"
        file.write_text(digest if isinstance(digest, str) else render_html(digest), encoding="utf-8")
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=script,
            has_touch=touch,
            reduced_motion="reduce",
        )
        context.set_default_timeout(_PATIENCE_MS)
        page = context.new_page()
        address = file.as_uri()

        def asked(url: str) -> None:
            if not url.startswith((address, "data:,")):
                self.noticed.append(f"request {url}")

        page.on("request", lambda request: asked(request.url))
        page.on("console", lambda message: self.noticed.append(f"console {message.text}"))
        page.on("pageerror", lambda error: self.noticed.append(f"error {error}"))
        page.on("dialog", lambda dialog: (self.noticed.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("popup", lambda popup: self.noticed.append(f"window {popup.url}"))
        page.goto(address + fragment)
        return page


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Open a digest; afterwards nothing may have been loaded, said or thrown."""
    noticed: list[str] = []
    yield Opener(browser, tmp_path, noticed)
    for context in browser.contexts:
        context.close()
    assert noticed == []
