"""Lists of words as patterns for texts in lower case."""

import re


def any_of(listed: str) -> re.Pattern[str]:
    r"""Return a pattern for any of the words between blanks; each may be a pattern, and "_" stands for a blank.

    >>> bool(any_of(r"no_matter prov\w+").search("it is proven"))
    True
    """
    body = "|".join(listed.split()).replace("_", " ")
    return re.compile(rf"\b(?:{body})\b")
