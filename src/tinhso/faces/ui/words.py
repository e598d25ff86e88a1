# SPDX-License-Identifier: EUPL-1.2
"""How time left and quantities are said on a page; pure functions over lib."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.lib.vntext import format_decimal, format_int


@dataclass(frozen=True)
class Remaining:
    """Time to a due moment: words, an icon that repeats them, and how pressing it is (calm, soon, late)."""

    words: str
    icon: str
    tone: str


def remaining(due: datetime, now: datetime) -> Remaining:
    """Return the time left in the largest sensible unit; the last day is counted in hours.

    Days are days of the calendar in local time, so that "còn 1 ngày" means tomorrow.
    """
    days = (timezone.localtime(due).date() - timezone.localtime(now).date()).days
    if now > due:
        return Remaining(_late(due, now, -days), "!", "late")
    if days == 0:
        return Remaining(_hours_left(due, now), "◔", "soon")
    words = ngettext("Còn %(count)s ngày", "Còn %(count)s ngày", days) % {"count": format_int(days)}
    return Remaining(words, "◔" if days <= 2 else "○", "soon" if days <= 2 else "calm")


def _late(due: datetime, now: datetime, days: int) -> str:
    if days == 0:
        hours = max(1, int((now - due).total_seconds() // 3600))
        return ngettext("Quá hạn %(count)s giờ", "Quá hạn %(count)s giờ", hours) % {"count": hours}
    return ngettext("Quá hạn %(count)s ngày", "Quá hạn %(count)s ngày", days) % {"count": format_int(days)}


def _hours_left(due: datetime, now: datetime) -> str:
    hours = int((due - now).total_seconds() // 3600)
    if hours < 1:
        return _("Còn dưới 1 giờ")
    return ngettext("Còn %(count)s giờ", "Còn %(count)s giờ", hours) % {"count": hours}


def size_words(size_bytes: int) -> str:
    """Return a file size: 2_621_440 gives "2,5 MB", 20_971_520 "20 MB", 812 "1 kB"."""
    if size_bytes >= 1_048_576:
        places = 0 if size_bytes % 1_048_576 == 0 else 1
        return f"{format_decimal(Decimal(size_bytes) / 1_048_576, places)} MB"
    return f"{format_int(max(1, round(size_bytes / 1024)))} kB"


def day_words(day: date | datetime) -> str:
    """Return a day as 09/05/2026; an instant is first brought to local time."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    return f"{day:%d/%m/%Y}"


def moment_words(moment: datetime) -> str:
    """Return an instant in local time as 14:05 ngày 09/05/2026."""
    local = timezone.localtime(moment)
    return _("%(time)s ngày %(day)s") % {"time": f"{local:%H:%M}", "day": f"{local:%d/%m/%Y}"}
