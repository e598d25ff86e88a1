# SPDX-License-Identifier: EUPL-1.2
"""What the controller typed into a part, read into the lines of the module; wrong input gives a sentence at its box."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from tinhso.faces.desk.definitions.rows import Row
from tinhso.faces.desk.reading import FormFault, lines
from tinhso.lib.money import MoneyError, parse_vnd
from tinhso.modules.onestop.editing.parts import General, Line, StepLine, Way
from tinhso.modules.onestop.editing.words import AMOUNTS, CHANNELS

HALVES = re.compile(r"[0-9]{1,4}([.,][05]0?)?")
WHOLE = re.compile(r"[0-9]{1,4}")


class Reader:
    """Reads boxes one by one and collects what is wrong; `done` raises when something was."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.errors: dict[str, str] = {}

    def text(self, name: str) -> str:
        return str(self.data.get(name, "")).replace("\x00", "").strip()

    def needed(self, name: str, sentence: str) -> str:
        found = self.text(name)
        if not found:
            self.errors[name] = sentence
        return found

    def whole(self, name: str) -> int | None:
        """Return a whole number; None when nothing was typed, which means not confirmed."""
        found = self.text(name)
        if not found:
            return None
        if not WHOLE.fullmatch(found):
            self.errors[name] = _("Hãy ghi một số nguyên, hoặc để trống nếu chưa xác nhận.")
            return None
        return int(found)

    def length(self, name: str) -> Decimal | None:
        """Return a whole or half number; None when nothing was typed."""
        found = self.text(name)
        if not found:
            return None
        if not HALVES.fullmatch(found):
            self.errors[name] = _("Hãy ghi số nguyên hoặc nửa, ví dụ 0,5 hoặc 2.")
            return None
        return Decimal(found.replace(",", "."))

    def vnd(self, name: str) -> int | None:
        """Return đồng; None when nothing was typed: not confirmed, never nought."""
        found = self.text(name)
        if not found:
            return None
        try:
            return parse_vnd(found)
        except MoneyError as error:
            self.errors[name] = error.sentence
            return None

    def done(self) -> None:
        if self.errors:
            raise FormFault(self.errors)


def general(data: QueryDict) -> General:
    """Return the general part; raises FormFault with a sentence for each box."""
    reader = Reader(data)
    unit = reader.text("time_unit")
    value = 0 if unit == "same_day" else reader.whole("time_value")
    if value is not None and not unit:
        reader.errors["time_unit"] = _("Hãy chọn đơn vị của thời hạn; hệ thống không tự suy ra.")
    if value is None and unit:
        reader.errors.setdefault("time_value", _("Hãy ghi số, hoặc chọn “chưa xác nhận” ở đơn vị."))
    found = General(
        code_confirmed=bool(reader.text("code_confirmed")),
        name=reader.needed("name", _("Hãy ghi tên đầy đủ của thủ tục.")),
        short_name=reader.needed("short_name", _("Hãy ghi tên gọn để người dân dễ tìm.")),
        sector=reader.needed("sector", _("Hãy chọn nhóm lĩnh vực.")),
        field=reader.needed("field", _("Hãy ghi lĩnh vực.")),
        level=data.getlist("level"),
        applicants=data.getlist("applicants"),
        authority=reader.text("authority"),
        time_value=value,
        time_unit=unit,
        after_15h=bool(reader.text("after_15h")),
        online_level=reader.text("online_level"),
        partial_ground=reader.text("partial_ground"),
        partial_reason=reader.text("partial_reason"),
        results=[_result(line) for line in lines(data, "results")],
    )
    reader.done()
    return found


def _result(line: str) -> tuple[str, str]:
    name, _bar, code = line.partition("|")
    return name.strip(), code.strip()


def components(rows: Sequence[Row]) -> list[Line]:
    """Return the components; raises FormFault."""
    reader = Reader({f"{name}-{at}": value for at, row in enumerate(rows) for name, value in row.items()})
    found = [
        Line(
            name=reader.needed(f"ten-{at}", _("Hãy ghi tên giấy tờ, hoặc bỏ dòng này.")),
            kind=reader.text(f"loai-{at}") or "submit",
            when=reader.text(f"khi-{at}"),
            replaced_by=tuple(row.get("dulieu") or ()),
            originals=reader.whole(f"banchinh-{at}"),
            copies=reader.whole(f"bansao-{at}"),
        )
        for at, row in enumerate(rows)
    ]
    reader.done()
    return found


def steps(rows: Sequence[Row], before: Sequence[Mapping[str, Any]]) -> list[StepLine]:
    """Return the steps; what a row of before says besides goes along with it. Raises FormFault."""
    reader = Reader({f"{name}-{at}": value for at, row in enumerate(rows) for name, value in row.items()})
    found = [
        StepLine(
            work=reader.needed(f"lam-{at}", _("Hãy ghi việc của bước, hoặc bỏ dòng này.")),
            actor=reader.needed(f"ai-{at}", _("Hãy ghi ai hoặc bộ phận nào làm bước này.")),
            role=reader.text(f"chuc-{at}"),
            length=reader.length(f"gio-{at}"),
            parallel=bool(reader.text(f"songsong-{at}")),
            kept=_kept(row, before),
        )
        for at, row in enumerate(rows)
    ]
    reader.done()
    return found


def _kept(row: Row, before: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    place = str(row.get("goc") or "")
    return before[int(place)] if place.isascii() and place.isdigit() and int(place) < len(before) else None


def fee(data: QueryDict) -> dict[str, Any]:
    """Return the fee; raises FormFault. A procedure said to be free has no other amount than nought."""
    reader = Reader(data)
    kind = reader.needed("kind", _("Hãy chọn cách tính phí."))
    amounts = {key: reader.vnd(key) for key in AMOUNTS}
    if kind == "free":
        asked = [key for key, amount in amounts.items() if amount]
        if asked:
            reader.errors[asked[0]] = _("Thủ tục không thu phí thì không ghi mức thu.")
        amounts = {"amount_vnd": 0}
    reader.done()
    return {"kind": kind, **amounts, **{key: reader.text(key) for key in ("unit", "what", "note")}}


def ways(data: QueryDict) -> list[Way]:
    """Return the channels that were ticked; raises FormFault for a time without unit."""
    reader = Reader(data)
    found = []
    for channel in CHANNELS:
        if channel not in data.getlist("channels"):
            continue
        value, unit = reader.whole(f"thoihan-{channel}"), reader.text(f"donvi-{channel}")
        if value is not None and not unit:
            reader.errors[f"donvi-{channel}"] = _("Hãy chọn đơn vị, hoặc để trống thời hạn.")
        found.append(Way(channel, value, unit, reader.vnd(f"phi-{channel}")))
    reader.done()
    return found
