"""What a step writes, as it is passed on: whole lines at once, and of a flood the beginning and the end."""

import codecs
from collections import deque

#: The longest unfinished line that is waited for.
LONGEST_WAIT = 65_536
#: How many characters are kept of each stream of a step, from its beginning and again from its end.
KEPT = 1024**2


class Log:
    """One output stream of a child: whole lines as they come, the middle of a flood left out."""

    def __init__(self, stream: str) -> None:
        self.stream = stream
        self.begin()

    def begin(self) -> None:
        """Start over for the next step."""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._begun = ""
        self._told = 0
        self._tail: deque[str] = deque()
        self._tail_size = 0
        self._left_out = 0

    def read(self, data: bytes) -> str:
        """What may be passed on now that `data` has come."""
        text = self._begun + self._decoder.decode(data)
        cut = text.rfind("\n") + 1 or (len(text) if len(text) > LONGEST_WAIT else 0)
        self._begun = text[cut:]
        return self._capped(text[:cut])

    def add(self, text: str) -> str:
        """What may be passed on of a text that came as one."""
        return self._capped(text)

    def end(self) -> str:
        """What remained: the unfinished line, and the last part of a flood."""
        rest = self._capped(self._begun + self._decoder.decode(b"", final=True))
        if self._left_out:
            rest += f"… {self._left_out:,} characters left out …\n"
        rest += "".join(self._tail)
        self.begin()
        return rest

    def _capped(self, text: str) -> str:
        if self._told < KEPT:
            self._told += len(text)
            return text
        if text:
            self._tail.append(text)
            self._tail_size += len(text)
        while self._tail_size > KEPT:
            dropped = len(self._tail.popleft())
            self._tail_size -= dropped
            self._left_out += dropped
        return ""
