# SPDX-License-Identifier: EUPL-1.2
"""Correlation rules as we keep them, read from their YAML. pySigma is not asked: it takes one comparison, not a range.

Sigma correlation rules specification; each decision stands in `docs/reference/sigma.md`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tinhso_sigma.errors import Unsupported
from tinhso_sigma.names import field_name
from tinhso_sigma.predicates import COMPARE

COUNTS = ("event_count", "value_count", "value_sum", "value_avg", "value_percentile", "value_median")
ORDERS = ("temporal", "temporal_ordered")
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
LONGEST_DAYS = 31
OPERATORS = (*COMPARE, "neq")


@dataclass(frozen=True, slots=True)
class Correlation:
    """rules: ids or names of what is counted, in the order of temporal_ordered.

    group_by: folded names of fields or aliases. aliases: alias → rule → folded field. tests: all must hold (a range has
    two). fields: what value_… looks at. generate: whether single matches of the rules alert as well.
    """

    key: str
    title: str
    kind: str
    rules: tuple[str, ...]
    span_seconds: int
    tests: tuple[tuple[str, float], ...]
    group_by: tuple[str, ...] = ()
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    percentile: float = 50.0
    generate: bool = False
    id: str = ""
    name: str = ""
    author: str = ""
    level: str = ""
    tags: tuple[str, ...] = ()
    licence: str = ""
    file: str = ""

    def holds(self, number: float) -> bool:
        return all(number != wanted if op == "neq" else COMPARE[op](number, wanted) for op, wanted in self.tests)

    def source_of(self, name: str, ref: str) -> str:
        """Return the field that a name of group_by means in matches of a rule."""
        return self.aliases.get(name, {}).get(ref, name)


def correlation_of(document: Mapping[str, Any], key: str, file: str, licence: str) -> Correlation:
    """Return the correlation of a YAML document. Raises Unsupported with words for the sentence set aside."""
    section = document["correlation"]
    if not isinstance(section, dict) or not isinstance(document.get("title"), str):
        raise Unsupported("thiếu tiêu đề hoặc phần correlation không phải là bảng")
    kind = section.get("type")
    if kind not in (*COUNTS, *ORDERS):
        raise Unsupported(f"không có loại tương quan “{kind}”")
    rules = tuple(map(str, _listed(section.get("rules"))))
    if not rules:
        raise Unsupported("tương quan không nêu quy tắc nào")
    tests, fields, percentile = _condition(section.get("condition"), kind, len(rules))
    return Correlation(
        key=str(document.get("id") or key), title=document["title"], kind=kind, rules=rules,
        span_seconds=_span(section.get("timespan")), tests=tests,
        group_by=tuple(field_name(str(one)) for one in _listed(section.get("group-by"))),
        aliases=_aliases(section.get("aliases") or {}, rules), fields=fields, percentile=percentile,
        generate=section.get("generate") is True,
        id=str(document.get("id") or ""), name=str(document.get("name") or ""),
        author=str(document.get("author") or ""), level=str(document.get("level") or ""),
        tags=tuple(map(str, _listed(document.get("tags")))), licence=str(document.get("license") or licence), file=file,
    )  # fmt: skip


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _span(written: Any) -> int:
    found = re.fullmatch(r"(\d{1,9})([smhdw])", str(written))
    seconds = int(found[1]) * UNITS[found[2]] if found else 0
    if not 0 < seconds <= LONGEST_DAYS * UNITS["d"]:
        raise Unsupported(f"timespan “{written}” phải là số kèm s, m, h, d hoặc w, tối đa {LONGEST_DAYS} ngày")
    return seconds


def _condition(section: Any, kind: str, rules: int) -> tuple[tuple[tuple[str, float], ...], tuple[str, ...], float]:
    if section is None and kind in ORDERS:
        return (("gte", float(rules)),), (), 50.0
    if not isinstance(section, dict):
        raise Unsupported("condition của tương quan phải là bảng như {gte: 10}; dạng biểu thức chưa được hỗ trợ")
    tests = tuple((op, float(section[op])) for op in OPERATORS if op in section)
    unknown = set(section) - {*OPERATORS, "field", "percentile"}
    fields = tuple(field_name(str(one)) for one in _listed(section.get("field")))
    if not tests or unknown:
        raise Unsupported("condition phải có phép so (gt, gte, lt, lte, eq, neq) và không có mục lạ")
    if kind.startswith("value_") and not fields:
        raise Unsupported(f"{kind} cần field trong condition")
    if kind == "value_percentile" and not 0 < float(section.get("percentile", 0)) <= 100:
        raise Unsupported("value_percentile cần percentile từ 1 đến 100")
    return tests, fields, float(section.get("percentile", 50))


def _aliases(section: Any, rules: tuple[str, ...]) -> dict[str, dict[str, str]]:
    found = {
        field_name(str(alias)): {str(rule): field_name(str(name)) for rule, name in mapping.items()}
        for alias, mapping in section.items()
    }
    for alias, mapping in found.items():
        if set(mapping) - set(rules):
            raise Unsupported(f"aliases {alias} nhắc tới quy tắc không có trong danh sách rules")
    return found
