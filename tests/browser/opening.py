"""Opens digests in fresh tabs and notices what no page may do."""

from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, Dialog, Locator, Page

from agent.write.html.page import render_html
from schemas.digest import Digest
from tests.browser.invented import WEEKLY

PATIENCE_MS = 10_000  # nothing on these pages takes long; a test that waits for more waits in vain
_TRIES = 10
Scheme = Literal["light", "dark"]


class Opener(NamedTuple):
    """A browser that opens digests."""

    browser: Browser
    folder: Path
    noticed: list[str]
    """Requests, dialogs, windows, messages on the console, errors."""

    def __call__(
        self,
        digest: Digest | str = WEEKLY,
        *,
        width: int = 1440,
        height: int = 900,
        scheme: Scheme = "light",
        script: bool = True,
        touch: bool = False,
        fragment: str = "",
    ) -> Page:
        """Open a digest or a page that is written already."""
        file = self.folder / "digest.html"
        file.write_text(digest if isinstance(digest, str) else render_html(digest), encoding="utf-8")
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=script,
            has_touch=touch,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        self._watch(page, file.as_uri())
        page.goto(file.as_uri() + fragment)
        return page

    def _watch(self, page: Page, address: str) -> None:
        def asked(url: str) -> None:
            if not url.startswith((address, "data:,")):
                self.noticed.append(f"request {url}")

        def spoken(dialog: Dialog) -> None:
            self.noticed.append(f"dialog {dialog.message}")
            dialog.dismiss()

        page.on("request", lambda request: asked(request.url))
        page.on("console", lambda message: self.noticed.append(f"console {message.text}"))
        page.on("pageerror", lambda error: self.noticed.append(f"error {error}"))
        page.on("dialog", spoken)
        page.on("popup", lambda popup: self.noticed.append(f"window {popup.url}"))


def point_at(place: Locator) -> None:
    """Move the pointer over a place, again if the page still settled under it, until something there is lit."""
    lit = place.page.locator(".lit")
    for _ in range(_TRIES):
        place.page.mouse.move(0, 0)  # what was lit before goes out
        place.hover()
        if lit.count():
            return
    raise AssertionError("nothing is lit")
