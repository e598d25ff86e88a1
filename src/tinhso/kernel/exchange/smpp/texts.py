# SPDX-License-Identifier: EUPL-1.2
"""A text cut into the parts a phone joins again (3GPP TS 23.040, 9.2.3.24.1).

Always UCS-2: the default alphabet is another one at every centre, and none of them has Vietnamese letters.
"""

import hashlib
import unicodedata

WHOLE_UNITS, PART_UNITS = 70, 67
"""UTF-16 units in a message that stands alone, and in one of several: 140 octets, six of them for the header."""
MOST_PARTS = 5
"""House rule: a notice that needs more is a letter and not a short message."""


def reference_of(key: str) -> int:
    """Return 16 bits made from the key of a message: the same for every repeat, so that a centre can tell it."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:2])


def pieces(text: str) -> list[str]:
    """Return the text in parts, letters with their marks composed (NFC); no letter is cut in two.

    >>> [len(part) for part in pieces("ệ" * 71)]
    [67, 4]
    """
    text = unicodedata.normalize("NFC", text)
    if _units(text) <= WHOLE_UNITS:
        return [text]
    parts, room = [""], PART_UNITS
    for letter in text:
        if _units(letter) > room:
            parts.append("")
            room = PART_UNITS
        parts[-1] += letter
        room -= _units(letter)
    return parts


def count_parts(text: str) -> int:
    """Return how many parts a text is sent and charged as."""
    return len(pieces(text))


def octets_of(text: str, reference: int) -> list[bytes]:
    """Return the octets of each part, with an 8-bit concatenation header where there are several.

    Raises ValueError for an empty text, for one of more than MOST_PARTS and for half a surrogate pair.
    """
    parts = pieces(text)
    if not text.strip() or len(parts) > MOST_PARTS:
        raise ValueError(f"tin nhắn phải có chữ và không quá {MOST_PARTS} phần (đang là {len(parts)})")
    encoded = [part.encode("utf-16-be") for part in parts]
    if len(encoded) == 1:
        return encoded
    head = bytes((5, 0, 3, reference & 0xFF, len(encoded)))
    return [head + bytes((place,)) + octets for place, octets in enumerate(encoded, 1)]


def _units(text: str) -> int:
    return sum(2 if ord(letter) > 0xFFFF else 1 for letter in text)
