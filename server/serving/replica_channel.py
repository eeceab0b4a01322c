"""The server's ends of the two pipes of a replica: frames go out, and their answers come back in the same order.

The descriptors are read and written without streams and transports, which would be most of the time of a small request.
"""

import asyncio
import json
import os
from collections import deque
from dataclasses import dataclass

from server.runs.sandbox.inside.replica_protocol import LENGTHS, READ_BYTES, ReplicaFacts, ReplicaFailed, unpack_lengths

Frame = tuple[ReplicaFacts, bytes]


class ChannelEnded(Exception):
    """The other end is closed, or wrote something that is no frame. `began`: the request was the one in work."""

    def __init__(self, *, began: bool) -> None:
        super().__init__("The replica no longer answers.")
        self.began = began


@dataclass(frozen=True, eq=False)
class _Asked:
    """A frame that is to be answered: by whom it is awaited, and how long that may take once it is its turn."""

    answer: "asyncio.Future[Frame]"
    size: int
    seconds: float | None


class ReplicaChannel:
    """Both pipes. All methods belong to one event loop."""

    def __init__(self, requests: int, answers: int) -> None:
        """The descriptors are not to block; the channel closes them."""
        self._loop = asyncio.get_running_loop()
        self._requests, self._answers = requests, answers
        self._asked: deque[_Asked] = deque()
        self._unsent = bytearray()
        self._received = bytearray()
        self._turn_began = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._is_closed = self._is_writing = False
        self._loop.add_reader(answers, self._read)

    @property
    def load(self) -> int:
        """How many frames are to be answered."""
        return len(self._asked)

    @property
    def size_in_turn(self) -> int:
        """The size of the frame that is being answered; 0 where there is none."""
        return self._asked[0].size if self._asked else 0

    def send(self, frame: bytes, seconds: float | None) -> "asyncio.Future[Frame]":
        """Send a frame; the answer raises ChannelEnded, and TimeoutError if it takes longer once it is its turn."""
        answer = self.expect(len(frame), seconds)
        if self._is_closed:
            return answer
        self._unsent += frame
        if len(self._unsent) == len(frame):
            # Once all that has come at the same time is there: the process is woken once, and answers it together.
            self._loop.call_soon(self._write)
        return answer

    def expect(self, size: int = 0, seconds: float | None = None) -> "asyncio.Future[Frame]":
        """The next frame that comes after those which are awaited already."""
        answer: asyncio.Future[Frame] = self._loop.create_future()
        if self._is_closed:
            answer.set_exception(ChannelEnded(began=False))
            return answer
        self._asked.append(_Asked(answer, size, seconds))
        if len(self._asked) == 1:
            self._begin_turn()
        return answer

    def _begin_turn(self) -> None:
        """The time of the first frame counts from now; the timer of an earlier one serves for it, too."""
        self._turn_began = self._loop.time()
        seconds = self._asked[0].seconds
        if seconds is not None and self._timer is None:
            self._timer = self._loop.call_later(seconds, self._check_time)

    def _check_time(self) -> None:
        self._timer = None
        seconds = self._asked[0].seconds if self._asked else None
        if seconds is None:
            return
        left = self._turn_began + seconds - self._loop.time()
        if left > 0:
            self._timer = self._loop.call_later(left, self._check_time)
            return
        late = self._asked.popleft()
        if not late.answer.done():
            late.answer.set_exception(TimeoutError())
        self.close(began=False)

    def _write(self) -> None:
        if self._is_closed:
            return
        try:
            while self._unsent:
                del self._unsent[: os.write(self._requests, self._unsent)]
        except BlockingIOError:
            if not self._is_writing:
                self._loop.add_writer(self._requests, self._write)
                self._is_writing = True
            return
        except OSError:
            self.close()
            return
        if self._is_writing:
            self._loop.remove_writer(self._requests)
            self._is_writing = False

    def _read(self) -> None:
        try:
            received = os.read(self._answers, READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            received = b""
        self._received += received
        try:
            while not self._is_closed and self._take_frame():
                pass
        except (ReplicaFailed, ValueError):
            received = b""
        if not received:
            self.close()

    def _take_frame(self) -> bool:
        """Hand over a frame if all of it is there. Raises ReplicaFailed and ValueError for what is no frame."""
        received = self._received
        if len(received) < LENGTHS.size:
            return False
        header_length, body_length = unpack_lengths(received[: LENGTHS.size])
        middle, end = LENGTHS.size + header_length, LENGTHS.size + header_length + body_length
        if len(received) < end:
            return False
        header, body = json.loads(received[LENGTHS.size : middle]), bytes(received[middle:end])
        if not isinstance(header, dict) or not self._asked:
            raise ReplicaFailed("A replica wrote no answer.")
        del received[:end]
        asked = self._asked.popleft()
        if self._asked:
            self._begin_turn()
        if not asked.answer.done():
            asked.answer.set_result((header, body))
        return True

    def close(self, *, began: bool = True) -> None:
        """Close both pipes; what is still awaited ends in ChannelEnded. `began`: the first of them was in work."""
        if self._is_closed:
            return
        self._is_closed = True
        self._loop.remove_reader(self._answers)
        if self._is_writing:
            self._loop.remove_writer(self._requests)
        os.close(self._requests)
        os.close(self._answers)
        if self._timer is not None:
            self._timer.cancel()
        while self._asked:
            asked = self._asked.popleft()
            if not asked.answer.done():
                asked.answer.set_exception(ChannelEnded(began=began))
            began = False
