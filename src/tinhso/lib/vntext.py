# SPDX-License-Identifier: EUPL-1.2
"""Vietnamese text: dictionary order, order of people, search without marks; numbers and dates in writing.

The keys are plain strings whose code-point order (PostgreSQL `COLLATE "C"`) is the order wanted, so they can
be stored in a column and indexed.
"""

import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK: Final = {letter: chr(ord("A") + place) for place, letter in enumerate(_ALPHABET)}
_TONES: Final = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
"""Combining marks of huyền, hỏi, ngã, sắc, nặng in the order of the dictionary; ngang is 0."""

# Icelandic eth looks exactly like Đ and is common in text that came out of old fonts and scanned lists.
_LOOKALIKES: Final = str.maketrans({"Ð": "Đ", "ð": "đ"})

_FIELD: Final = " "  # below _LEVEL, so that one field is compared to its end before the next begins
_LEVEL: Final = "!"  # below _GAP, so that "An" comes before "An Bình"
_GAP: Final = '"'  # below digits and letters, so that "An Bình" comes before "Anh"
_LONGEST_NUMBER: Final = 15
"""Runs of more digits are codes, not numbers: they are compared as text."""

ZeroTens = Literal["linh", "lẻ"]
"""The word for an empty tens place: "linh" in the North and in schoolbooks, "lẻ" in the South."""

_UNITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION: Final = 1_000_000_000
_LARGEST: Final = _BILLION * _BILLION


def sort_key(text: str) -> str:
    """Return a string whose code-point order is the order of a Vietnamese dictionary.

    Compared in turn: the letters of the whole text (a ă â b c d đ …), the tones (ngang, huyền, hỏi, ngã, sắc,
    nặng) word by word, then small letters before capitals. A shorter word comes first ("An Bình" before
    "Anh"). A run of spaces and punctuation is one gap; numbers are compared by value ("Tổ 2" before "Tổ 10");
    both spellings of a tone (Hoà, Hòa) and both Unicode forms give the same key. The length is at most about
    three times that of the text.

    >>> sorted(["Ấn", "Anh", "Ăn", "An Bình"], key=sort_key)
    ['An Bình', 'Anh', 'Ăn', 'Ấn']
    """
    letters: list[str] = []
    tones: list[str] = []
    case: list[str] = []
    for word in _words(text):
        word_letters, word_tones, word_case = _weigh(word)
        letters.append(word_letters)
        tones.append(word_tones)
        case.append(word_case)
    return _LEVEL.join((_GAP.join(letters), _GAP.join(tones), "".join(case).rstrip("0")))


def person_sort_key(full_name: str) -> str:
    """Return the key by which Vietnamese lists order people: given name (last word), family, middle names.

    Capitals make no difference. A name of one word is a given name.

    >>> sorted(["Lê Thị Bình", "Trần Văn An", "Lê Văn An"], key=person_sort_key)
    ['Lê Văn An', 'Trần Văn An', 'Lê Thị Bình']
    """
    words = full_name.lower().split()
    if not words:
        return sort_key("")
    *before, given = words
    return _FIELD.join(sort_key(part) for part in (given, " ".join(before[:1]), " ".join(before[1:])))


def search_key(text: str) -> str:
    """Return the text as it is typed in a hurry: small letters, no marks, đ as d, punctuation as one space.

    >>> search_key("  Đường Nguyễn Huệ, P.2 ")
    'duong nguyen hue p 2'
    """
    # Small letters come after the compatible forms: styled capitals of mathematics are not capitals before.
    small = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES).lower()
    plain = unicodedata.normalize("NFKD", small).replace("đ", "d")
    return " ".join(
        "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char)).split()
    )


def initials(full_name: str) -> str:
    """Return the capitals of the family name and the given name, for a badge: "Nguyễn Văn An" gives "NA"."""
    words = unicodedata.normalize("NFC", full_name).split()
    ends = words[:1] + words[-1:] if len(words) > 1 else words
    return "".join(word[0].upper() for word in ends)


def _words(text: str) -> list[str]:
    """Return runs of letters with their marks, and runs of digits, each decomposed (NFD)."""
    words: list[str] = []
    run = ""
    for char in unicodedata.normalize("NFD", text.translate(_LOOKALIKES)):
        is_part = char.isalnum() or (unicodedata.combining(char) != 0 and run != "")
        if run and (not is_part or (char.isalnum() and _is_digit(char) != _is_digit(run[-1]))):
            words.append(run)
            run = ""
        if is_part:
            run += char
    return [*words, run] if run else words


def _is_digit(char: str) -> bool:
    return char.isascii() and char.isdigit()


def _weigh(word: str) -> tuple[str, str, str]:
    """Return the three weights of one word: letters, tones (one figure for a syllable), case."""
    if _is_digit(word[0]):
        return _weigh_number(word), "0", "0"
    letters, tones, case = "", "", ""
    bare = word
    for mark, weight in _TONES.items():
        tones += weight * bare.count(mark)
        bare = bare.replace(mark, "")
    for char in unicodedata.normalize("NFC", bare):
        small = char.lower()
        letters += _rank(small)
        case += "1" if char != small else "0"
    return letters, tones or "0", case


def _rank(small: str) -> str:
    """Return the weight of one small letter; a foreign mark counts as none, another script comes after z."""
    if small in _RANK:
        return _RANK[small]
    base = unicodedata.normalize("NFD", small)[0]
    return _RANK.get(base, small)


def _weigh_number(digits: str) -> str:
    """Return the figures preceded by their count, so that code-point order is numeric order."""
    significant = digits.lstrip("0") or "0"
    if len(significant) > _LONGEST_NUMBER:
        return chr(ord("0") + _LONGEST_NUMBER + 1) + digits
    return chr(ord("0") + len(significant)) + significant


def format_int(number: int) -> str:
    """Return a whole number with points between thousands: 1947 gives "1.947"."""
    return f"{number:,}".replace(",", ".")


def format_decimal(number: Decimal | int, places: int) -> str:
    """Return a number with exactly `places` decimals, halves rounded away from zero: "1.234,50"."""
    rounded = Decimal(number).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if rounded == 0:
        rounded = abs(rounded)
    return f"{rounded:,f}".translate(str.maketrans(",.", ".,"))


def format_percent(percent: Decimal | int, places: int = 2) -> str:
    """Return a share already expressed in percent: Decimal("35.13") gives "35,13 %"."""
    return f"{format_decimal(percent, places)} %"


def spell_date(day: date) -> str:
    """Return a date as documents carry it: "ngày 09 tháng 5 năm 2026", "ngày 02 tháng 01 năm 2026".

    Days under 10 and the months 1 and 2 take a leading zero, against later insertion of a figure.
    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II, khoản 4.
    """
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def date_in_words(day: date, zero_tens: ZeroTens = "linh") -> str:
    """Return a date in words, as civil-status papers ask for it beside the figures.

    >>> date_in_words(date(2026, 4, 21))
    'ngày hai mươi mốt tháng tư năm hai nghìn không trăm hai mươi sáu'
    """
    month = "tư" if day.month == 4 else spell_number(day.month)
    return f"ngày {spell_number(day.day)} tháng {month} năm {spell_number(day.year, zero_tens)}"


def spell_number(number: int, zero_tens: ZeroTens = "linh") -> str:
    """Return a whole number in words: 1_000_024 gives "một triệu không trăm hai mươi tư".

    Raises ValueError from 10^18 on: amounts of that size are mistakes of entry.
    """
    if abs(number) >= _LARGEST:
        raise ValueError(f"{number} has more than eighteen digits and is not spelled")
    if number < 0:
        return f"âm {spell_number(-number, zero_tens)}"
    if number == 0:
        return _UNITS[0]
    billions, rest = divmod(number, _BILLION)
    words = [*_below_billion(billions, zero_tens, is_first=True), "tỷ"] if billions else []
    words += _below_billion(rest, zero_tens, is_first=not billions)
    return " ".join(words)


def _below_billion(number: int, zero_tens: ZeroTens, *, is_first: bool) -> list[str]:
    """Return the words of 0 ≤ number < 10^9, nothing for 0; groups of three zeros are not read."""
    words: list[str] = []
    for size, name in ((1_000_000, "triệu"), (1_000, "nghìn"), (1, "")):
        group = number // size % 1000
        if group:
            words += _below_thousand(group, zero_tens, is_first=is_first and not words)
            words += [name] if name else []
    return words


def _below_thousand(number: int, zero_tens: ZeroTens, *, is_first: bool) -> list[str]:
    """Return the words of 1 ≤ number < 1000; a group that is not the first reads its empty hundreds too."""
    hundreds, tens, units = number // 100, number // 10 % 10, number % 10
    words = [_UNITS[hundreds], "trăm"] if hundreds or not is_first else []
    if tens == 0:
        if not units:
            return words
        return [*words, zero_tens, _UNITS[units]] if words else [_UNITS[units]]
    words += ["mười"] if tens == 1 else [_UNITS[tens], "mươi"]
    return [*words, _after_tens(units, tens)] if units else words


def _after_tens(units: int, tens: int) -> str:
    """Return the changed words after mười and mươi: mốt, tư (from twenty on) and lăm."""
    if units == 5:
        return "lăm"
    if tens > 1 and units == 1:
        return "mốt"
    if tens > 1 and units == 4:
        return "tư"
    return _UNITS[units]
