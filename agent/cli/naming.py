"""What `digest taxonomy check` and `digest taxonomy suggest` print."""

from pathlib import Path

from agent.cli.options import Voice, settings
from agent.cli.printing import counted, out, out_json, tell
from agent.extract.sentences import number_sentences
from agent.vocabulary import EXAMPLES, CommonName, Unmapped, common_names, repeated_phrases, suggest, toml_of
from cache.find import Filters
from cache.library import Library
from cache.lookup import Lookup
from cache.tables import LIBRARY
from schemas.errors import EXIT_DONE, EXIT_USAGE, UsageError
from schemas.taxonomy import TOPICS, load_taxonomy, normalize_term, read_taxonomy_file
from schemas.topics_file import TopicsFile


def run_taxonomy(
    action: str, home: Path | None, file: Path | None, topics: Path | None, limit: int, voice: Voice
) -> int:
    """Check or suggest; return the exit code.

    Raises:
        DigestError: There is no such action, or the file or the library cannot be read.
    """
    known = settings(home, topics, verbose=voice.verbose)
    if action == "check":
        return check(file or known.taxonomy or TOPICS, voice)
    if action != "suggest" or file is not None:
        raise UsageError("`digest taxonomy` takes `check`, `check FILE` or `suggest`")
    return print_suggestions(known.home / LIBRARY, known.taxonomy, limit, voice)


def check(file: Path, voice: Voice) -> int:
    """Print what is wrong with a file of topics; return 2 if it cannot be used.

    Raises:
        TaxonomyError: It cannot be read.
    """
    found = read_taxonomy_file(file)
    common = _common(found)
    if voice.json:
        problems = [problem._asdict() for problem in found.problems]
        warnings = [{"line": found.lines[one.topic], **one._asdict()} for one in common]
        out_json({"file": str(file), "problems": problems, "warnings": warnings})
        return EXIT_USAGE if found.problems else EXIT_DONE
    for problem in found.problems:
        out(f"{file}:{problem.line or 1}: {problem.message}")
    for one in common:
        advice = "a word of many texts: guard it (`?`), or say more"
        out(f"{file}:{found.lines[one.topic]}: warning: topic `{one.topic}`: `{one.name}` is {advice}")
    if not voice.quiet:
        size = f", {counted(len(found.taxonomy.topics), 'topic')} in use with it" if found.taxonomy else ""
        tell(f"{counted(len(found.problems), 'error')}, {counted(len(common), 'warning')}{size}")
    return EXIT_USAGE if found.problems else EXIT_DONE


def _common(found: TopicsFile) -> list[CommonName]:
    return common_names(topic for topic in found.taxonomy.topics if topic.id in found.lines) if found.taxonomy else []


def print_suggestions(library: Path, topics: Path | None, limit: int, voice: Voice) -> int:
    """Print what unmapped terms, and phrases of several papers, could be named; return the exit code.

    Raises:
        DigestError: Library or file cannot be read.
    """
    taxonomy = load_taxonomy(topics)
    with Lookup(library) as lookup:
        tallies, _ = lookup.tally("term", limit)
        queue = [Unmapped(*tally, _papers(lookup, tally.label)) for tally in tallies]
    with Library(library, read_only=True) as opened:
        papers = ((name, opened.record(name).paper) for name in opened.all_papers())
        texts = ((name, number_sentences(paper.title, paper.abstract)) for name, paper in papers)
        phrases = repeated_phrases(texts, taxonomy)
    known = {normalize_term(one.term) for one in queue}
    every = [*queue, *(one for one in phrases if normalize_term(one.term) not in known)]
    total, terms = len(every), sorted(every, key=lambda one: -one.papers)[:limit]
    found = suggest(terms, taxonomy)
    if voice.json:
        shown = [{**one._asdict(), "near": [near._asdict() for near in one.near]} for one in found]
        out_json({"total": total, "terms": shown})
        return EXIT_DONE
    out(toml_of(found, taxonomy).removesuffix("\n"))
    if not voice.quiet:
        tell(f"{counted(len(found), 'term')} of {total:,}; copy what is right, then `digest taxonomy check`")
    return EXIT_DONE


def _papers(lookup: Lookup, term: str) -> tuple[str, ...]:
    hits, _ = lookup.find([], Filters(topic=term), EXAMPLES)
    return tuple(hit.id for hit in hits)
