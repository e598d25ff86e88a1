# SPDX-License-Identifier: EUPL-1.2
"""Components: incomplete lists, facts not verified, conditions in words, papers that a database already holds."""

from collections.abc import Iterator

from tinhso.modules.onestop.lint.records import Record, name_of
from tinhso.modules.onestop.lint.types import Finding, Kind, Severity


def paper_findings(procedure: Record) -> Iterator[Finding]:
    """Yield what is wrong or open about the papers of a procedure."""
    if procedure.get("components_complete") is False:
        yield Finding(
            name_of(procedure),
            "components",
            Kind.COMPONENTS_INCOMPLETE,
            Severity.WARNING,
            "Danh mục thành phần hồ sơ chưa đầy đủ; bổ sung theo quyết định công bố trước khi tiếp nhận trực tuyến.",
            f"{len(procedure.get('components') or ())} thành phần đã ghi",
        )
    for field in procedure.get("unverified") or ():
        yield Finding(
            name_of(procedure),
            str(field),
            Kind.UNVERIFIED,
            Severity.NOTE,
            "Nội dung này chưa đối chiếu với nguồn chính thức; kiểm tra trước khi dùng.",
            str(field),
        )
    for number, component in enumerate(procedure.get("components") or ()):
        yield from _component(procedure, number, component)
    yield from _not_marked(procedure)


def _component(procedure: Record, number: int, component: Record) -> Iterator[Finding]:
    place, when = f"components[{number}]", component.get("when")
    if when:
        yield Finding(
            name_of(procedure),
            place,
            Kind.CONDITION_IN_WORDS,
            Severity.NOTE,
            "Điều kiện nộp giấy tờ viết bằng lời, máy không tự quyết định; hiện nguyên văn cho người nộp và cán bộ.",
            f"{component.get('name')}: {when}",
        )
    if component.get("replaced_by") and component.get("kind") != "form" and not when:
        databases = ", ".join(component["replaced_by"])
        yield Finding(
            name_of(procedure),
            place,
            Kind.PAPER_IN_DATABASE,
            Severity.WARNING,
            "Vẫn liệt kê giấy tờ mà cơ sở dữ liệu đã có; chỉ yêu cầu khi không khai thác được (66.7/2025/NQ-CP).",
            f"{component.get('name')}: {databases}",
        )


def _not_marked(procedure: Record) -> Iterator[Finding]:
    """A paper that the annex of 66.7/2025/NQ-CP replaces by databases of which no component carries even one."""
    marked = {base for one in procedure.get("components") or () for base in one.get("replaced_by") or ()}
    for number, row in enumerate(procedure.get("data_replaces_paper") or ()):
        if not marked & set(row.get("databases") or ()):
            yield Finding(
                name_of(procedure),
                f"data_replaces_paper[{number}]",
                Kind.PAPER_NOT_MARKED,
                Severity.WARNING,
                "66.7/2025/NQ-CP thay giấy này bằng dữ liệu nhưng không thành phần nào ghi nhận; đánh dấu lại.",
                f"{row.get('paper')}: {', '.join(row.get('databases') or ())}",
            )
