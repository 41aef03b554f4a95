"""Nothing that an abstract says runs, loads or becomes markup; the fixture also fails for any request or message."""

import json
import subprocess
import sys
from collections.abc import Iterable
from itertools import cycle
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.opening import Opener
from tests.test_write_hostile import hostile_digest
from tests.test_write_html import ELEMENTS

ROOT = Path(__file__).resolve().parents[2]
ATTACKS = (
    "<script>alert(1)</script>",
    "</title></style></script><img src=x onerror=alert(2)>",
    '"><svg onload=alert(3)>',
    "' onmouseover='alert(4)' x='",
    "{{ 7*7 }}{% for x in y %}",
    "<style>*{background:url(https://evil.example/x.png)}</style>",
    "javascript:alert(5)",
    "<!-- <base href=https://evil.example/>",
    "&lt;iframe src=https://evil.example&gt; \u202egnp.exe",
)


def elements(page: Page) -> set[str]:
    return set(page.evaluate("[...document.querySelectorAll('*')].map(node => node.localName)"))


def use(page: Page) -> None:
    """Do what a reader does, so that what waits for it would act."""
    for said in page.locator(".said:visible").all()[:20]:
        said.hover()
    page.get_by_role("searchbox").fill("<img src=x onerror=alert(6)>")
    page.get_by_role("searchbox").fill("")
    for box in page.locator("#facets input[data-key]:visible").all()[:3]:
        box.check()
    page.get_by_role("combobox", name="Order").select_option("title")
    page.wait_for_timeout(400)  # the address follows after a while
    page.reload()


def unknown(found: Iterable[str]) -> set[str]:
    return set(found) - ELEMENTS


def test_hostile_strings_in_every_place_do_nothing(opened: Opener) -> None:
    texts = cycle(ATTACKS)
    page = opened(hostile_digest(lambda: next(texts)))
    use(page)
    assert unknown(elements(page)) == set()
    assert page.locator("h3").first.text_content()


def test_policy_stops_what_is_not_of_the_page(opened: Opener) -> None:
    page = opened()
    stopped = page.evaluate(
        """() => new Promise((done) => {
          const stopped = [];
          document.addEventListener("securitypolicyviolation", (event) => {
            stopped.push(event.effectiveDirective);
            if (stopped.length === 4) done(stopped.sort());
          });
          window.ran = false;
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          const style = document.createElement("style");
          style.textContent = "* { color: red }";
          const image = document.createElement("img");
          image.src = "https://evil.example/x.png";
          document.body.append(script, style, image);
          document.body.setAttribute("onclick", "window.ran = true");
          document.body.click();
        })"""
    )
    assert stopped == ["img-src", "script-src-attr", "script-src-elem", "style-src-elem"]
    assert page.evaluate("window.ran") is False
    opened.noticed.clear()  # the browser reports what it stopped


def test_hostile_abstracts_do_nothing(opened: Opener, shared: Path, tmp_path: Path) -> None:
    lines = (shared / "hostile" / "dev.jsonl").read_text(encoding="utf-8").split("\n")
    items = [json.loads(line) for line in lines if line]
    source, written = tmp_path / "hostile.jsonl", tmp_path / "built.html"
    papers = ({key: item[key] for key in ("id", "title", "authors", "abstract")} for item in items)
    source.write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
    command = [sys.executable, "-c", "from agent.cli import main; main()", "build", str(source), "-o", str(written)]
    subprocess.run([*command, "--home", str(tmp_path / "home"), "--quiet"], cwd=ROOT, check=False)
    page = opened(written.read_text(encoding="utf-8"))
    assert page.locator("article").count() > len(items) / 2
    use(page)
    assert unknown(elements(page)) == set()
