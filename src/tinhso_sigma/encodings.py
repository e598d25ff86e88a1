# SPDX-License-Identifier: EUPL-1.2
"""Modifiers of Sigma 2.1 that pySigma lacks or reads differently, entered into its table of modifiers.

utf16le is unknown to it; utf16, utf16be and wide go through UTF-8 and refuse what is not ASCII; base64offset counts
characters where it must count bytes; windash leaves the three long dashes of a rule alone and has no bound.
Modifiers appendix 2.1.0, "String Modifiers" and "Encoding".
"""

from __future__ import annotations

import re
from base64 import b64encode
from typing import Any

from sigma.exceptions import SigmaValueError
from sigma.modifiers import SigmaValueModifier, SigmaWindowsDashModifier, modifier_mapping
from sigma.types import SigmaExpansion, SigmaString

DASHES = "-/–—―"
ORIGINAL = dict(modifier_mapping)  # pySigma's own table, for those who compare with it
MOST_DASHES = 5  # five kinds of dash at five places are 3,125 texts
_DASH = re.compile(f"\\B[{DASHES}]\\b")


class Encoded(SigmaString):
    """A text that stands for bytes, until base64 writes them."""

    def __init__(self, data: bytes) -> None:
        super().__init__("")
        self.data = data
        self.s = [data.decode("latin-1")]

    def __bytes__(self) -> bytes:
        return self.data


def _plain(modifier: SigmaValueModifier[Any, Any], val: SigmaString) -> bytes:
    if val.contains_special():
        raise SigmaValueError("encoded values must not contain wildcards", source=modifier.source)
    return val.data if isinstance(val, Encoded) else str("".join(map(str, val.s))).encode()


class _Wide(SigmaValueModifier[SigmaString, SigmaString]):
    codec = "utf-16-le"
    mark = b""

    def modify(self, val: SigmaString) -> SigmaString:
        return Encoded(self.mark + _plain(self, val).decode().encode(self.codec))


class Utf16le(_Wide):
    """utf16le, wide."""


class Utf16be(_Wide):
    codec = "utf-16-be"


class Utf16(_Wide):
    """utf16: little endian after its byte order mark FF FE."""

    mark = b"\xff\xfe"


class Base64(SigmaValueModifier[SigmaString, SigmaString]):
    def modify(self, val: SigmaString) -> SigmaString:
        return literal(b64encode(_plain(self, val)).decode())


class Base64Offset(SigmaValueModifier[SigmaString, SigmaExpansion]):
    """The three writings of the value inside a longer base64 text, without the ends its neighbours change."""

    def modify(self, val: SigmaString) -> SigmaExpansion:
        data = _plain(self, val)
        return SigmaExpansion([literal(self.shifted(data, shift)) for shift in range(3)])

    @staticmethod
    def shifted(data: bytes, shift: int) -> str:
        begin, end = (0, 2, 3)[shift], (None, -3, -2)[(len(data) + shift) % 3]
        return b64encode(b" " * shift + data)[begin:end].decode()


class WindowsDash(SigmaWindowsDashModifier):
    def modify(self, val: SigmaString) -> SigmaExpansion:
        if len(_DASH.findall(str(val))) > MOST_DASHES:
            raise SigmaValueError(f"windash with more than {MOST_DASHES} dashes", source=self.source)
        marked = val.replace_with_placeholder(_DASH, "_windash")
        return SigmaExpansion(list(marked.replace_placeholders(self._dashes)))

    @staticmethod
    def _dashes(placeholder: Any) -> Any:
        return DASHES if placeholder.name == "_windash" else (placeholder,)


def literal(text: str) -> SigmaString:
    """Return a SigmaString in which nothing is a wildcard."""
    made = SigmaString("")
    made.s = [text] if text else []
    return made


def enter() -> None:
    """Enter the modifiers into pySigma's table; doing it again changes nothing."""
    modifier_mapping.update(
        utf16le=Utf16le, wide=Utf16le, utf16be=Utf16be, utf16=Utf16, base64=Base64, base64offset=Base64Offset,
        windash=WindowsDash,
    )  # fmt: skip
