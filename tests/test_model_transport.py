"""The way to the server: what is on the wire is what was to be said, byte by byte."""

import asyncio
import json

import pytest

from agent.extract.model.pace import Pace
from agent.extract.model.rungs import ANSWER, Dialect, Rung, body, form
from agent.extract.model.transport import Transport
from agent.extract.model.wire import WireAnswer
from agent.model_settings import ModelSettings
from schemas.exchange import Message
from tests.servers import FakeServer

MESSAGES = (Message(role="system", content='Read "this".\n'), Message(role="user", content="Fénlight 📉 gains 3 %."))


@pytest.mark.parametrize("rung", list(Rung))
def test_server_receives_the_body_that_was_made_and_no_key_more(rung: Rung) -> None:
    dialect = Dialect(rung=rung, enforced=True)
    made = body("good", MESSAGES, form(WireAnswer, ANSWER, dialect), dialect, 900)

    async def send(address: str) -> None:
        transport = Transport(ModelSettings("good", address), Pace(1))
        try:
            await transport.send(made)
        finally:
            await transport.close()

    with FakeServer() as server:
        asyncio.run(send(server.base_url))
        (received,) = (one.body for one in server.requests)
    assert received == made
    assert json.dumps(received["messages"]) == json.dumps(made["messages"])
    schema = [json.dumps(one.get(key)) for one in (received, made) for key in ("response_format", "tools")]
    assert schema[:2] == schema[2:]  # the order of keys is that in which a model answers
