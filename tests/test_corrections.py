"""The file of a person's word."""

import resource
from pathlib import Path

import pytest

from cache.corrections import append_corrections, read_corrections
from schemas.errors import HomeError
from schemas.record import Correction
from tests.builders import NOW


def said(tag: str) -> Correction:
    return Correction(paper="t:0123456789ab", action="add-tag", value=tag, at=NOW)


@pytest.mark.parametrize("tag", ["plain", "line\u2028separator", "next\u0085line", "wörd"])
def test_what_is_appended_is_read_back(tmp_path: Path, tag: str) -> None:
    path = tmp_path / "corrections.jsonl"
    append_corrections(path, [said(tag)])
    append_corrections(path, [said("second")])
    assert read_corrections(path) == (said(tag), said("second"))


def test_no_file_is_no_corrections(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "corrections.jsonl") == ()


def test_half_a_line_of_a_stopped_writer_is_passed_over_and_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "corrections.jsonl"
    append_corrections(path, [said("first")])
    with path.open("a", encoding="utf-8") as file:
        file.write('{"paper": "t:01234')
    assert read_corrections(path) == (said("first"),)
    append_corrections(path, [said("second")])
    assert read_corrections(path) == (said("first"), said("second"))


def test_line_that_is_no_correction_is_named(tmp_path: Path) -> None:
    path = tmp_path / "corrections.jsonl"
    path.write_text('{"mood": "good"}\n', encoding="utf-8")
    with pytest.raises(HomeError, match="line 1"):
        read_corrections(path)


def test_correction_that_finds_no_room_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "corrections.jsonl"
    append_corrections(path, [said("first")])
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 20, hard))
    try:
        with pytest.raises(HomeError, match="not kept"):
            append_corrections(path, [said("x" * 500)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert read_corrections(path) == (said("first"),)
