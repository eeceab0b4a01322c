"""Which modules a reader of one module's page may want next: those that follow in the samples, and those like it."""

import json
import re
from collections.abc import Sequence

from modules.kit import Module, Port, catalog
from tests.live_server import ROOT

SUCCESSORS = ROOT / "frontend" / "src" / "graph" / "commonSuccessors.json"
MAX_NEXT, MAX_SIMILAR, MAX_ALIKE = 4, 5, 3


def list_next(module: Module) -> list[Module]:
    """Those that most often follow the module in the samples; where it is in none, those that follow one like it."""
    known = catalog()
    usual = json.loads(SUCCESSORS.read_text())
    twins = (one.name for one in list_similar(module) if _list_types(one.outputs) == _list_types(module.outputs))
    names: list[str] = next((usual[name] for name in (module.name, *twins) if usual.get(name)), [])
    followers = [known[name] for name in names if name in known and known[name].palette]
    return [one for one in followers if one.name != module.name][:MAX_NEXT]


def list_similar(module: Module) -> list[Module]:
    """Those that do something like it: with the same ports, words and task, the nearest first."""
    others = [one for one in catalog().values() if one.palette and one.name != module.name]
    scores = {one.name: _score_likeness(module, one) for one in others}
    near = sorted((one for one in others if scores[one.name] >= 2), key=lambda one: -scores[one.name])
    return near[:MAX_SIMILAR] or _list_told_alike(module, others)


def _list_told_alike(module: Module, others: list[Module]) -> list[Module]:
    """The few of its category whose help has the most words in common with its own."""
    own = _list_long_words(module.help)
    family = [one for one in others if one.category == module.category] or others
    return sorted(family, key=lambda one: -len(own & _list_long_words(one.help)))[:MAX_ALIKE]


def _list_types(ports: Sequence[Port]) -> list[str]:
    return [port.type for port in ports]


def _score_likeness(module: Module, other: Module) -> float:
    """Shared search words count most; then what goes in and comes out, the category, and words of title and summary."""
    words = len(_list_words(module) & _list_words(other))
    titles = len(_list_long_words(module.title) & _list_long_words(other.title))
    summaries = len(_list_long_words(module.summary) & _list_long_words(other.summary))
    if not words and not titles and not summaries:
        return 0
    ports = _list_types(module.outputs) == _list_types(other.outputs)
    return 2 * words + titles + summaries / 2 + ports + (module.category == other.category)


def _list_words(module: Module) -> set[str]:
    return {word.casefold() for word in module.keywords}


def _list_long_words(text: str) -> set[str]:
    """Of Two-Class Decision Forest: decision and forest."""
    plain = text.casefold().replace("two-class", "").replace("multiclass", "")
    return {word for word in re.findall(r"[a-z]+", plain) if len(word) > 3} - COMMON_WORDS


#: Words that stand in the titles and summaries of modules that have nothing else in common.
COMMON_WORDS = frozenset(
    (
        "data",
        "model",
        "models",
        "column",
        "columns",
        "rows",
        "each",
        "dataset",
        "datasets",
        "table",
        "tables",
        "train",
        "score",
        "from",
        "with",
        "into",
        "that",
        "their",
        "them",
        "another",
        "other",
        "those",
        "what",
        "which",
        "value",
        "values",
        "more",
        "than",
        "have",
        "this",
        "many",
        "several",
        "make",
        "every",
        "predict",
        "tell",
    )
)
