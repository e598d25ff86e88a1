# SPDX-License-Identifier: EUPL-1.2
"""The lines above an annex: its label, the name of the plan, the line that says which plan it belongs to."""

from collections.abc import Sequence
from typing import Final

from tinhso.lib.said_money import unit_in_heading
from tinhso.lib.vntext import search_key
from tinhso.modules.plans.annex.grid import one_line
from tinhso.modules.plans.annex.types import Title

LONGEST_LABEL: Final = 40
LONGEST_NAME: Final = 500


def title_in(lines: Sequence[str], *, is_sheet: bool) -> Title:
    """Return the title that stands above a table.

    In Word the lines count from the last "PHỤ LỤC" on, because the plan itself may stand before it; in a sheet all do.
    """
    said = [line for line in (one_line(line) for line in lines) if line]
    labels = [place for place, line in enumerate(said) if is_label(line)]
    if not labels and not is_sheet:
        return Title()
    begin = labels[-1] if labels else -1
    below = said[begin + 1 :]
    attached = next((line for line in below if is_attached(line)), "")
    name = " ".join(line for line in below if not is_attached(line) and not is_unit_line(line))
    return Title(said[begin] if labels else Title().label, name[:LONGEST_NAME].strip(), attached[:LONGEST_NAME])


def is_label(line: str) -> bool:
    """Tell whether a line is the label of an annex: "PHỤ LỤC", "Phụ lục II"."""
    return len(line) <= LONGEST_LABEL and search_key(line).startswith("phu luc")


def is_attached(line: str) -> bool:
    """Tell whether a line says which act the annex belongs to."""
    return line.startswith("(") and "kem theo" in search_key(line)


def is_unit_line(line: str) -> bool:
    """Tell whether a line only names the unit of money of the table below."""
    key = search_key(line)
    return unit_in_heading(line) is not None and key.startswith(("don vi", "dvt"))
