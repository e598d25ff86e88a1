# SPDX-License-Identifier: EUPL-1.2
"""Codes of procedures and of results: missing, irregular, unconfirmed, used twice."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from tinhso.lib.ids import IdentifierError
from tinhso.lib.procedure_code import parse_procedure_code
from tinhso.modules.onestop.lint.records import Record, name_of
from tinhso.modules.onestop.lint.types import Finding, Kind, Severity

_RESULT: Final = re.compile(r"KQ\.G[0-9]{2}\.[0-9]{6}")
"""National result type: KQ, the ministry, six figures (KQ.G15.000031 = Giấy khai sinh)."""
_OF_PROVINCE: Final = re.compile(r"KQ\.H[0-9]{2}\..+")


def code_findings(procedure: Record) -> Iterator[Finding]:
    """Yield what is wrong with the code of a procedure and with those of its results."""
    yield from _code(procedure)
    for number, result in enumerate(procedure.get("results") or ()):
        yield from _result(procedure, number, result)


def repeated_codes(procedures: Iterable[Record]) -> list[Finding]:
    """Return one finding for each code that stands in the data more than once."""
    counts = Counter(str(one["code"]) for one in procedures if one.get("code"))
    return [
        Finding(
            code,
            "code",
            Kind.CODE_TWICE,
            Severity.ERROR,
            "Một mã thủ tục xuất hiện nhiều lần; giữ một bản ghi.",
            f"{count} bản ghi mang mã {code}",
        )
        for code, count in counts.items()
        if count > 1
    ]


def _code(procedure: Record) -> Iterator[Finding]:
    code = procedure.get("code")
    if not code:
        yield Finding(
            name_of(procedure),
            "code",
            Kind.CODE_MISSING,
            Severity.WARNING,
            "Thủ tục chưa có mã quốc gia; tra danh mục quốc gia trước khi đồng bộ.",
            str(procedure.get("name")),
        )
        return
    slips = _slips(str(code))
    if slips:
        yield Finding(name_of(procedure), "code", Kind.CODE_IRREGULAR, Severity.ERROR, slips[0], str(code))
    if procedure.get("code_confirmed") is not True:
        yield Finding(
            name_of(procedure),
            "code",
            Kind.CODE_UNCONFIRMED,
            Severity.WARNING,
            "Mã thủ tục chưa được xác nhận trong danh mục quốc gia; đối chiếu trước khi đồng bộ.",
            str(code),
        )


def _slips(code: str) -> list[str]:
    try:
        parsed = parse_procedure_code(code)
    except IdentifierError as error:
        return [error.sentence]
    return [*parsed.warnings]


def _result(procedure: Record, number: int, result: Record) -> Iterator[Finding]:
    code, place = result.get("code"), f"results[{number}].code"
    if not code:
        yield Finding(
            name_of(procedure),
            place,
            Kind.RESULT_CODE_MISSING,
            Severity.NOTE,
            "Kết quả chưa có mã loại kết quả; cần mã để lưu kho và dùng lại.",
            str(result.get("name")),
        )
    elif not _RESULT.fullmatch(str(code)):
        reason = "là mã của một tỉnh, không phải mã dùng chung" if _OF_PROVINCE.fullmatch(str(code)) else "sai dạng"
        yield Finding(
            name_of(procedure),
            place,
            Kind.RESULT_CODE_MALFORMED,
            Severity.ERROR,
            f"Mã loại kết quả {reason} (đúng: KQ.Gxx.nnnnnn); tra lại danh mục quốc gia.",
            f"{result.get('name')}: {code}",
        )
