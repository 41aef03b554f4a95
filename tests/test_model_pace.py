"""The gate of an address: never more at once than the limit, which falls fast and grows slowly."""

import asyncio
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.extract.model.pace import GROWS_AFTER, Pace


async def hold(pace: Pace, seen: list[int], rounds: int = 1) -> None:
    """Take a turn, note how many there are, and let others go on meanwhile."""
    async with pace.turn():
        seen.append(pace.under_way)
        for _ in range(rounds):
            await asyncio.sleep(0)


def well(pace: Pace, times: int) -> None:
    """Note replies."""
    for _ in range(times):
        pace.went_well()


@pytest.mark.parametrize("most", [1, 3, 16])
def test_no_more_papers_are_under_way_than_the_limit(most: int) -> None:
    async def run() -> list[int]:
        pace, seen = Pace(most), list[int]()
        await asyncio.gather(*(hold(pace, seen, number % 4) for number in range(50)))
        assert pace.under_way == 0
        return seen

    seen = asyncio.run(run())
    assert len(seen) == 50
    assert max(seen) == most


@settings(max_examples=30)
@given(st.integers(1, 8), st.integers(0, 2**32))
def test_the_limit_holds_whatever_happens(most: int, seed: int) -> None:
    chance = random.Random(seed)

    async def run() -> None:
        pace = Pace(most)

        async def work() -> None:
            async with pace.turn():
                assert pace.under_way <= most
                for _ in range(chance.randrange(4)):
                    await asyncio.sleep(0)
                if chance.random() < 0.2:
                    pace.overrun()
                well(pace, chance.randrange(60))
                assert 1 <= pace.limit <= most

        workers = [asyncio.ensure_future(work()) for _ in range(30)]
        await asyncio.sleep(0)
        for worker in chance.sample(workers, 5):
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        assert pace.under_way == 0
        assert all(worker.cancelled() or worker.exception() is None for worker in workers)

    asyncio.run(run())


def test_an_overrun_server_is_asked_half_as_much_and_at_least_once() -> None:
    pace, limits = Pace(16), list[int]()
    for _ in range(6):
        pace.overrun()
        limits.append(pace.limit)
    assert limits == [8, 4, 2, 1, 1, 1]


def test_after_fifty_replies_in_a_row_one_more_is_asked_at_once() -> None:
    pace = Pace(4)
    pace.overrun()
    well(pace, GROWS_AFTER - 1)
    assert pace.limit == 2
    well(pace, 1)
    assert pace.limit == 3
    well(pace, 10 * GROWS_AFTER)
    assert pace.limit == 4


def test_an_overrun_begins_the_row_anew() -> None:
    pace = Pace(4)
    pace.overrun()
    well(pace, GROWS_AFTER - 1)
    pace.overrun()
    well(pace, GROWS_AFTER - 1)
    assert pace.limit == 1


def test_a_limit_that_fell_holds_for_those_who_come() -> None:
    async def run() -> list[int]:
        pace, seen = Pace(4), list[int]()
        async with pace.turn():
            pace.overrun()
            pace.overrun()
            others = [asyncio.ensure_future(hold(pace, seen)) for _ in range(3)]
            await asyncio.sleep(0)
            assert seen == []
        await asyncio.gather(*others)
        return seen

    assert asyncio.run(run()) == [1, 1, 1]


def test_a_limit_that_grew_lets_in_more_than_the_one_who_left() -> None:
    async def run() -> list[int]:
        pace, seen = Pace(4), list[int]()
        pace.overrun()
        pace.overrun()
        async with pace.turn():
            others = [asyncio.ensure_future(hold(pace, seen, 9)) for _ in range(4)]
            await asyncio.sleep(0)
            well(pace, 3 * GROWS_AFTER)
            assert pace.limit == 4
        await asyncio.gather(*others)
        return seen

    assert asyncio.run(run()) == [1, 2, 3, 4]


def test_a_turn_ends_with_an_error_too() -> None:
    async def run() -> None:
        pace = Pace(1)
        for _ in range(3):
            with pytest.raises(ValueError, match="lost"):
                async with pace.turn():
                    raise ValueError("lost")
        async with pace.turn():
            assert pace.under_way == 1

    asyncio.run(run())


def test_who_gives_up_waiting_leaves_no_gap() -> None:
    async def run() -> list[int]:
        pace, seen = Pace(1), list[int]()
        async with pace.turn():
            waiting = [asyncio.ensure_future(hold(pace, seen)) for _ in range(3)]
            await asyncio.sleep(0)
            waiting[0].cancel()
            await asyncio.sleep(0)
        await asyncio.gather(*waiting, return_exceptions=True)
        assert pace.under_way == 0
        return seen

    assert asyncio.run(run()) == [1, 1]


def test_a_closed_gate_opens_for_everybody_at_the_same_time() -> None:
    async def run() -> float:
        pace = Pace(4)
        started = time.monotonic()
        pace.overrun(0.03)
        pace.overrun(0.01)  # a shorter wait opens nothing
        await asyncio.gather(*(pace.opened() for _ in range(3)))
        return time.monotonic() - started

    assert asyncio.run(run()) >= 0.03


def test_an_open_gate_lets_pass_at_once() -> None:
    async def run() -> list[str]:
        pace, order = Pace(4), list[str]()
        pace.overrun()

        async def other() -> None:
            order.append("other")

        task = asyncio.ensure_future(other())
        await pace.opened()
        order.append("opened")
        await task
        return order

    assert asyncio.run(run()) == ["opened", "other"]


def test_a_gate_that_is_closed_again_while_one_waits_is_waited_for() -> None:
    async def run() -> float:
        pace, started = Pace(4), time.monotonic()
        pace.overrun(0.01)
        waiting = asyncio.ensure_future(pace.opened())
        await asyncio.sleep(0)
        pace.overrun(0.04)
        await waiting
        return time.monotonic() - started

    assert asyncio.run(run()) >= 0.04
