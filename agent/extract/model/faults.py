"""What a failed request means: HTTP status, body and exceptions of the client ─▶ `RequestError`.

Servers agree on little: a wrong key is 401 here and 500 there, a full context 400 with five different bodies. What is
told to people holds the server's own words, cut short, and never the text of the exception, which may hold a request.
"""

import email.utils
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from schemas.errors import FaultKind, RequestError

LONGEST_WORDS = 200  # characters of a server's own message that are repeated
_CONTEXT = re.compile(
    r"context[ _-]?(?:length|size|window)|exceed_context|maximum context|too many tokens|prompt is too long"
    r"|larger than the context|n_ctx|max_new_tokens` must be",
    re.IGNORECASE,
)
_QUOTA = re.compile(r"insufficient_quota|exceeded your current quota|billing|credit balance|payment", re.IGNORECASE)
_FLAGGED = re.compile(r"moderation|flagged|content[ _]policy|safety", re.IGNORECASE)
_KEY = re.compile(r"api[ _-]?key|authenticat|unauthori[sz]ed", re.IGNORECASE)  # LiteLLM says so with 500
_LOADING = re.compile(r"loading|starting|warming|not ready|unavailable", re.IGNORECASE)
_WORDS = ("error", "message", "detail", "msg", "code", "type")  # where the words of an error stand, best first
_CONTEXT_TOLD = re.compile(
    r"context (?:length|size|window)(?: is| of|:)? ?(?:only )?\(?(\d{3,7})|n_ctx[ =:]+(\d{3,7})|must be <= (\d{3,7})",
    re.IGNORECASE,
)
_PAGE = "a page of HTML"
_CONTEXT_KEYS = ("n_ctx", "max_model_len", "context_length")


def fault_of_status(status: int, headers: Mapping[str, str], body: object) -> RequestError:
    """Return what a reply with an error status means.

    Args:
        status: Outside 200–299.
        headers: Of the reply, names in any case.
        body: Parsed JSON, else text, else None.
    """
    words = words_of(body)
    said = f"HTTP {status}" + (f": {words}" if words else "")
    text = f"{words} {_code(body)}"
    kind: FaultKind
    if 300 <= status < 400:
        return RequestError("moved", f"{said}: it sends elsewhere, and no other host is asked", status)
    if status == 402 or (_QUOTA.search(text) and status in (403, 429)):
        return RequestError("quota", said, status)
    if status in (400, 413, 422, 500) and _CONTEXT.search(text):
        return RequestError("too-long", said, status, context_tokens=_context(body))
    if status == 403 and _FLAGGED.search(text):
        kind = "rejected"
    elif status in (401, 403):
        kind = "unauthorized"
    elif status == 404:
        kind = "web-page" if words == _PAGE else "unknown-model"
    elif status in (408, 425):
        kind = "timeout"
    elif status == 429:
        kind = "rate-limited"
    elif status in (502, 503, 504, 529):
        kind = "overloaded"
    elif status >= 500:
        kind = "unauthorized" if _KEY.search(words) else "overloaded" if _LOADING.search(words) else "broken"
    else:
        kind = "rejected"
    return RequestError(kind, said, status, retry_after_s=retry_after_s(headers))


def fault_in_reply(error: object) -> RequestError:
    """Return what an `error` object in a reply with status 200 means."""
    words = words_of({"error": error})
    text = f"{words} {_code({'error': error})}"
    said = "an error in a reply" + (f": {words}" if words else "")
    if _QUOTA.search(text):
        return RequestError("quota", said, 200)
    if _CONTEXT.search(text):
        return RequestError("too-long", said, 200, context_tokens=_context({"error": error}))
    if _LOADING.search(text):
        return RequestError("overloaded", said, 200)
    return RequestError("not-an-answer", said, 200)


def retry_after_s(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return the seconds of a `Retry-After` (RFC 9110 §10.2.3) or `retry-after-ms`; None if it is of no use."""
    found = {name.lower(): value for name, value in headers.items()}
    for name, units in (("retry-after-ms", 1000), ("retry-after", 1)):
        try:
            seconds = _seconds(found[name], now or datetime.now(UTC)) / units
        except (KeyError, ValueError, TypeError, OverflowError):
            continue
        if math.isfinite(seconds) and seconds >= 0:
            return seconds
    return None


def _seconds(value: str, now: datetime) -> float:
    try:
        return float(value)
    except ValueError:
        date = email.utils.parsedate_to_datetime(value)
        return (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds()


def words_of(body: object) -> str:
    """Return a server's own message on one line, cut short after a word; empty if there is none."""
    text = " ".join(_said(body).split())
    text = "".join(letter for letter in text if letter.isprintable())
    if "<html" in text.lower() or "<!doctype" in text.lower():
        return _PAGE
    if len(text) <= LONGEST_WORDS:
        return text
    return text[:LONGEST_WORDS].rpartition(" ")[0] or text[:LONGEST_WORDS]  # half a key would not be known as one


def _said(body: object, levels: int = 4) -> str:
    """Return the words of an error: a text, `{"error": …}`, `{"detail": [{"loc": …, "msg": …}]}` or several of them."""
    if isinstance(body, str):
        return body
    if isinstance(body, Mapping) and levels:
        found = next((text for key in _WORDS if (text := _said(body.get(key), levels - 1))), "")
        place = body.get("loc")
        where = ".".join(str(part) for part in place if isinstance(part, str | int)) if isinstance(place, list) else ""
        return f"{where}: {found}" if where and found else found
    if isinstance(body, list) and levels:
        return "; ".join(filter(None, (_said(one, levels - 1) for one in body[:4])))
    return ""


def _code(body: object) -> str:
    error = body.get("error", body) if isinstance(body, Mapping) else None
    return f"{error.get('code')} {error.get('type')}" if isinstance(error, Mapping) else ""


def _context(body: object) -> int | None:
    error: Any = body.get("error", body) if isinstance(body, Mapping) else None
    for place in (error, body):
        if isinstance(place, Mapping):
            for key in _CONTEXT_KEYS:
                if isinstance(place.get(key), int) and place[key] > 0:
                    return int(place[key])
    match = _CONTEXT_TOLD.search(words_of(body))
    return int(next(filter(None, match.groups()))) if match else None
