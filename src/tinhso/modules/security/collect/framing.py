# SPDX-License-Identifier: EUPL-1.2
"""Messages out of a stream of bytes: octet counting or line feed, decided message by message (RFC 6587, 3.4).

A message that begins with a number, a space and `<` or `{` is counted (3.4.1); any other ends with a line feed (3.4.2).
"""

import re
from collections.abc import Iterator

COUNTED = re.compile(rb"([1-9][0-9]{0,9}) (?=[<{])")
_MAYBE_COUNTED = re.compile(rb"[1-9][0-9]{0,9} ?\Z")
_BETWEEN = b"\n\r\x00 "


class Framer:
    """Keeps the unfinished message of one connection.

    Gives (message, is_piece); pieces are parts of a message over the limit or cut short.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._rest = bytearray()
        self._counted_rest = 0
        self._within = False

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bool]]:
        """Give the messages that are whole now. Must be read to its end."""
        self._rest += data
        at = 0
        while True:
            found = self._next(at)
            if found is None:
                break
            at, message, is_piece = found
            if message:
                yield message, is_piece
        del self._rest[:at]

    def end(self) -> Iterator[tuple[bytes, bool]]:
        """Give what is left when the sender has closed: a last line without its end, or a message cut short."""
        left = bytes(self._rest).strip(_BETWEEN)
        cut = self._counted_rest > 0 or self._within or COUNTED.match(left) is not None
        self._rest.clear()
        if left:
            yield left, cut

    def _next(self, at: int) -> tuple[int, bytes, bool] | None:
        """Return the offset behind the next message, the message, whether it is a piece; None when it is not whole."""
        rest = self._rest
        if self._counted_rest:
            return self._more_of_counted(at)
        if not self._within:
            while at < len(rest) and rest[at] in _BETWEEN:
                at += 1
            if at < len(rest) and 0x31 <= rest[at] <= 0x39:
                counted = COUNTED.match(rest, at)
                if counted:
                    return self._counted(counted.end(), int(counted[1]))
                if _MAYBE_COUNTED.match(rest, at):
                    return None
        return self._line(at)

    def _counted(self, begins: int, length: int) -> tuple[int, bytes, bool] | None:
        if length > self._limit:
            self._counted_rest = length
            return self._more_of_counted(begins) or (begins, b"", True)
        if len(self._rest) - begins < length:
            return None
        return begins + length, bytes(self._rest[begins : begins + length]), False

    def _more_of_counted(self, at: int) -> tuple[int, bytes, bool] | None:
        size = min(self._counted_rest, self._limit, len(self._rest) - at)
        if size < min(self._counted_rest, self._limit):
            return None
        self._counted_rest -= size
        return at + size, bytes(self._rest[at : at + size]), True

    def _line(self, at: int) -> tuple[int, bytes, bool] | None:
        stop = self._rest.find(b"\n", at, at + self._limit + 1)
        if stop >= 0:
            is_piece, self._within = self._within, False
            return stop + 1, bytes(self._rest[at:stop]).rstrip(b"\r\x00"), is_piece
        if len(self._rest) - at <= self._limit:
            return None
        self._within = True
        return at + self._limit, bytes(self._rest[at : at + self._limit]), True
