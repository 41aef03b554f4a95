"""The first five minutes: digest init, every command of the guide, and the files that run a digest every Monday."""

import configparser
import re
import shlex
import shutil
import tomllib
from pathlib import Path
from types import MappingProxyType

import pytest
import yaml

from agent.cli.starting import settings_text
from agent.settings import load_settings
from tests.test_cli import Shell

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
AUTOMATION = ROOT / "examples" / "automation"
COMMANDS = [
    line.split("#")[0].removeprefix("$ ").strip()
    for block in re.findall(r"^```console\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]
NOTHING = MappingProxyType(dict[str, str]())


@pytest.fixture
def reading(tmp_path: Path) -> Shell:
    """A folder after `digest init`, with pages; its home is the one that digest.toml names."""
    shell = Shell(tmp_path)
    (tmp_path / "page.txt").unlink()
    shell("init")
    for page in (ROOT / "examples").glob("*.txt"):
        shutil.copy(page, tmp_path / "pages")
    return shell


def test_init_writes_settings_that_can_be_read(tmp_path: Path) -> None:
    Shell(tmp_path)("init")
    known = load_settings(None, NOTHING, tmp_path)
    assert known.home == tmp_path / ".digest"
    assert known.sources == (tmp_path / "pages/*",)
    assert known.weekly.folder == tmp_path / "weekly"
    assert known.model is None
    assert (tmp_path / "pages").is_dir()


def test_every_line_that_init_comments_out_is_a_setting(tmp_path: Path) -> None:
    text = re.sub(r"^# (\w+ = )", r"\1", settings_text(), flags=re.MULTILINE)
    (tmp_path / "digest.toml").write_text(text, encoding="utf-8")
    assert load_settings(None, NOTHING, tmp_path).model == "qwen3:4b"
    assert tomllib.loads(text)["timeout_s"] == 300


def test_init_takes_a_model(tmp_path: Path) -> None:
    Shell(tmp_path)("init", "--model", 'odd "name"', "--base-url", "http://localhost:11434/v1")
    assert tomllib.loads((tmp_path / "digest.toml").read_text())["model"] == 'odd "name"'


def test_init_writes_over_nothing(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    (tmp_path / "digest.toml").write_text("# mine")
    assert "--force" in shell("init", code=2)
    assert (tmp_path / "digest.toml").read_text() == "# mine"
    shell("init", "--force")
    assert "home" in (tmp_path / "digest.toml").read_text()


def test_init_refuses_an_address_that_holds_a_key(tmp_path: Path) -> None:
    Shell(tmp_path)("init", "--base-url", "http://me:secret@localhost/v1", code=2)
    assert not (tmp_path / "digest.toml").exists()


def test_sources_with_stars_name_the_files_that_fit(tmp_path: Path) -> None:
    (tmp_path / "digest.toml").write_text('sources = ["pages/*.txt", "pages/b.txt", "none/*.bib"]')
    (tmp_path / "pages" / "folder.txt").mkdir(parents=True)
    for name in ("b.txt", "a.txt", "c.bib"):
        (tmp_path / "pages" / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in load_settings(None, NOTHING, tmp_path).sources]
    assert found == ["pages/a.txt", "pages/b.txt", "none/*.bib"]


@pytest.mark.parametrize("line", ["folder = 3", 'formats = "md"', 'moods = "good"'])
def test_wrong_setting_of_the_week_is_named(tmp_path: Path, line: str) -> None:
    shell = Shell(tmp_path)
    (tmp_path / "digest.toml").write_text(f"[weekly]\n{line}\n")
    assert "weekly." in shell("weekly", code=2)


def test_every_command_of_the_guide_works_in_its_order(reading: Shell) -> None:
    shown = [command for command in COMMANDS if command.startswith("digest ")]
    assert shown[0] == "digest init"
    for command in shown[1:]:
        reading(*shlex.split(command)[1:])
    assert (reading.folder / "digest.md").exists()


def test_files_of_the_guide_exist() -> None:
    named = set(re.findall(r"\.\./examples/automation/([\w.-]+)", GUIDE))
    assert named == {path.name for path in AUTOMATION.iterdir()}


def test_commands_of_cron_systemd_and_actions_are_commands_of_digest(reading: Shell) -> None:
    found = {name: _commands(name) for name in ("crontab", "digest-weekly.service", "weekly-digest.yml")}
    for name, commands in found.items():
        assert [command.split()[1] for command in commands] == ["build", "weekly"], name
        for command in commands:
            reading(*shlex.split(command)[1:])


def _commands(name: str) -> list[str]:
    text = (AUTOMATION / name).read_text(encoding="utf-8")
    code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(("#", "- name", "name")))
    return [found.strip() for found in re.findall(r"(?<=[\s{=])digest (?:build|weekly)[\w -]*", code)]


def test_cron_runs_on_monday() -> None:
    *_, job = (AUTOMATION / "crontab").read_text(encoding="utf-8").splitlines()
    assert re.match(r"\d+ \d+ \* \* 1  cd ", job)


def test_systemd_units_are_well_formed() -> None:
    units = {}
    for name in ("digest-weekly.service", "digest-weekly.timer"):
        units[name] = configparser.ConfigParser(strict=False, interpolation=None)
        units[name].read(AUTOMATION / name, encoding="utf-8")
    assert units["digest-weekly.service"]["Service"]["SuccessExitStatus"] == "3"
    assert units["digest-weekly.timer"]["Timer"]["OnCalendar"].startswith("Mon")


def test_workflow_is_well_formed() -> None:
    workflow = yaml.safe_load((AUTOMATION / "weekly-digest.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["digest"]["steps"]
    assert [step.get("name") for step in steps] == [None, "install", "read", "write", "keep"]
