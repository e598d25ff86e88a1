# SPDX-License-Identifier: EUPL-1.2
"""Tables as data for machines, the same from every face: JSON-stat 2.0 and SDMX-JSON; the unknown is empty."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.config import env
from tinhso.faces.ui.exports import FILES, attachment
from tinhso.lib import jsonstat, sdmx
from tinhso.lib.cube import MISSING, NORMAL, Category, Cell, Cube, Dimension, Role

SENDER = "TINHSO"
Numbers = Sequence[Decimal | int | None]


def jsonstat_file(name: str, found: Cube) -> HttpResponse:
    """Return a table as a JSON-stat file."""
    return attachment(_json(jsonstat.dataset(found)), filename=f"{name}.jsonstat.json", media_type=jsonstat.MEDIA_TYPE)


def sdmx_file(name: str, found: Cube) -> HttpResponse:
    """Return a table as an SDMX-JSON data message."""
    told = sdmx.message(found, sender=SENDER, sender_name=_sender_name(), prepared_at=timezone.localtime())
    return attachment(_json(told), filename=f"{name}.sdmx.json", media_type=sdmx.MEDIA_TYPE)


def _sender_name() -> str:
    return _("Cổng dịch vụ công tỉnh %(province_name)s") % {"province_name": env.PROVINCE_NAME}


def _json(found: dict[str, object]) -> bytes:
    return json.dumps(found, ensure_ascii=False, allow_nan=False).encode()


DATA_FILES: dict[str, Callable[[str, Cube], HttpResponse]] = {"jsonstat": jsonstat_file, "sdmx": sdmx_file}
"""How a table leaves for machines, by what the address asks for (`?dang=`)."""


@dataclass(frozen=True)
class Table:
    """A table of numbers: one line per thing, one column per measure, all of one period.

    code: of the table; period: as ISO 8601 tells it; axis: what the lines are, with its name and role; columns: code
    and name; lines: code, name, numbers (None where nothing is known).
    """

    code: str
    title: str
    source: str
    period: str
    axis: tuple[str, str, Role]
    columns: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str, Numbers], ...]
    notes: tuple[str, ...] = ()

    def cube(self) -> Cube:
        """Return the table as dimensions and cells; codes are made plain, and told apart where two are alike."""
        codes = _told_apart([one[0] for one in self.lines])
        cells: dict[tuple[str, ...], Cell] = {
            (self.period, code, column[0]): Cell(Decimal(value), NORMAL)
            for code, (_code, _name, numbers) in zip(codes, self.lines, strict=True)
            for column, value in zip(self.columns, numbers, strict=True)
            if value is not None
        }
        places = tuple(Category(code, line[1]) for code, line in zip(codes, self.lines, strict=True))
        return Cube(
            code=plain_code(self.code),
            title=self.title,
            source=self.source,
            language=(get_language() or "vi")[:2],
            dimensions=(
                Dimension("TIME_PERIOD", _("Kỳ"), "time", (Category(self.period, self.period),)),
                Dimension(*self.axis, places),
                Dimension("MEASURE", _("Số đo"), "metric", tuple(Category(*one) for one in self.columns)),
            ),
            statuses={NORMAL: _("Tính từ sự kiện đã ghi hoặc số đã khai"), MISSING: _("Chưa có")},
            cells=cells,
            notes=self.notes,
        )


def plain_code(text: str) -> str:
    """Return a text as a code of a data file: Latin letters, figures, hyphen, underscore."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", text) or "_"


def _told_apart(codes: Iterable[str]) -> list[str]:
    found: list[str] = []
    for code in map(plain_code, codes):
        number, tried = 1, code
        while tried in found:
            number += 1
            tried = f"{code}_{number}"
        found.append(tried)
    return found


def table_file(form: str, name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], data: Table) -> Any:
    """Return a list as the file the address asks for (Excel, CSV, JSON-stat, SDMX-JSON), None when it asks for none.

    A table without a line leaves as Excel or CSV only: a cube has no empty side.
    """
    if form in FILES:
        return FILES[form](name, heads, rows)
    if form in DATA_FILES and data.lines:
        return DATA_FILES[form](name, data.cube())
    return None
