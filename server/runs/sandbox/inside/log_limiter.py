"""What a step writes, as it is passed on: whole lines at once, and of a flood the beginning and the end."""

import codecs
from collections import deque

#: The longest unfinished line that is waited for.
MAX_UNFINISHED_LINE = 65_536
#: How many characters are kept of each stream of a step, from its beginning and again from its end.
MAX_KEPT_CHARACTERS = 1024**2


class LogLimiter:
    """One output stream of a child: whole lines as they come, the middle of a flood left out."""

    def __init__(self, stream: str) -> None:
        self.stream = stream
        self.reset()

    def reset(self) -> None:
        """Start over for the next step."""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._unfinished = ""
        self._passed_count = 0
        self._tail: deque[str] = deque()
        self._tail_size = 0
        self._dropped_count = 0

    def feed(self, data: bytes) -> str:
        """What may be passed on now that `data` has come."""
        text = self._unfinished + self._decoder.decode(data)
        cut = text.rfind("\n") + 1 or (len(text) if len(text) > MAX_UNFINISHED_LINE else 0)
        self._unfinished = text[cut:]
        return self._limit(text[:cut])

    def add(self, text: str) -> str:
        """What may be passed on of a text that came as one."""
        return self._limit(text)

    def finish(self) -> str:
        """What remained: the unfinished line, and the last part of a flood."""
        rest = self._limit(self._unfinished + self._decoder.decode(b"", final=True))
        if self._dropped_count:
            rest += f"… {self._dropped_count:,} characters left out …\n"
        rest += "".join(self._tail)
        self.reset()
        return rest

    def _limit(self, text: str) -> str:
        if self._passed_count < MAX_KEPT_CHARACTERS:
            self._passed_count += len(text)
            return text
        if text:
            self._tail.append(text)
            self._tail_size += len(text)
        while self._tail_size > MAX_KEPT_CHARACTERS:
            dropped = len(self._tail.popleft())
            self._tail_size -= dropped
            self._dropped_count += dropped
        return ""
