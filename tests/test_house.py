"""The files around the code agree with it: commands in the docs exist, versions match, locks are complete."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from agent.read import read_file
from schemas.identity import normalized_title
from schemas.paper import Entry

ROOT = Path(__file__).resolve().parents[1]
DOCS = ("README.md", "CONTRIBUTING.md", "docs/servers.md", "examples/README.md")
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _commands(program: str) -> set[str]:
    """Return the lines of code of the docs that call a program, comments and continuations removed."""
    lines: set[str] = set()
    for name in DOCS:
        text = _text(name)
        fenced = re.findall(r"^```(?:console|sh)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        for line in "\n".join(fenced).splitlines() + re.findall(r"`([^`\n]+)`", text):
            command = line.split("#")[0].removeprefix("$ ").strip()
            if command.startswith(f"{program} "):
                lines.add(command)
    return lines


def _example_entries() -> dict[str, tuple[Entry, ...]]:
    pages = sorted((ROOT / "examples").glob("*.txt"))
    return {page.name: read_file(page, today=date(2027, 2, 2)).entries for page in pages}


def test_every_digest_command_in_the_docs_exists_with_its_options() -> None:
    options: dict[str, set[str]] = defaultdict(set)
    for command in _commands("digest"):
        words = command.split()
        options[words[1]] |= {word.split("=")[0] for word in words[2:] if word.startswith("-") and word != "-"}
    assert {"build", "weekly", "tags"} <= options.keys()
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
    for name, used in options.items():
        shown = subprocess.run(
            [sys.executable, "-c", "from agent.cli import main; main()", name, "--help"],
            cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8",
        )  # fmt: skip
        assert shown.returncode == 0, f"digest {name} --help: {shown.stderr}"
        missing = {option for option in used if not re.search(rf"(?<![\w-]){option}(?![\w-])", shown.stdout)}
        assert not missing, f"digest {name} has no {missing}"


def test_every_make_target_in_the_docs_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", _text("Makefile"), re.MULTILINE))
    named = {command.split()[1] for command in _commands("make")}
    assert {"demo", "test"} <= named <= targets


def test_readme_is_short_and_opens_with_what_this_is() -> None:
    readme = _text("README.md")
    assert len(readme.splitlines()) <= 150
    assert (
        "A structured-output agent reads each abstract, extracts a method, claims, datasets and a topic taxonomy into "
        "Pydantic schemas, caches the results, and writes a markdown research digest "
        "(it can target any OpenAI-compatible local server)."
    ) in readme


def test_excerpt_of_the_readme_is_real(tmp_path: Path) -> None:
    digest = tmp_path / "digest.md"
    pages = [str(page) for page in sorted((ROOT / "examples").glob("*.txt"))]
    arguments = ["build", *pages, "--home", str(tmp_path / "home"), "-o", str(digest)]
    subprocess.run([sys.executable, "-c", "from agent.cli import main; main()", *arguments], cwd=ROOT, check=True)
    written = iter(digest.read_text(encoding="utf-8").splitlines())
    excerpt = re.findall(r"^```markdown\n(.*?)^```", _text("README.md"), re.MULTILINE | re.DOTALL)[0].splitlines()
    changed = [line for line in excerpt if line not in written]  # `in` moves on: the order has to be the same
    assert not changed, "README.md shows what `make demo` no longer writes; copy the new lines of .demo/digest.md"


def test_links_of_the_docs_lead_to_files() -> None:
    for name in (*DOCS, "CHANGELOG.md"):
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", _text(name)):
            assert (ROOT / name).parent.joinpath(target).exists(), f"{name} links to {target}"


def test_version_is_the_newest_release_of_the_changelog() -> None:
    headings = re.findall(r"^## \[([^\]]+)\]", _text("CHANGELOG.md"), re.MULTILINE)
    version = tomllib.loads(_text("pyproject.toml"))["project"]["version"]
    assert headings[0] == "Unreleased"
    assert headings[1] == version


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_and_hashes_everything_and_names_no_index(name: str) -> None:
    lock = _text(name)
    assert not re.search(r"://|^\s*--(?!hash)|index-url|find-links|(?:^|[\s\"'=@])/\w", lock, re.MULTILINE)
    requirements = re.split(r"\n(?=[a-z0-9])", lock.strip())
    assert all(PIN.match(requirement) and "--hash=sha256:" in requirement for requirement in requirements)


def _dependencies() -> list[str]:
    project = tomllib.loads(_text("pyproject.toml"))["project"]
    return [*project["dependencies"], *project["optional-dependencies"]["dev"]]


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def test_every_dependency_has_a_floor_and_a_ceiling_and_is_locked_between_them() -> None:
    pins = dict(PIN.findall(_text("requirements-dev.lock")))
    for line in _dependencies():
        match = re.fullmatch(r"([a-z0-9-]+)(?:\[[a-z,]+\])?>=([\d.]+),<([\d.]+)", line)
        assert match, line
        name, floor, ceiling = match.groups()
        assert _version(floor) <= _version(pins[name]) < _version(ceiling), f"{line}: locked is {pins[name]}; make lock"


def test_what_runs_is_locked_alike_in_both_locks() -> None:
    product, develop = (dict(PIN.findall(_text(name))) for name in LOCKS)
    assert "pydantic" in product
    assert "pytest" not in product
    assert product.items() <= develop.items()


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git to judge its own patterns")
def test_gitignore_matches_no_source(tmp_path: Path) -> None:
    shutil.copy(ROOT / ".gitignore", tmp_path)
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    top = ("agent", "prompts", "schemas", "cache", "tests", "bench", "docs", "examples")
    files = [path for name in top for path in (ROOT / name).rglob("*") if path.is_file()]
    sources = [path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts]
    made = ["cache/__pycache__/library.pyc", ".venv/bin/python", "digest.md"]
    ignored = subprocess.run(
        ["git", "-C", str(tmp_path), "check-ignore", "--no-index", "--stdin"],
        input="\n".join([*sources, *made]), capture_output=True, text=True,
    )  # fmt: skip
    assert ignored.stdout.splitlines() == made


def test_examples_hold_what_their_readme_counts() -> None:
    pages = _example_entries()
    assert {name: len(entries) for name, entries in pages.items()} == {
        "daily-papers.txt": 12, "lanternwick-anthology.txt": 4, "quillfeather-profile.txt": 12,
    }  # fmt: skip
    entries = [entry for page in pages.values() for entry in page]
    abstracts: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        abstracts[normalized_title(entry.title)].append(entry.abstract)
    assert len({entry.kind for entry in entries}) == 3
    assert len(abstracts) == 24
    assert [title for title, texts in abstracts.items() if texts == [""]] == [
        normalized_title("Position: A Leaderboard Should Print Its Own Uncertainty")
    ]
    repeated = [texts for texts in abstracts.values() if len(texts) == 2]
    assert len([texts for texts in repeated if texts[0] == texts[1]]) == 3
    assert len([texts for texts in repeated if texts[0] != texts[1]]) == 1
    assert len([entry for entry in entries if "<script>" in entry.title]) == 1


def test_examples_fall_into_two_weeks() -> None:
    weeks: dict[str, set[str]] = defaultdict(set)
    for entry in (entry for page in _example_entries().values() for entry in page):
        printed = entry.date or ""
        week = date.fromisoformat(printed).strftime("%G-W%V") if len(printed) == 10 else printed
        weeks[normalized_title(entry.title)].add(week)
    counts = {week: sum(week in found for found in weeks.values()) for week in ("2026-W20", "2026-W21")}
    assert counts == {"2026-W20": 7, "2026-W21": 15}
    assert {week for found in weeks.values() for week in found} == {"2026", "2026-W20", "2026-W21"}


def test_examples_have_the_length_of_abstracts() -> None:
    lengths = [len(entry.abstract.split()) for page in _example_entries().values() for entry in page if entry.abstract]
    assert all(120 <= words <= 220 for words in lengths)
