"""Mutations of files: bytes, lines, and the structure of JSON, markup, tables and bibliographies."""

import gzip
import json
import random
import re
from collections.abc import Callable, Sequence

Mutation = Callable[[random.Random, bytes], bytes]

WRONG: tuple[object, ...] = (
    None, True, False, 0, -1, 10**400, 1e308, "", " ", "\u202e", "9" * 5000, [], {}, [None], [[]], [{}], {"": None},
    {"name": 1}, ["x", 1], {"date-parts": [[10**9, 13, 99]]},
)  # fmt: skip
"""Values of types and sizes that a field of a record has in no honest file."""
_PIECES = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n\n\n", b"{", b"}" * 40, b"[" * 3000, b'"', b"\\", b"@article{"),
    *(b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"<![CDATA[", b"]]>", b"<!--", b"</div>", b"<div>" * 2000),
    *(b"TY  - JOUR\n", b"ER  - \n", b"\\\\\n", b"$" * 99, b"'" * 99, b",,,,,,", b"=cmd|x", b"\x1f\x8b", b"1e999"),
    *(b"\xe2\x80\xae", b"https://" + b"a." * 200, b" and " * 500, b"Abstract:", b"[1] arXiv:2401.00001 [pdf]"),
)


def mutated(chance: random.Random, corpus: Sequence[bytes]) -> bytes:
    """Return a file of the corpus after one to six mutations."""
    data = chance.choice(corpus)
    for _ in range(chance.randint(1, 6)):
        data = chance.choice(MUTATIONS)(chance, data) if chance.random() < 0.9 else data + chance.choice(corpus)
    return data[:400_000]


def _flip(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(chance: random.Random, data: bytes) -> bytes:
    start, end = sorted((chance.randint(0, len(data)), chance.randint(0, len(data))))
    return chance.choice((data[:end], data[start:], data[:start] + data[end:]))


def _insert(chance: random.Random, data: bytes) -> bytes:
    place = chance.randint(0, len(data))
    return data[:place] + chance.choice(_PIECES) + data[place:]


def _lines(chance: random.Random, data: bytes) -> bytes:
    """Double, drop or swap lines."""
    lines = data.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    how = chance.randrange(3)
    if how == 0:
        lines[one:one] = lines[min(one, other) : max(one, other)] * chance.randint(1, 20)
    elif how == 1:
        del lines[one]
    else:
        lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _encode(chance: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    name = chance.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "utf-7", "utf-8-sig", "gzip"))
    return gzip.compress(data) if name == "gzip" else text.encode(name, "replace")


def _numbers(chance: random.Random, data: bytes) -> bytes:
    big = str(chance.choice((0, 13, 99, 10**6, 10**30, -1))).encode()
    return re.sub(rb"\d+", lambda found: big if chance.random() < 0.1 else found.group(), data)


def _tags(chance: random.Random, data: bytes) -> bytes:
    """Drop, double or rename tags and attributes of markup."""

    def change(found: re.Match[bytes]) -> bytes:
        if chance.random() > 0.1:
            return found.group()
        return chance.choice((b"", found.group() * 2, found.group().upper(), found.group().replace(b'"', b"")))

    return re.sub(rb"<[^<>]{1,300}>", change, data)


def _types(chance: random.Random, data: bytes) -> bytes:
    """Replace values of JSON, whether the file is one or each of its lines."""
    lines = data.split(b"\n")
    whole = _load(data)
    if whole is not None:
        return _dumped(_changed(chance, whole))
    return b"\n".join(
        _dumped(_changed(chance, value)) if (value := _load(line)) is not None else line for line in lines
    )


def _load(data: bytes) -> object:
    try:
        value: object = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict | list) else None


def _dumped(value: object) -> bytes:
    return json.dumps(value).encode()


def _changed(chance: random.Random, value: object) -> object:
    if chance.random() < 0.1:
        return chance.choice((*WRONG, [value] * 3, {"items": value}))
    if isinstance(value, dict):
        return {key: _changed(chance, one) for key, one in value.items() if chance.random() > 0.03}
    if isinstance(value, list):
        return [_changed(chance, one) for one in value]
    return value


MUTATIONS: tuple[Mutation, ...] = (_flip, _cut, _insert, _insert, _lines, _encode, _numbers, _tags, _types, _types)
