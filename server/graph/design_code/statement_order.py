"""In which order the nodes of a design are written: each after those it takes from, and close before its takers."""

from collections.abc import Mapping

from server.graph.document import Design, find_sources


def sort_statements(design: Design) -> list[str]:
    """The ids of the nodes. The order goes by what is connected, so that moving a card moves no line."""
    sources = find_sources(design)
    fed = {source for taken in sources.values() for source in taken}
    order: dict[str, None] = {}
    # What feeds nothing comes first as a place to begin at; what stands on cycles is left for the end.
    for start in (*(name for name in design.nodes if name not in fed), *design.nodes):
        _visit_upstream(start, sources, order)
    return list(order)


def _visit_upstream(start: str, sources: Mapping[str, list[str]], order: dict[str, None]) -> None:
    """Put a node and all above it into the order, without recursion: designs may have thousands of nodes in a row."""
    open_nodes = {start}
    stack = [(start, iter(_sort_longest_first(sources[start], sources)))]
    while stack:
        name, waiting = stack[-1]
        following = next((one for one in waiting if one not in order and one not in open_nodes), None)
        if following is None:
            stack.pop()
            order[name] = None
        else:
            open_nodes.add(following)
            stack.append((following, iter(_sort_longest_first(sources[following], sources))))


def _sort_longest_first(names: list[str], sources: Mapping[str, list[str]]) -> list[str]:
    """What takes from others comes before what stands alone, as a learner before its Train Model."""
    return sorted(names, key=lambda name: not sources[name])
