# SPDX-License-Identifier: EUPL-1.2
"""Words of the personal store, and what of it is offered beside the papers of a draft."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.queries import vault
from tinhso.modules.onestop.vault.types import Grade, Item, Kind

TAGS = {Grade.LOCKED: "done", Grade.CONFIRM: "working", Grade.SUGGEST: "open", Grade.NONE: "dropped"}


def kind_words() -> dict[str, str]:
    return {Kind.RESULT: _("Kết quả đã cấp"), Kind.COMPONENT: _("Giấy tờ đã nộp")}


def grade_words() -> dict[str, str]:
    return {
        Grade.LOCKED: _("Dùng lại được ngay"),
        Grade.CONFIRM: _("Dùng lại, bạn xác nhận"),
        Grade.SUGGEST: _("Gợi ý dùng lại"),
        Grade.NONE: _("Không dùng lại được"),
    }


def provenance(one: Item) -> str:
    """Return how an electronic copy of a paper came about, empty for what was electronic from the start."""
    if one.copy_number:
        return _("Bản sao điện tử có chứng thực số %(number)s") % {"number": one.copy_number}
    return _("Bản số hóa từ kết quả giấy") if one.from_paper else ""


def rows(items: Sequence[Item]) -> list[dict[str, Any]]:
    """Return the items with their words: kind, grade, who made it, what signatures it bears."""
    kinds, grades = kind_words(), grade_words()
    return [
        {
            "item": one,
            "kind": kinds[one.kind],
            "grade": grades[one.grade],
            "tag": TAGS[one.grade],
            "provenance": provenance(one),
            "by": one.by or _("Bạn nộp"),
            "signed": _("Ký số: %(names)s") % {"names": ", ".join(one.signers)}
            if one.signers
            else _("Không có chữ ký số"),
        }
        for one in items
    ]


def offers_for(viewer: Viewer, places: Sequence[dict[str, Any]], now: datetime) -> tuple[dict[str, list[Item]], bool]:
    """Return what the store has for each place still without a file, and whether the person agreed to use it."""
    wanted = [one for one in places if not one["document"] and one["kind"] != "show" and not one["replaced_by"]]
    items = vault.items_of(viewer, now) if wanted else []
    found = {one["key"]: vault.offers(items, one["name"]) for one in wanted}
    return {key: offered for key, offered in found.items() if offered}, vault.may_offer(viewer)
