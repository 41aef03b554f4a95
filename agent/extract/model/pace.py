"""How many papers may be asked about at once: one gate for all workers of an address.

Additive increase, multiplicative decrease (as in TCP's congestion control, RFC 5681): halved when the server is
overrun, one more after fifty replies in a row. A `Retry-After` closes the gate for everybody.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

GROWS_AFTER = 50  # replies in a row


class Pace:
    """The gate of one address."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.limit = most
        self.under_way = 0
        self._in_a_row = 0
        self._opens_at = 0.0  # time.monotonic(), as the next
        self._halved_at = 0.0
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Hold a place while a paper is asked about, further attempts and the waiting between them included."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.under_way < self.limit)
            self.under_way += 1
        try:
            yield
        finally:
            self.under_way -= 1
            async with self._changed:
                self._changed.notify(max(0, self.limit - self.under_way))  # more than one, if the limit grew

    async def opened(self) -> None:
        """Wait until requests may be sent again."""
        while (closed_for_s := self._opens_at - time.monotonic()) > 0:
            await asyncio.sleep(closed_for_s)

    def went_well(self) -> None:
        """Note a reply."""
        self._in_a_row += 1
        if self._in_a_row >= GROWS_AFTER and self.limit < self.most:
            self.limit += 1
            self._in_a_row = 0

    def overrun(self, closed_for_s: float = 0.0, began: float | None = None) -> None:
        """Note that the server could not keep up.

        Args:
            closed_for_s: Nobody asks for that many seconds.
            began: When the request was sent, by `time.monotonic()`: what was sent before the limit was last halved
                does not halve it again. None: now.
        """
        now = time.monotonic()
        self._in_a_row = 0
        self._opens_at = max(self._opens_at, now + closed_for_s)
        if began is None or began >= self._halved_at:
            self.limit = max(1, self.limit // 2)
            self._halved_at = now
