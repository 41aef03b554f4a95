"""The picture in the README: what the examples look like as a page; `make picture` writes it anew."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.opening import Opener, point_at

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs" / "page.png"
WIDTH, HEIGHT = 1200, 800
_SIZE = slice(16, 24)  # width and height in the head of a PNG (w3.org/TR/png, IHDR)


def _examples(folder: Path) -> str:
    """Build in a process of its own: this one runs the loop of the browser."""
    pages = [str(page) for page in sorted((ROOT / "examples").glob("*.txt"))]
    target = folder / "examples.html"
    arguments = ["build", *pages, "--home", str(folder / "home"), "-o", str(target), "--quiet"]
    subprocess.run([sys.executable, "-c", "from agent.cli import main; main()", *arguments], cwd=ROOT, check=True)
    return target.read_text(encoding="utf-8")


def test_page_of_the_examples_is_the_picture_of_the_readme(opened: Opener, tmp_path: Path) -> None:
    page = opened(_examples(tmp_path), width=WIDTH, height=HEIGHT)
    entry = page.locator("article.paper", has_text="Mossgate").first
    entry.scroll_into_view_if_needed()
    entry.evaluate("node => window.scrollBy(0, node.getBoundingClientRect().top - 110)")
    point_at(entry.locator("a.ref").first)
    taken = tmp_path / "page.png"
    page.screenshot(path=taken)
    if place := os.environ.get("DIGEST_PICTURE"):
        shutil.copy(taken, place)
    size = [int.from_bytes(taken.read_bytes()[_SIZE][start : start + 4], "big") for start in (0, 4)]
    assert size == [WIDTH, HEIGHT]
    assert page.locator(".lit").count() > 0


def test_readme_shows_the_picture() -> None:
    if not PICTURE.exists():
        pytest.fail("docs/page.png is missing: make picture")
    assert "](docs/page.png)" in (ROOT / "README.md").read_text(encoding="utf-8")
