"""Replies that come together are kept together, and none is acknowledged before the disk has it."""

import asyncio
from pathlib import Path

import pytest

from cache.answer_writer import Writer
from cache.answers import Answers
from cache.home import Home
from tests.asked import PAPERS, Desk
from tests.kept_answers import KEY, OTHER, answer, key_of
from tests.servers import FakeServer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Home(tmp_path).answers


def keys(folder: Path) -> list[str]:
    """Return what another process sees."""
    with Answers(folder, read_only=True) as answers:
        return [key for key in answers.keys() if answers.get(key)]  # noqa: SIM118  # no mapping


def test_answer_is_on_the_disk_when_put_returns(folder: Path) -> None:
    async def put(writer: Writer, number: int) -> None:
        await asyncio.sleep(number % 3 / 1000)
        await writer.put(key_of(number), answer(str(number)))
        assert key_of(number) in keys(folder)

    async def all_of_them(writer: Writer) -> None:
        await asyncio.gather(*(put(writer, number) for number in range(50)))

    with Answers(folder) as answers:
        asyncio.run(all_of_them(Writer(answers)))
    assert keys(folder) == sorted(map(key_of, range(50)))


def test_answers_of_one_pass_share_a_transaction(folder: Path) -> None:
    async def both(writer: Writer) -> tuple[BaseException | None, BaseException | None]:
        puts = (writer.put(KEY, answer()), writer.put("no key", answer()))
        told = await asyncio.gather(*puts, return_exceptions=True)
        await writer.put(OTHER, answer())
        return told

    with Answers(folder) as answers:
        assert [type(one) for one in asyncio.run(both(Writer(answers)))] == [ValueError, ValueError]
    assert keys(folder) == [OTHER]


def test_answer_whose_worker_is_given_up_is_kept_all_the_same(folder: Path) -> None:
    async def give_up(writer: Writer) -> None:
        task = asyncio.create_task(writer.put(KEY, answer()))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert keys(folder) == [KEY]

    with Answers(folder) as answers:
        asyncio.run(give_up(Writer(answers)))


def test_next_request_about_a_paper_waits_until_its_reply_is_on_the_disk(tmp_path: Path) -> None:
    desk = Desk(tmp_path, PAPERS[:1])
    kept_before_repair = list[int]()

    def look(_: object) -> None:
        if server.asked() and len(server.asked()) == 2:
            kept_before_repair.append(len(keys(desk.home.answers)))

    with FakeServer(on_request=look) as server:
        desk.build(server, "prose", code=3)
    assert set(kept_before_repair) == {1}
