"""Models by what they say: each name stands for one way of answering a request about a paper."""

import json
from collections.abc import Mapping

from prompts import load_prompt
from tests.servers import careless, obedient, oracle
from tests.servers.answers import echo_answer
from tests.servers.http import Reply
from tests.servers.replies import Said
from tests.servers.turn import Behaviour, Dress, Turn, plainly

HUGE_BYTES = 30_000_000
LEVELS = 20_000
DIGITS = 5_000
MOST_WHITE = 6_000  # characters
PROSE = "This paper is about trees. I think it is quite good, and there is little more to say."


def good(turn: Turn) -> Reply:
    """A valid answer made of the prompt's own sentences."""
    return turn.say(turn.good())


def slow(turn: Turn) -> Reply:
    """The same after 0.3 s."""
    return good(turn)._replace(after_s=0.3)


def demoted(turn: Turn) -> Reply:
    """A good first answer, prose from the second on."""
    return good(turn) if turn.nth == 1 else turn.tell(Said(PROSE))


def echo(turn: Turn) -> Reply:
    """The embedded engine's answer."""
    return turn.say(echo_answer(turn.chat.title, turn.chat.sentences, turn.memory.library))


def oracle_(turn: Turn) -> Reply:
    """The annotations of the paper; good for others."""
    return turn.say(oracle.answer(turn.chat.title, turn.chat.sentences, turn.memory.library) or turn.good())


def obedient_(turn: Turn) -> Reply:
    """What the text tells a reader machine to say; good for texts that tell nothing."""
    content = obedient.answer(turn.chat.title, turn.chat.sentences, turn.memory.library)
    return turn.tell(Said(content, is_bounded=False)) if isinstance(content, str) else turn.say(content or turn.good())


def careless_(turn: Turn) -> Reply:
    """A good answer with errors, which the server notes in `planted`."""
    wire, planted = careless.plant(turn.chat.title, turn.chat.sentences, turn.good())
    turn.memory.planted[turn.chat.title] = planted
    return turn.say(wire)


def repaired(turn: Turn) -> Reply:
    """Careless until it is told what was wrong."""
    return good(turn) if turn.chat.is_repair else careless_(turn)


def length_once(turn: Turn) -> Reply:
    """Cut off, and whole if there is more room than in the first request about the paper."""
    room = turn.chat.room or 0
    if room > turn.memory.first_room.setdefault(turn.chat.user, room):
        return good(turn)
    return _half(turn)


def _half(turn: Turn) -> Reply:
    text = json.dumps(turn.good())
    return turn.tell(Said(text[: len(text) // 2], finish="length"))


def _dressed(dress: Dress) -> Behaviour:
    return lambda turn: turn.tell(dress(json.dumps(turn.good(), ensure_ascii=False)))


DRESSES: Mapping[str, Dress] = {
    "think": lambda text: Said(f"<think>\nFirst {{maybe}} the method, then the claims.\n</think>\n\n{text}"),
    "think-unopened": lambda text: Said(f"First {{maybe}} the method, then the claims.\n</think>\n\n{text}"),
    "fenced": lambda text: Said(f"Sure! Here is the object you asked for:\n\n```json\n{text}\n```\n\nAnything else?"),
    "array-after": lambda text: Said(f"{text} see [1]"),
    "reasoning-field": lambda text: Said("", reasoning=text),
    "null-and-reasoning": lambda text: Said(None, reasoning=text),
    "tool-text": lambda text: Said(f'<tool_call>\n{{"name": "answer", "arguments": {text}}}\n</tool_call>'),
    "tool-calls": lambda text: Said(None, finish="tool_calls", arguments=text),
    "byte-order-mark": lambda text: Said(f"\ufeff{text}"),
}
"""Models that put something around their JSON, unless the server holds them to a form."""


def _changed(**changes: object) -> Behaviour:
    return lambda turn: turn.say({**turn.good(), **changes})


def _always(said: Said) -> Behaviour:
    return lambda turn: turn.tell(said)


def _twice(turn: Turn) -> Reply:
    text = json.dumps(turn.good())
    return turn.say(f'{text[:-1]}, "tldr": "It wins everywhere [1]", "key": 3}}')


def _big_integer(turn: Turn) -> Reply:
    text = json.dumps({**turn.good(), "key": "KEY"})
    return turn.tell(Said(text.replace('"KEY"', "9" * DIGITS), is_bounded=False))


def _huge(turn: Turn) -> Reply:
    return turn.tell(Said(json.dumps({**turn.good(), "tldr": "quiet trees " * (HUGE_BYTES // 12)}), is_bounded=False))


def _white(turn: Turn) -> Reply:
    return turn.tell(Said("{" + " \n" * (min((turn.chat.room or 512) * 4, MOST_WHITE) // 2), finish="length"))


def _canary(turn: Turn) -> Reply:
    return turn.say(load_prompt("extract").text.rpartition("\n")[2])


def _headers(turn: Turn) -> Reply:
    told = "; ".join(f"{name}: {value}" for name, value in turn.chat.headers.items())
    return turn.say(
        {**turn.good(), "task": told, "method": f"{told} [1]", "claims": [f"result: {told} [1]"], "tldr": told}
    )


def _no_usage(turn: Turn) -> Reply:
    return turn.tell(Said(json.dumps(turn.good()), counts=False))


def _cut_prompt(turn: Turn) -> Reply:
    return turn.tell(Said(json.dumps(turn.good()), prompt_tokens=20))


CONTENT: Mapping[str, Behaviour] = {
    "good": good,
    "slow": slow,
    "prose": _always(Said(PROSE)),
    "echo": echo,
    "oracle": oracle_,
    "obedient": obedient_,
    "careless": careless_,
    "repaired": repaired,
    "demoted": demoted,
    **{name: _dressed(dress) for name, dress in DRESSES.items()},
    "o-mini": good,
    "no-tools": good,
    "drops-params": good,
    "raises-params": good,
    "null-content": _always(Said(None)),
    "empty-content": _always(Said("")),
    "refusal": _always(Said(None, refusal="I'm sorry, I can't help with that.")),
    "content-filter": _always(Said("", finish="content_filter")),
    "length": _half,
    "length-once": length_once,
    "whitespace-loop": _white,
    "duplicate-keys": _twice,
    "nan": _changed(key=float("nan")),
    "extra-key": _changed(reviewer_score=10, next="http://127.0.0.2/next"),
    "wrong-schema": lambda turn: turn.say({"summary": "It is about trees.", "score": 7}),
    "huge": _huge,
    "deep": _always(Said('{"a":' * LEVELS + "1" + "}" * LEVELS, is_bounded=False)),
    "big-integer": _big_integer,
    "no-usage": _no_usage,
    "cut-prompt": _cut_prompt,
    "echo-canary": _canary,
    "echo-headers": _headers,
}
"""What a model says, by its name."""


def dress_of(name: str) -> Dress:
    """Return how a model of that name puts its JSON."""
    return DRESSES.get(name.removesuffix("!"), plainly)
