"""One client of `bench.asking`, in a process of its own: `python -m bench.askers CLIENT FILE URL IN_FLIGHT`.

Reads invented papers, asks about the first one to open what has to be opened, then about all others, so many at once,
and prints one line of JSON: seconds and CPU seconds of the latter, CPU seconds until then.
"""

import asyncio
import json
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from agent.extract.model.parse import parse
from agent.extract.model.render import ask
from agent.extract.model.rungs import ANSWER, TEMPERATURE, Dialect, Rung, body, form
from agent.extract.model.session import Session
from agent.extract.model.wire import WireAnswer
from agent.extract.sentences import number_sentences
from agent.model_settings import MAX_TOKENS, ModelSettings
from bench.fast_server import MODEL
from bench.invented import Invented, read_invented
from cache.answer_writer import Writer
from cache.answers import Answers, answer_key
from cache.home import Home
from schemas.answer import Contribution
from schemas.exchange import Exchange, KeptAnswer, Message
from schemas.identity import text_hash
from schemas.paper import Entry, Paper
from schemas.taxonomy import load_taxonomy

Item = TypeVar("Item")
Body = dict[str, Any]
Messages = list[Body]
Ask = Callable[[Item], Awaitable[None]]
"""Asks about one paper, whatever form of it a client takes."""
NOW = "2026-06-15T07:00:00Z"


class WrongAnswerError(Exception):
    """A client did not get what every one of them should: a valid answer."""


class PlainAnswer(BaseModel):
    """The form of `WireAnswer` as one writes it for instructor."""

    contribution: Contribution
    task: str
    names: list[str]
    method: str
    claims: list[str]
    key: int
    datasets: list[str]
    models: list[str]
    topics: list[str]
    tldr: str


def read_messages(file: Path) -> list[Messages]:
    """Return the messages about each paper, made before the clock starts: clients that send only do not render."""
    texts = (number_sentences(paper.title, paper.abstract) for paper in read_invented(file))
    return [[message.model_dump() for message in ask(text)] for text in texts]


@asynccontextmanager
async def raw(url: str, in_flight: int) -> AsyncIterator[Ask[Messages]]:
    """Post the body with aiohttp and read the reply as JSON; nobody looks at what it says."""
    import aiohttp

    dialect = Dialect(rung=Rung.JSON_SCHEMA, enforced=True)
    fixed = {"model": MODEL, "max_tokens": MAX_TOKENS, "temperature": TEMPERATURE}
    wanted = form(WireAnswer, ANSWER, dialect).wire
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=in_flight)) as session:

        async def one(messages: Messages) -> None:
            body = {**fixed, "messages": messages, **wanted}
            async with session.post(f"{url}/chat/completions", json=body) as response:
                if not (await response.json())["choices"][0]["message"]["content"]:
                    raise WrongAnswerError

        yield one


@asynccontextmanager
async def plain_instructor(url: str, _in_flight: int) -> AsyncIterator[Ask[Messages]]:
    """Ask through instructor as its documentation has it: openai's client, and the model with each call."""
    import instructor
    from openai import AsyncOpenAI

    async with AsyncOpenAI(base_url=url, api_key="none", max_retries=0) as openai:
        client = instructor.from_openai(openai, mode=instructor.Mode.JSON_SCHEMA)

        async def one(messages: Messages) -> None:
            answer = await client.chat.completions.create(
                model=MODEL,
                messages=messages,  # type: ignore[arg-type]  # what openai calls messages are such dicts
                max_tokens=MAX_TOKENS,
                temperature=TEMPERATURE,
                response_model=PlainAnswer,
                max_retries=0,
            )
            if not answer.claims:
                raise WrongAnswerError

        yield one


@asynccontextmanager
async def opened(url: str, in_flight: int) -> AsyncIterator[tuple[Session, Answers]]:
    """Open a line to the server and a store of answers, in a fresh home."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        with Answers(home.answers) as answers:
            session = Session(ModelSettings(MODEL, url, concurrency=in_flight), home.folder, lambda: NOW)
            try:
                yield session, answers
            finally:
                await session.close()


@asynccontextmanager
async def kept(url: str, in_flight: int) -> AsyncIterator[Ask[Messages]]:
    """Ask as the engine does until a valid answer lies in the store: neither rendered before nor checked after it."""
    async with opened(url, in_flight) as (session, answers):
        writer = Writer(answers)

        async def one(messages: Messages) -> None:
            line = await session.ready()
            asked = tuple(Message.model_validate(message) for message in messages)
            reply = await session.transport.send(body(MODEL, asked, line.form, line.dialect, MAX_TOKENS))
            if parse(reply).answer is None:
                raise WrongAnswerError(reply.content)
            exchange = Exchange(
                purpose="extract",
                messages=asked,
                max_tokens=MAX_TOKENS,
                server=str(line.server),
                structure="",
                reply=reply,
            )
            content = asked[-1].content
            answer = KeptAnswer(
                paper=MODEL,
                text_hash=text_hash("", content),
                spans=((0, 1),),
                model=MODEL,
                at=NOW,
                exchanges=(exchange,),
            )
            await writer.put(answer_key(asked, "", MODEL, {}, MAX_TOKENS), answer)

        yield one


@asynccontextmanager
async def ours(url: str, in_flight: int) -> AsyncIterator[Ask[Invented]]:
    """Ask as a build does: a paper is rendered, asked about, kept, checked, and told as an outcome."""
    from agent.extract.model.agent import ModelEngine

    async with opened(url, in_flight) as (session, answers):
        engine = ModelEngine(session, load_taxonomy(), answers, lambda: NOW)

        async def one(paper: Invented) -> None:
            outcome = await engine.extract(paper_of(paper))
            if outcome.kind != "extracted" or outcome.extraction.status != "complete":
                raise WrongAnswerError(outcome.model_dump_json()[-2000:])

        yield one


def paper_of(made: Invented) -> Paper:
    """Return an invented paper as a page printed it."""
    entry = Entry(page="bench.jsonl", position=0, kind="jsonl", title=made.title, abstract=made.abstract)
    return Paper(id=made.id, title=made.title, abstract=made.abstract, sources=(entry,))


async def measure(
    client: AbstractAsyncContextManager[Ask[Item]], items: Iterable[Item], in_flight: int
) -> dict[str, float]:
    """Ask about the first item, then about the others, so many at once; return what the latter took."""
    left = iter(items)
    async with client as one:

        async def work() -> None:
            for item in left:
                await one(item)

        await one(next(left))
        opened, started = cpu_seconds(), time.perf_counter()
        await asyncio.gather(*(work() for _ in range(in_flight)))
        return {
            "seconds": time.perf_counter() - started,
            "cpu_s": cpu_seconds() - opened,
            "start_cpu_s": opened,
        }


def cpu_seconds() -> float:
    """Return the CPU seconds of this process, user and system."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(name: str, file: Path, url: str, in_flight: int) -> None:
    """Measure one client and print the figures as JSON."""
    match name:
        case "raw":
            found = asyncio.run(measure(raw(url, in_flight), read_messages(file), in_flight))
        case "instructor":
            found = asyncio.run(measure(plain_instructor(url, in_flight), read_messages(file), in_flight))
        case "kept":
            found = asyncio.run(measure(kept(url, in_flight), read_messages(file), in_flight))
        case _:
            found = asyncio.run(measure(ours(url, in_flight), read_invented(file), in_flight))
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
