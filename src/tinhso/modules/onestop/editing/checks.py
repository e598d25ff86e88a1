# SPDX-License-Identifier: EUPL-1.2
"""Whether a working copy may be published: what stands in the way, and what the linter finds beside it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tinhso.modules.onestop.definitions import digest_of
from tinhso.modules.onestop.editing.reading import CODE, PARTIAL_GROUNDS
from tinhso.modules.onestop.editing.types import Content, Part
from tinhso.modules.onestop.flow.rules import fault_of
from tinhso.modules.onestop.internal_process import sum_of
from tinhso.modules.onestop.lint import Finding, Kind, Severity, lint
from tinhso.modules.onestop.types import OnlineLevel

SHORTEST_REASON: Final = 10
LONGEST_AHEAD_YEARS: Final = 2
"""A day further off is a slip of the hand, not a plan."""
ONLINE_LAW: Final = "224/2026/NĐ-CP, Điều 14"


@dataclass(frozen=True)
class Obstacle:
    """Something that must be mended before publishing: in which part, one sentence, the law it rests on if any."""

    part: Part
    sentence: str
    source: str = ""


@dataclass(frozen=True)
class Standing:
    """A version in force or to come: its number, the first day it applies, its digest."""

    number: int
    from_day: date
    digest: str


def findings(content: Content) -> list[Finding]:
    """Return what the linter says of this content alone; the form counts as that of this procedure only."""
    code = content.definition.get("code")
    form = [{**content.form, "procedures": [code]}] if content.form else []
    return lint([content.definition], form)


def obstacles(content: Content, newest: Standing | None) -> list[Obstacle]:
    """Return everything that keeps a copy from being published, in the order of its parts; empty when it is ready."""
    definition = content.definition
    found = [*_identity(definition), *_whole_or_partial(definition), *_sum(definition), *_decision(definition)]
    found += [_of_finding(one) for one in findings(content) if one.severity is Severity.ERROR]
    if newest is not None and newest.digest == digest_of(definition, content.form):
        found.append(Obstacle(Part.GENERAL, f"Nội dung không khác phiên bản {newest.number}; chưa có gì để công bố."))
    return sorted(found, key=lambda one: list(Part).index(one.part))


def _identity(definition: Mapping[str, Any]) -> list[Obstacle]:
    found = []
    if not CODE.fullmatch(str(definition.get("code") or "")):
        sentence = (
            "Mã thủ tục phải có dạng 1.001193 và không đổi được ở đây. "
            "Hãy lập thủ tục mới với mã đúng, sao từ thủ tục này."
        )
        found.append(Obstacle(Part.GENERAL, sentence))
    if not definition.get("level"):
        found.append(Obstacle(Part.GENERAL, "Chưa chọn cấp giải quyết. Hãy chọn cấp tỉnh, cấp xã hoặc cả hai."))
    if not definition.get("applicants"):
        found.append(Obstacle(Part.GENERAL, "Chưa chọn ai được nộp. Hãy chọn cá nhân, tổ chức hoặc cả hai."))
    if definition.get("time", {}).get("value") is not None and not definition["time"].get("unit"):
        found.append(Obstacle(Part.GENERAL, "Thời hạn có số mà không có đơn vị. Hãy chọn đơn vị, không tự suy ra."))
    return found


def _whole_or_partial(definition: Mapping[str, Any]) -> list[Obstacle]:
    """Publishing a partial service needs its reason; on line to the end (toàn trình) is the rule."""
    if definition.get("online_level") != OnlineLevel.PARTIAL:
        return []
    partial = definition.get("partial") or {}
    if partial.get("ground") in PARTIAL_GROUNDS and len(str(partial.get("reason") or "").strip()) >= SHORTEST_REASON:
        return []
    sentence = (
        "Dịch vụ trực tuyến một phần phải công khai lý do vì sao chưa toàn trình. "
        "Hãy chọn lý do và ghi rõ bước nào phải đến quầy."
    )
    return [Obstacle(Part.GENERAL, sentence, ONLINE_LAW)]


def _sum(definition: Mapping[str, Any]) -> list[Obstacle]:
    fault = fault_of(definition)
    unfit = [Obstacle(Part.STEPS, fault, "61/2018/NĐ-CP")] if fault else []
    found = sum_of(definition)
    if found.is_right:
        return unfit
    return [*unfit, Obstacle(Part.STEPS, f"{found.sentence} Hãy sửa các bước hoặc thời hạn.", "61/2018/NĐ-CP")]


def _decision(definition: Mapping[str, Any]) -> list[Obstacle]:
    if str(definition.get("source_decision") or "").strip():
        return []
    return [Obstacle(Part.TEXTS, "Chưa ghi số quyết định công bố thủ tục. Hãy ghi số, ký hiệu quyết định.")]


_PLACES: Final[Mapping[str, Part]] = {
    "time": Part.GENERAL,
    "results": Part.GENERAL,
    "code": Part.GENERAL,
    "fee": Part.FEES,
    "components": Part.COMPONENTS,
    "data_replaces_paper": Part.COMPONENTS,
    "portal_channels": Part.CHANNELS,
    "portal_times_disagree": Part.CHANNELS,
    "steps": Part.STEPS,
    "form": Part.FORM,
    "forms": Part.FORM,
}


def part_of(finding: Finding) -> Part:
    """Return the part of the editor in which a finding is mended."""
    if finding.kind is Kind.UNVERIFIED and not finding.field.startswith("forms/"):
        return _PLACES.get(finding.field.split(".")[0], Part.TEXTS)
    head = finding.field.split("/")[0].split(".")[0].split("[")[0]
    return _PLACES.get(head, Part.GENERAL)


def _of_finding(finding: Finding) -> Obstacle:
    return Obstacle(part_of(finding), f"{finding.sentence} ({finding.evidence})")


def day_fault(valid_from: date, today: date, newest: Standing | None) -> str:
    """Return why a version cannot take effect on a day, in one sentence; empty when it can.

    The past is not rewritten: a dossier filed on a day keeps the version of that day.
    """
    if valid_from < today:
        return "Ngày có hiệu lực đã qua. Hãy chọn hôm nay hoặc một ngày sau."
    if newest is not None and valid_from < newest.from_day:
        return (
            f"Phiên bản {newest.number} có hiệu lực từ {newest.from_day:%d/%m/%Y}; "
            "phiên bản mới không thể có hiệu lực trước ngày đó."
        )
    if valid_from.year > today.year + LONGEST_AHEAD_YEARS:
        return f"Ngày có hiệu lực xa hơn {LONGEST_AHEAD_YEARS} năm. Hãy kiểm tra lại năm."
    return ""
