"""Keeping replies as they come: those of one pass of the event loop share a transaction, and so one wait for the disk.

What a reply costs to keep is the disk's acknowledgement; a hundred that came together need only one.
"""

import asyncio
from typing import NamedTuple

from cache.answers import Answers
from schemas.errors import HomeError
from schemas.exchange import KeptAnswer


class _Waiting(NamedTuple):
    key: str
    answer: KeptAnswer
    kept: asyncio.Future[None]


class Writer:
    """Keeps answers of many workers, for use in one event loop."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._waiting: list[_Waiting] = []

    async def put(self, key: str, answer: KeptAnswer) -> None:
        """Keep an answer as `Answers.put` does; the disk has it when this returns, and when it is cancelled too.

        Raises:
            HomeError: It cannot be written, nor can what came with it.
        """
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._write)
        one = _Waiting(key, answer, loop.create_future())
        self._waiting.append(one)
        try:
            await one.kept
        except asyncio.CancelledError:
            self._write()
            raise

    def _write(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        fault: Exception | None = None
        try:
            self._answers.put_many((one.key, one.answer) for one in waiting)
        except (HomeError, ValueError) as error:
            fault = error
        for one in waiting:
            if one.kept.done():
                continue
            if fault is None:
                one.kept.set_result(None)
            else:
                one.kept.set_exception(fault)
