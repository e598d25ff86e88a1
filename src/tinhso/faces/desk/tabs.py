# SPDX-License-Identifier: EUPL-1.2
"""The tabs of an inbox: everything, each seat of its own, what waits for applicants, what is to be handed over."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tinhso.faces.desk.wording import ROLES
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.queries import desk, directives, parts


@dataclass(frozen=True)
class Tab:
    """One tab: its word in the address, what is written on it, the cases behind it."""

    key: str
    label: str
    cases: QuerySet[Any]


def tabs_of(viewer: Viewer) -> list[Tab]:
    """Return the tabs of an officer's inbox; the queries run only for the one that is opened."""
    found = [Tab("viec", _("Việc của tôi"), desk.mine(viewer))]
    if len(viewer.seats) > 1:
        found += [Tab(f"ghe-{n}", _seat_words(seat), desk.mine(viewer, seat)) for n, seat in enumerate(viewer.seats)]
    found.append(Tab("cho-bo-sung", _("Chờ người dân"), desk.waiting_for_applicant(viewer)))
    found.append(Tab("lien-thong", _("Đã chuyển cơ quan khác"), parts.out_from(viewer)))
    if "reception" in viewer.roles():
        found.append(Tab("tra-ket-qua", _("Chờ trả kết quả"), desk.to_hand_over(viewer)))
    if {"head", "leader"} & viewer.roles():
        found.append(Tab("chi-dao", _("Tôi đã chỉ đạo"), directives.given_by(viewer)))
    return found


def _seat_words(seat: Any) -> str:
    lent = _(" (được ủy quyền)") if seat.on_behalf_of else ""
    return f"{ROLES[seat.role]}, {seat.unit_name}{lent}"


def chosen(tabs: list[Tab], key: str) -> Tab:
    """Return the tab named in the address, the first when there is none of that name."""
    return next((tab for tab in tabs if tab.key == key), tabs[0])
