# SPDX-License-Identifier: EUPL-1.2
"""The life of a legal instrument in words: how it stands, what it did to others, how sure that is."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.faces.portal.instruments import Instrument
from tinhso.faces.ui.words import day_words
from tinhso.modules.scorecards import instruments as book
from tinhso.modules.scorecards.instruments import Entry, Link, Mark, Relation, Standing

STANDINGS = {
    Standing.IN_FORCE: (gettext_lazy("Đang có hiệu lực"), "done"),
    Standing.NOT_YET: (gettext_lazy("Chưa có hiệu lực"), "later"),
    Standing.NOT_ISSUED: (gettext_lazy("Chưa ban hành"), "later"),
    Standing.ISSUED: (gettext_lazy("Đã ban hành, chưa rõ ngày có hiệu lực"), "waiting"),
    Standing.SUCCEEDED: (gettext_lazy("Đã có văn bản thay, chưa rõ từ ngày nào"), "error"),
    Standing.ENDED: (gettext_lazy("Hết hiệu lực"), "error"),
    Standing.UNKNOWN: (gettext_lazy("Chưa rõ hiệu lực"), "waiting"),
}
"""How an instrument stands, and the phase of its tag."""
MARKS = {
    Mark.READ: gettext_lazy("A: đã đọc trong văn bản hoặc pháp điển"),
    Mark.QUOTED: gettext_lazy("B: đọc qua văn bản, báo hoặc trang pháp luật trích dẫn"),
    Mark.UNCHECKED: gettext_lazy("C: chưa đọc, cần kiểm tra lại trước khi dựa vào"),
}
DID = {
    Relation.REPLACES: gettext_lazy("Thay thế"),
    Relation.REPEALS: gettext_lazy("Bãi bỏ"),
    Relation.REPEALS_PART: gettext_lazy("Bãi bỏ một phần"),
    Relation.AMENDS: gettext_lazy("Sửa đổi, bổ sung"),
    Relation.GUIDES: gettext_lazy("Hướng dẫn, quy định chi tiết"),
}
UNDERGONE = {
    Relation.REPLACES: gettext_lazy("Được thay thế bởi"),
    Relation.REPEALS: gettext_lazy("Bị bãi bỏ bởi"),
    Relation.REPEALS_PART: gettext_lazy("Bị bãi bỏ một phần bởi"),
    Relation.AMENDS: gettext_lazy("Được sửa đổi, bổ sung bởi"),
    Relation.GUIDES: gettext_lazy("Được hướng dẫn, quy định chi tiết bởi"),
}


@dataclass(frozen=True)
class LinkLine:
    """One relation in words. href: the page of the other instrument."""

    words: str
    number: str
    href: str
    since: str
    mark: str


@dataclass(frozen=True)
class Life:
    """One entry of the register in words."""

    entry: Entry
    standing: str
    phase: str
    facts: list[tuple[str, str]]
    links: list[LinkLine]


def lives(one: Instrument) -> list[Life]:
    """Return everything the register knows under a number, the newest first."""
    return [_life(entry, one.on) for entry in one.entries]


def _life(entry: Entry, on: date) -> Life:
    words, phase = STANDINGS[book.standing(entry, on)]
    facts = [
        (_("Tên"), entry.title or _("chưa đọc được tên đầy đủ")),
        (_("Nội dung"), entry.subject or _("chưa biết")),
        (_("Cơ quan ban hành"), entry.issuer),
        (_("Ngày ban hành"), _day(entry.issued_on)),
        (_("Ngày có hiệu lực"), _day(entry.in_force_on)),
        (_("Ngày cuối còn hiệu lực"), _day(entry.last_day)),
        (_("Mức xác nhận"), str(MARKS[entry.mark])),
    ]
    links = [_line(link, str(DID[link.kind]), link.other) for link in entry.did]
    links += [_line(link, str(UNDERGONE[link.kind]), link.number) for link in entry.undergone]
    return Life(entry, str(words), phase, facts, links)


def _day(day: date | None) -> str:
    return day_words(day) if day else _("chưa biết")


def _line(link: Link, words: str, number: str) -> LinkLine:
    since = _("từ ngày %(day)s") % {"day": day_words(link.since)} if link.since else _("chưa rõ từ ngày nào")
    return LinkLine(words, number, f"{reverse('portal:instruments')}?so={number}", since, str(MARKS[link.mark]))


def tag_of(one: Instrument) -> tuple[str, str]:
    """Return how an instrument of the list stands: one word for all that bear its number."""
    found = set(one.standings)
    standing = next(iter(found)) if len(found) == 1 else Standing.UNKNOWN
    words, phase = STANDINGS[Standing.IN_FORCE if Standing.IN_FORCE in found else standing]
    return str(words), phase


def entry_cells(one: Instrument) -> tuple[object, ...]:
    """Return what the register knows of a number as cells of a file: the newest entry; empty where nothing is known."""
    if not one.entries:
        return (None,) * 7
    entry = one.entries[0]
    after = "; ".join(link.number for link in entry.undergone if link.kind in book.ENDING)
    days = (entry.issued_on, entry.in_force_on, entry.last_day)
    return (entry.title or entry.subject, entry.issuer, *days, after or None, entry.mark.value)
