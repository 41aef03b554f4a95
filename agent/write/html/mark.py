"""How a page of ours begins; apart from what makes one, so that asking costs nothing."""

GENERATOR = "research-digest"
_START = (
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    f'<meta name="generator" content="{GENERATOR}">',
)


def is_our_page(start: str) -> bool:
    """Tell whether a file that starts like this is a page that `build` may overwrite; 256 characters are enough."""
    return tuple(start.removeprefix("\ufeff").splitlines()[: len(_START)]) == _START
