"""The agent, in one page: look whether it was answered, ask, parse, check, repair once, keep, conclude.

    paper ─▶ key ─▶ kept? ─▶ ask ─▶ (cut? longer) ─▶ (faults? once more) ─▶ keep ─▶ Extracted · Refused · Failed

What is asked next and what came of it are decided in `talk`, without a request; here are deadline, room and store.
"""

import asyncio
import hashlib
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from agent.extract.derive import VERSION as CHECKS
from agent.extract.model.parse import is_cut, parse, refused
from agent.extract.model.render import BYTES_A_TOKEN, about_tokens, ask
from agent.extract.model.rungs import TEMPERATURE, TOLD, Rung, body
from agent.extract.model.session import Line, Session
from agent.extract.model.shape import schema_hash, schema_text, wire_schema
from agent.extract.model.talk import Step, Subject, conclude, heard, is_over, next_step, subject_of
from agent.extract.model.wire import WireAnswer
from agent.extract.sentences import NumberedText, Spans, number_sentences
from cache.answer_writer import Writer
from cache.answers import Answers, answer_key
from prompts import load_prompt
from schemas.errors import RequestError, ServerError
from schemas.exchange import Exchange, KeptAnswer, Reply
from schemas.extraction import Provenance
from schemas.identity import text_hash
from schemas.outcome import Extracted, Failed, Outcome, Skipped
from schemas.paper import Paper
from schemas.report import Spent
from schemas.taxonomy import Taxonomy

VERSION = "1"
"""Raised with every change that makes another extraction of the same reply."""
LEAST_ROOM = 256  # tokens that an answer needs at the least
USUAL_BYTES_A_TOKEN = 4  # of English, for estimates
USUAL_ANSWER = 200  # tokens
MOST_BYTES_A_TOKEN = 8
"""A server that counts fewer tokens than this did not read the whole prompt: English has 4 to 5 bytes a token."""
MOST_FAILURES = 5
"""Papers in a row at which a server fails before the run stops."""
_STOPPING = ("unauthorized", "unknown-model", "quota", "moved")


class _Talk(NamedTuple):
    paper: Paper
    subject: Subject
    key: str
    exchanges: list[Exchange]
    """Grows with each reply."""


class ModelEngine:
    """Ask a model about papers; what it said is kept before anything is made of it."""

    asks = True

    def __init__(self, session: Session, taxonomy: Taxonomy, answers: Answers, now: Callable[[], str]) -> None:
        self.name = session.settings.model
        self.workers = session.settings.concurrency
        self._session = session
        self._taxonomy = taxonomy
        self._answers = answers
        self._writer = Writer(answers)
        self._now = now
        self._failures = 0  # papers in a row
        self._unreadable = 0  # replies in a row
        self._tokens: int | None = None
        self._context: int | None = None  # of the server, once it was asked for it
        self.asked_with: tuple[str | None, str | None] = (
            load_prompt("extract").hash,
            schema_hash(wire_schema(WireAnswer)),
        )

    @property
    def spent(self) -> Spent:
        """What the run cost so far."""
        return Spent(self._session.requests, self._tokens)

    @property
    def version(self) -> str:
        """Of what is made of a reply: extractions of another version are made anew, without a request."""
        return f"{VERSION}.{CHECKS}+{self._taxonomy.version}"

    async def extract(self, paper: Paper, *, anew: bool = False) -> Outcome:
        """Return what the model says of a paper, from a kept answer if there is one.

        Args:
            paper: What is asked about.
            anew: Ask even if an answer is kept; the new one takes its place.

        Raises:
            ServerError: The server cannot be used for any paper.
        """
        if not paper.abstract.strip():
            return Skipped()
        if not anew and (outcome := self.kept(paper)):
            return outcome
        text = number_sentences(paper.title, paper.abstract)
        key = self.key(text)
        begun = None if anew else self._begun(paper, key)
        talk = _Talk(paper, self._subject(text), key, heard(begun.exchanges) if begun else [])
        async with self._session.pace.turn():
            outcome = await self._ask(talk)
        self._count(outcome)
        return outcome

    async def server(self) -> str:
        """Return the server and its version; asks it.

        Raises:
            ServerError: It cannot be used.
        """
        return str((await self._session.ready()).server)

    async def context_tokens(self) -> int | None:
        """Return the context that user or server tell now, else the assumed one; None if nothing answers."""
        try:
            self._context = await self._session.context_tokens()
        except ServerError:
            return None
        return self._context

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()

    def about_tokens(self, paper: Paper, *, anew: bool = False) -> int:
        """Return about how many tokens asking about a paper costs, the answer included; `anew`: whatever is kept."""
        if not paper.abstract.strip() or (not anew and self.kept(paper) is not None):
            return 0
        messages = ask(number_sentences(paper.title, paper.abstract))
        return sum(len(message.content.encode()) for message in messages) // USUAL_BYTES_A_TOKEN + USUAL_ANSWER

    def kept(self, paper: Paper) -> Outcome | None:
        """Return what is made of the kept replies about a paper; None if none are, or there is more to ask."""
        if not paper.abstract.strip():
            return Skipped()
        key = self.key(number_sentences(paper.title, paper.abstract))
        if (kept := self._answers.get(key)) and (outcome := self.conclude(paper, kept, key)):
            return outcome
        begun = self._begun(paper, key)
        if begun is None or not is_over(begun.exchanges, self._subject_of(paper, begun), self._context):
            return None
        return self.conclude(paper, begun, aside(key))

    def _begun(self, paper: Paper, key: str) -> KeptAnswer | None:
        """Return the replies so far to a question that has no answer yet."""
        begun = self._answers.get(aside(key))
        return begun if begun is not None and _is_about(begun, paper) else None

    def remade(self, paper: Paper, former: Outcome) -> Outcome | None:
        """Return what is made today of the reply behind a former outcome; None if the reply is not at hand.

        It stays the reply to the prompt and the form that were asked with then.
        """
        made = former.extraction.provenance if isinstance(former, Extracted) else None
        key = made.answer if made else None
        kept = self._answers.get(key) if key else None
        if made is None or key is None or kept is None:
            return self.kept(paper)
        outcome = self.conclude(paper, kept, key)
        if not isinstance(outcome, Extracted):
            return outcome
        asked = {"prompt_hash": made.prompt_hash, "schema_hash": made.schema_hash}
        provenance = outcome.extraction.provenance.model_copy(update=asked)
        return Extracted(extraction=outcome.extraction.model_copy(update={"provenance": provenance}))

    def conclude(self, paper: Paper, kept: KeptAnswer, key: str) -> Outcome | None:
        """Return what came of kept replies; None if they are about another text or their sentences are none of it."""
        if not _is_about(kept, paper):
            return None
        return conclude(kept.exchanges, self._subject_of(paper, kept), self._provenance(kept.exchanges, key))

    def key(self, text: NumberedText) -> str:
        """Return the key of an answer: what was asked, of which model, and with how much room."""
        settings = self._session.settings
        return answer_key(
            ask(text), self.asked_with[1] or "", settings.model, {"temperature": TEMPERATURE}, settings.max_tokens
        )

    async def _ask(self, talk: _Talk) -> Outcome:
        """Talk until the deadline of a paper; what the server fails at is an outcome too."""
        deadline_s, began = self._session.settings.timeout_s, time.monotonic()
        failed: Failed
        try:
            await self._session.ready()  # has a deadline of its own
            async with asyncio.timeout(deadline_s):
                return await self._talk(talk)
        except TimeoutError:
            self._session.pace.overrun(began=began)
            failed = Failed(reason="timeout", detail=f"no answer within {deadline_s:g} s", again=True)
        except RequestError as error:
            failed = await self._failed(error)
        return self._so_far(talk) or failed

    async def _talk(self, talk: _Talk) -> Outcome:
        """Ask as long as there is something to ask; each reply is kept before the next request."""
        has_learned = False
        while True:
            line = await self._session.ready()
            step = next_step(talk.exchanges, talk.subject, self._has_more_room(line, talk))
            if step is None:
                return conclude(talk.exchanges, talk.subject, self._provenance(talk.exchanges, talk.key))
            room = self._room(line, step)
            if room < LEAST_ROOM:
                return self._so_far(talk) or self._too_long(line)
            try:
                reply = await self._send(line, step, room)
            except RequestError as error:
                if has_learned or not self._learns(line, error):
                    raise
                has_learned = True
                continue
            self._tally(reply)
            is_cut_short = is_prompt_cut(step, reply, line.server.context_tokens or line.context_tokens)
            talk.exchanges.append(
                Exchange(
                    purpose=step.purpose,
                    messages=step.messages,
                    max_tokens=room,
                    server=str(line.server),
                    structure=str(line.dialect),
                    reply=reply,
                    cut_at=line.thought_tokens if is_cut_short else None,
                )
            )
            await self._keep(talk)
            await self._watch_form(line, reply)

    def _so_far(self, talk: _Talk) -> Outcome | None:
        """Return what the replies so far give; None if no extraction, so that nothing is lost by going on."""
        if not _is_readable(talk.exchanges):
            return None
        return conclude(talk.exchanges, talk.subject, self._provenance(talk.exchanges, talk.key))

    def _learns(self, line: Line, error: RequestError) -> bool:
        """Note the context that a refusal tells; return whether it is smaller than was thought."""
        if error.kind != "too-long" or not error.context_tokens or error.context_tokens >= line.context_tokens:
            return False
        self._session.learn_context(error.context_tokens)
        return True

    async def _send(self, line: Line, step: Step, room: int) -> Reply:
        return await self._session.transport.send(body(self.name, step.messages, line.form, line.dialect, room))

    def _tally(self, reply: Reply) -> None:
        for counted in (reply.usage.prompt_tokens, reply.usage.answer_tokens):
            if counted is not None:
                self._tokens = (self._tokens or 0) + counted

    def _room(self, line: Line, step: Step) -> int:
        """Return the tokens that an answer may have; it may be none."""
        asked = about_tokens(step.messages)
        if line.dialect.rung in (*TOLD, Rung.TOOLS):
            asked += len(schema_text(line.form.schema)) // BYTES_A_TOKEN
        wanted = self._session.settings.max_tokens * (2 if step.purpose == "longer" else 1)
        return min(wanted, line.context_tokens - asked)

    def _has_more_room(self, line: Line, talk: _Talk) -> bool:
        """Say whether the last answer could have been longer, had it been allowed to."""
        if not talk.exchanges:
            return False
        return self._room(line, Step("longer", ask(talk.subject.text))) > talk.exchanges[-1].max_tokens

    def _too_long(self, line: Line) -> Failed:
        return Failed(
            reason="too-long",
            detail=f"title and abstract leave no room in a context of {line.context_tokens} tokens"
            " (`--context-tokens` if the server has more)",
            context_tokens=line.thought_tokens,
        )

    async def _watch_form(self, line: Line, reply: Reply) -> None:
        """Find out again which rung holds, when two replies in a row on an enforced one are none of its form."""
        if is_cut(reply) or refused(reply):
            return  # the form is not what they lack
        self._unreadable = 0 if parse(reply).answer else self._unreadable + 1
        if self._unreadable >= 2 and line.dialect.enforced:
            self._unreadable = 0
            await self._session.demote(line)

    async def _failed(self, error: RequestError) -> Failed:
        """Return what a failed request means for its paper.

        Raises:
            ServerError: Every paper would meet it.
        """
        from agent.extract.model.identify import unreachable
        from agent.extract.model.negotiate import is_alive, stops_the_run

        line = await self._session.ready()
        if error.kind in _STOPPING:
            raise stops_the_run(error, line.server, self.name) from error
        if error.kind in ("unreachable", "disconnected") and not await is_alive(self._session.transport):
            raise unreachable(line.server.address) from error
        if error.kind == "too-long":
            detail = f"the server's context is too small for it ({error.message})"
            return Failed(reason="too-long", detail=detail, context_tokens=line.thought_tokens)
        return Failed(reason=error.kind, detail=error.message, again=error.kind not in ("rejected", "too-large"))

    def _count(self, outcome: Outcome) -> None:
        """Stop the run where the server fails at one paper after another.

        Raises:
            ServerError: It does.
        """
        failed = isinstance(outcome, Failed) and outcome.reason not in ("too-long", "unusable", "cut")
        self._failures = self._failures + 1 if failed else 0
        if self._failures >= MOST_FAILURES and isinstance(outcome, Failed):
            raise ServerError(
                f"{self._session.settings.base_url} failed at {self._failures} papers in a row, the last time with:"
                f" {outcome.detail}; what was answered is kept: run the same command again when it is well"
            )

    async def _keep(self, talk: _Talk) -> None:
        """Keep the replies: under their key if any of them can be read, else aside."""
        answer = KeptAnswer(
            paper=talk.paper.id,
            text_hash=text_hash(talk.paper.title, talk.paper.abstract),
            spans=talk.subject.text.spans,
            model=self.name,
            at=self._now(),
            exchanges=tuple(talk.exchanges),
        )
        await self._writer.put(talk.key if _is_readable(talk.exchanges) else aside(talk.key), answer)

    def _subject(self, text: NumberedText) -> Subject:
        return subject_of(text, self._taxonomy)

    def _subject_of(self, paper: Paper, kept: KeptAnswer) -> Subject:
        return self._subject(NumberedText(paper.title, paper.abstract, kept.spans))

    def _provenance(self, exchanges: Sequence[Exchange], key: str) -> Provenance:
        last = exchanges[-1]
        prompts = [one.reply.usage.prompt_tokens for one in exchanges]
        answers = [one.reply.usage.answer_tokens for one in exchanges]
        return Provenance(
            engine="model",
            engine_version=self.version,
            model=self.name,
            server=last.server,
            structure=last.structure,
            prompt_hash=self.asked_with[0],
            schema_hash=self.asked_with[1],
            prompt_tokens=None if None in prompts else sum(filter(None, prompts)),
            answer_tokens=None if None in answers else sum(filter(None, answers)),
            seconds=round(sum(one.reply.seconds for one in exchanges), 3),
            attempts=len(exchanges),
            answer=key,
        )


def aside(key: str) -> str:
    """Return the key of replies to the same question that gave no extraction."""
    return hashlib.sha256(f"unusable {key}".encode()).hexdigest()


def is_prompt_cut(step: Step, reply: Reply, context_tokens: int) -> bool:
    """Say whether a server cut the prompt silently: it counted less than the prompt can be, or a full context."""
    counted = reply.usage.prompt_tokens
    if not counted:  # older Ollamas count none of a prompt that they still hold
        return False
    length = sum(len(message.content.encode()) for message in step.messages)
    return counted < length // MOST_BYTES_A_TOKEN or counted >= context_tokens


def _is_readable(exchanges: Sequence[Exchange]) -> bool:
    return any(parse(one.reply).answer for one in heard(exchanges))


def _is_about(kept: KeptAnswer, paper: Paper) -> bool:
    """Say whether replies are about the present text, and their sentences are of it."""
    return kept.text_hash == text_hash(paper.title, paper.abstract) and _fits(kept.spans, paper.abstract)


def _fits(spans: Spans, abstract: str) -> bool:
    ends = [0, *(end for _, end in spans)]
    return bool(spans) and all(
        before <= start < end <= len(abstract) for before, (start, end) in zip(ends, spans, strict=False)
    )
