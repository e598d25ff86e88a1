# SPDX-License-Identifier: EUPL-1.2
"""Bars by month: heights for the drawing, and one sentence that says the same."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

HIGHEST_BAR = 100


def chart(title: str, counts: Sequence[tuple[Any, int]]) -> dict[str, Any]:
    """Return the bars of a chart with one sentence that says the same."""
    most = max((count for _first, count in counts), default=0)
    bars = [
        {"x": place * 10 + 1, "y": HIGHEST_BAR - height, "height": height, "label": f"{first:%m/%Y}: {count}"}
        for place, (first, count) in enumerate(counts)
        for height in [round(count * HIGHEST_BAR / most) if most else 0]
    ]
    last, before = counts[-1][1], counts[-2][1]
    sentence = _("%(title)s: tháng này %(last)s, tháng trước %(before)s, nhiều nhất %(most)s.") % {
        "title": title, "last": last, "before": before, "most": most,
    }  # fmt: skip
    return {"title": title, "bars": bars, "sentence": sentence, "width": len(counts) * 10}
