"""The notes on the canvas as code: `dy.note("idea", "Try fewer trees")`."""

import ast

from server.graph.design_code.code_source import CodeRefused
from server.graph.design_code.reading_state import ReadingState
from server.graph.document import Note

HOW_TO_WRITE = (
    'A note has a name and a text: dy.note("idea", "Try fewer trees"). Its place and color are set on the canvas.'
)
#: New notes stand to the left of the cards, one below the other.
GAP = 32


class CanvasNoteReader:
    """Reads calls of `dy.note`: a note that the canvas has keeps its place, and a new one gets a free one."""

    def __init__(self, state: ReadingState) -> None:
        self._base = state.base
        self._state = state
        self._notes: dict[str, object] = {}

    def read(self, call: ast.Call) -> None:
        """Take one note over."""
        texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if call.keywords or len(texts) != len(call.args) or len(texts) != 2:
            raise CodeRefused(call, HOW_TO_WRITE)
        name, text = texts
        if name in self._notes or (name in self._base.notes and not isinstance(self._base.notes[name], Note)):
            raise CodeRefused(call.args[0], f'There is a note "{name}" already. Each has a name of its own.')
        held = self._base.notes.get(name)
        known = held if isinstance(held, Note) else self._create()
        self._notes[name] = {**known.model_dump(mode="json"), "text": text}

    def _create(self) -> Note:
        """An empty note beside the cards."""
        held = [one for one in self._base.notes.values() if isinstance(one, Note)]
        opened = self._state.opened_groups
        fresh = Note(group=opened[-1] if opened else None)
        left = min((node.x for node in self._base.nodes.values()), default=0)
        top = min((node.y for node in self._base.nodes.values()), default=0)
        added = sum(name not in self._base.notes for name in self._notes)
        lowest = max((one.y + one.height + GAP for one in held), default=top)
        return fresh.model_copy(
            update={"x": left - fresh.width - 2 * GAP, "y": max(top, lowest) + added * (fresh.height + GAP)}
        )

    def list_all(self) -> dict[str, object]:
        """The notes that the code has, and those that no code can say."""
        broken = {name: held for name, held in self._base.notes.items() if not isinstance(held, Note)}
        return {**broken, **self._notes}
