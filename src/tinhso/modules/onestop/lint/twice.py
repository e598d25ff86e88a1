# SPDX-License-Identifier: EUPL-1.2
"""What a procedure asks for twice: a paper in form and components, a datum on paper and in a field already filled."""

from collections.abc import Iterator
from typing import Any, Final

from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.lint.records import Record, name_of
from tinhso.modules.onestop.lint.types import Finding, Kind, Severity

_TRUSTED: Final = ("locked", "confirm")
"""Grades of prefilling that come from a database of the State; a suggestion from earlier dossiers proves nothing."""


def twice_findings(procedure: Record, form: Record) -> Iterator[Finding]:
    """Yield what the procedure asks for both in its form and among its components (thành phần hồ sơ)."""
    attached = {search_key(str(one.get("label"))) for one in form.get("attachments") or ()}
    filled = set(_sources(form))
    for number, one in enumerate(procedure.get("components") or ()):
        if one.get("kind") == "form":
            continue
        place, name = f"components[{number}]", str(one.get("name"))
        if search_key(name) in attached:
            sentence = "Cùng một giấy tờ ghi ở cả biểu mẫu và thành phần hồ sơ; giữ một chỗ."
            yield Finding(name_of(procedure), place, Kind.PAPER_LISTED_TWICE, Severity.NOTE, sentence, name)
        shared = [base for base in one.get("replaced_by") or () if base in filled]
        if shared and not one.get("when"):
            sentence = "Biểu mẫu đã lấy dữ liệu này từ cơ sở dữ liệu mà hồ sơ vẫn liệt kê giấy; bỏ giấy."
            evidence = f"{name}: {', '.join(shared)}"
            yield Finding(name_of(procedure), place, Kind.DATUM_AND_PAPER, Severity.WARNING, sentence, evidence)


def _sources(form: Record) -> Iterator[str]:
    """Yield the database of each field that one fills."""
    for section in form.get("sections") or ():
        for field in section.get("fields") or ():
            prefill: dict[str, Any] = field.get("prefill") or {}
            if prefill.get("grade") in _TRUSTED:
                yield str(prefill.get("source"))
