# SPDX-License-Identifier: EUPL-1.2
# What native/module.c offers; detection/quick.py is the only caller.
from collections.abc import Callable

EDITION: int

class Reader:
    def __new__(cls, key: bytes, spool: int, offset_seconds: int, /) -> Reader: ...
    def name(self, name: bytes, one: int, one_rank: int, many: int, many_rank: int, /) -> None: ...
    def word(self, which: str, key: bytes, word: bytes, /) -> None: ...
    def numbered(self, which: str, number: int, word: bytes, /) -> None: ...
    def forget_speakers(self) -> None: ...
    def watch(self, watches: bool, /) -> None: ...
    def careful(self, senders: list[bytes], /) -> None: ...
    def take(
        self,
        data: bytes,
        at: int,
        limit: int,
        segment: int,
        base: int,
        done: int,
        who: Callable[[int, bytes, bytes, bytes, bytes], tuple[int, bytes, bytes]],
        meets: Callable[[bytes], bool],
        /,
    ) -> tuple[
        int, list[tuple[list[bytes], list[int]]], list[bytes], list[tuple[int, int, bytes]], bytes, bytes, int
    ]: ...
