# SPDX-License-Identifier: EUPL-1.2
"""What changes from one content to another (so sánh phiên bản), part by part, in words people read. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, Final

from tinhso.modules.onestop.editing import words
from tinhso.modules.onestop.editing.questions import KIND_WORDS, option_rows
from tinhso.modules.onestop.editing.types import Change, Content, FormData, Part

Said = Callable[[Mapping[str, Any]], str]


def _plain(key: str) -> Said:
    return lambda definition: str(definition.get(key) or "")


def _lines(key: str) -> Said:
    return lambda definition: "; ".join(str(one) for one in definition.get(key) or ())


def _results(definition: Mapping[str, Any]) -> str:
    rows = definition.get("results") or ()
    return "; ".join(f"{one['name']} ({one['code']})" if one.get("code") else str(one["name"]) for one in rows)


def _confirmed(key: str) -> Said:
    return lambda definition: "đã xác nhận" if definition.get(key) else "chưa xác nhận"


def _complete(definition: Mapping[str, Any]) -> str:
    return "chưa đầy đủ" if definition.get("components_complete") is False else "đầy đủ"


_FACTS: Final[tuple[tuple[Part, str, Said], ...]] = (
    (Part.GENERAL, "Mã thủ tục", _plain("code")),
    (Part.GENERAL, "Mã trong danh mục quốc gia", _confirmed("code_confirmed")),
    (Part.GENERAL, "Tên đầy đủ", _plain("name")),
    (Part.GENERAL, "Tên gọn", _plain("short_name")),
    (Part.GENERAL, "Nhóm lĩnh vực", words.sector),
    (Part.GENERAL, "Lĩnh vực", _plain("field")),
    (Part.GENERAL, "Cấp giải quyết", lambda one: words.listed(one.get("level") or (), words.LEVELS)),
    (Part.GENERAL, "Ai nộp", lambda one: words.listed(one.get("applicants") or (), words.APPLICANTS)),
    (Part.GENERAL, "Cơ quan giải quyết", _plain("authority")),
    (Part.GENERAL, "Thời hạn", words.time),
    (Part.GENERAL, "Mức độ trực tuyến", words.online),
    (Part.GENERAL, "Lý do chưa toàn trình", words.partial),
    (Part.GENERAL, "Kết quả", _results),
    (Part.COMPONENTS, "Danh mục giấy tờ", _complete),
    (Part.FEES, "Phí, lệ phí", words.fee),
    (Part.TEXTS, "Căn cứ pháp lý", _lines("legal_basis")),
    (Part.TEXTS, "Quyết định công bố", _plain("source_decision")),
    (Part.TEXTS, "Nguồn", _plain("source")),
    (Part.TEXTS, "Ghi chú cho người dân", _plain("note")),
    (Part.TEXTS, "Nội dung chưa đối chiếu", _lines("unverified")),
)
ORDER: Final = "Thứ tự"


def changes(before: Content | None, after: Content) -> list[Change]:
    """Return every difference in the order of the parts; everything counts as new when there was nothing before."""
    old: Mapping[str, Any] = before.definition if before else {}
    found = [one for fact in _FACTS for one in _fact(fact, old, after.definition)]
    for part, key, name, say in (
        (Part.COMPONENTS, "components", _name, words.component),
        (Part.CHANNELS, "portal_channels", _channel, words.channel),
    ):
        found += _by_name(part, old.get(key) or (), after.definition.get(key) or (), name, say)
    found += _steps(old.get("steps") or (), after.definition.get("steps") or ())
    found += _forms(before.form if before else None, after.form)
    return sorted(found, key=lambda one: list(Part).index(one.part))


def _fact(fact: tuple[Part, str, Said], old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    part, label, say = fact
    before, after = say(old) if old else "", say(new)
    if before != after:
        yield Change(part, label, before, after)


def _name(one: Mapping[str, Any]) -> str:
    return str(one.get("name"))


def _channel(one: Mapping[str, Any]) -> str:
    return words.CHANNELS.get(str(one.get("channel")), str(one.get("channel")))


def _by_name(
    part: Part,
    old: Sequence[Mapping[str, Any]],
    new: Sequence[Mapping[str, Any]],
    name: Said,
    say: Said,
) -> Iterator[Change]:
    """Give lines that came, went or changed, each under its name, and one line when only the order differs."""
    was, now = _named(old, name), _named(new, name)
    for key in [*now, *(one for one in was if one not in now)]:
        before = say(was[key]) if key in was else ""
        after = say(now[key]) if key in now else ""
        if before != after:
            yield Change(part, key, before, after)
    yield from _order(part, list(was), list(now))


def _named(rows: Sequence[Mapping[str, Any]], name: Said) -> dict[str, Mapping[str, Any]]:
    """Return rows by name; a second one of the same name bears its number."""
    found: dict[str, Mapping[str, Any]] = {}
    for one in rows:
        plain, number = name(one), 2
        key = plain
        while key in found:
            key, number = f"{plain} ({number})", number + 1
        found[key] = one
    return found


def _order(part: Part, was: Sequence[str], now: Sequence[str], title: Callable[[str], str] = str) -> Iterator[Change]:
    """Give one line for each that moved among those that stayed: after which it stood, after which it stands."""
    left, kept = [one for one in was if one in now], [one for one in now if one in was]
    still = set(_longest_rising([left.index(one) for one in kept]))
    for one in kept:
        if left.index(one) not in still:
            yield Change(part, title(one), _after(left, one, title), _after(kept, one, title))


def _after(order: Sequence[str], one: str, title: Callable[[str], str]) -> str:
    place = order.index(one)
    return f"{ORDER}: sau {title(order[place - 1])}" if place else f"{ORDER}: đầu danh sách"


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    """Return the longest part that is in order: the fewest others count as moved.

    >>> _longest_rising([1, 2, 0, 3])
    [1, 2, 3]
    """
    best: list[list[int]] = []
    for number in numbers:
        before = max((one for one in best if one[-1] < number), key=len, default=[])
        best.append([*before, number])
    return max(best, key=len, default=[])


def _steps(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
    for number, (before, after) in enumerate(zip_longest(old, new), start=1):
        said = (words.step(before) if before else "", words.step(after) if after else "")
        if said[0] != said[1]:
            yield Change(Part.STEPS, f"Bước {number}", *said)


def _forms(old: FormData | None, new: FormData | None) -> Iterator[Change]:
    if (old is None) != (new is None):
        yield Change(Part.FORM, "Biểu mẫu", _which(old), _which(new))
    was, now = _questions(old), _questions(new)
    for key in [*now, *(one for one in was if one not in now)]:
        before, after = was.get(key, ("", ""))[1], now.get(key, ("", ""))[1]
        if before != after:
            yield Change(Part.FORM, (now.get(key) or was[key])[0], before, after)
    titles = {key: label for key, (label, _said) in {**was, **now}.items()}
    yield from _order(Part.FORM, list(was), list(now), lambda key: titles[key])


def _which(form: FormData | None) -> str:
    return str(form.get("title")) if form else "đơn đề nghị chung"


def _questions(form: FormData | None) -> dict[str, tuple[str, str]]:
    """Return label and words of each section and question by key; sections are told apart by a mark."""
    found: dict[str, tuple[str, str]] = {}
    for section in (form or {}).get("sections") or ():
        found[f"§{section['key']}"] = (f"Phần “{section['title']}”", str(section["title"]))
        for one in section["fields"]:
            found[one["key"]] = (f"Câu “{one['label']}”", _question(one, str((form or {})["id"])))
    return found


def _question(one: Mapping[str, Any], form: str) -> str:
    parts = [f"{one['label']} ({KIND_WORDS.get(one['type'], one['type'])})"]
    parts.append("bắt buộc" if one.get("required") else "không bắt buộc")
    options = option_rows(one, form)
    if options:
        parts.append("lựa chọn: " + ", ".join(label for _key, label in options))
    elif isinstance(one.get("options"), str):
        parts.append(f"danh mục {one['options'].removeprefix('list:')}")
    if one.get("note"):
        parts.append(f"gợi ý: {one['note']}")
    if one.get("when"):
        parts.append(f"chỉ hỏi khi {one['when']}")
    return "; ".join(parts)
