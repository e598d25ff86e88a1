# SPDX-License-Identifier: EUPL-1.2
"""From a rule that pySigma has read to our tree. Nothing of pySigma stays in what is returned."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sigma import conditions as pc
from sigma import types as pt
from sigma.rule import SigmaDetection, SigmaDetectionItem, SigmaRule

from tinhso_sigma import predicates as p
from tinhso_sigma.errors import Unsupported
from tinhso_sigma.names import field_name
from tinhso_sigma.patterns import is_dangerous
from tinhso_sigma.texts import ANY, ONE, Part, Text
from tinhso_sigma.types import And, Keyword, Node, Not, Or, Test
from tinhso_sigma.values import fold

Placeholders = Mapping[str, Sequence[str]]
FLAGS = {
    pt.SigmaRegularExpressionFlag.IGNORECASE: re.IGNORECASE,
    pt.SigmaRegularExpressionFlag.MULTILINE: re.MULTILINE,
    pt.SigmaRegularExpressionFlag.DOTALL: re.DOTALL,
}
MOST_TESTS = 50_000  # of one rule


class Reader:
    """Reads one rule. placeholders: values of `%name%` for the modifier expand."""

    def __init__(self, rule: SigmaRule, placeholders: Placeholders) -> None:
        self.detections: dict[str, SigmaDetection] = rule.detection.detections
        self.conditions = rule.detection.parsed_condition
        self.placeholders = placeholders
        self.tests = 0

    def tree(self) -> Node:
        """Return the tree; several conditions are alternatives (Sigma rules 2.1, Condition: "linked with OR")."""
        found = tuple(self.condition(one.parse(postprocess=False)) for one in self.conditions)
        return found[0] if len(found) == 1 else Or(found)

    def condition(self, parsed: Any) -> Node:
        if isinstance(parsed, pc.ConditionIdentifier):
            return self.named(parsed.identifier)
        if isinstance(parsed, pc.ConditionSelector):
            names = self.selected(parsed.pattern)
            kind = And if parsed.cond_class is pc.ConditionAND else Or
            return kind(tuple(self.named(name) for name in names))
        children = tuple(self.condition(one) for one in parsed.args)
        if isinstance(parsed, pc.ConditionNOT):
            return Not(children[0])
        return And(children) if isinstance(parsed, pc.ConditionAND) else Or(children)

    def named(self, name: str) -> Node:
        if name not in self.detections:
            raise Unsupported(f"điều kiện nhắc tới “{name}” mà phần detection không có")
        return self.detection(self.detections[name])

    def selected(self, pattern: str) -> list[str]:
        """Return the identifiers meant; those beginning with `_` only by a pattern that begins so too."""
        wanted = re.compile(".*" if pattern == "them" else pattern.replace("*", ".*"))
        names = [name for name in self.detections if wanted.fullmatch(name)]
        found = [name for name in names if pattern.startswith("_") or not name.startswith("_")]
        if not found:
            raise Unsupported(f"mẫu “{pattern}” trong điều kiện không khớp với nhóm nào")
        return found

    def detection(self, detection: SigmaDetection) -> Node:
        children = tuple(
            self.item(one) if isinstance(one, SigmaDetectionItem) else self.detection(one)
            for one in detection.detection_items
        )
        if len(children) == 1:
            return children[0]
        return And(children) if detection.item_linking is pc.ConditionAND else Or(children)

    def item(self, item: SigmaDetectionItem) -> Node:
        values = item.value or [pt.SigmaNull()]
        self.tests += len(values)
        if self.tests > MOST_TESTS:
            raise Unsupported(f"quy tắc có hơn {MOST_TESTS:,} phép so")
        children = tuple(self.value(item.field, one) for one in values)
        linked: Node = And(children) if item.value_linking is pc.ConditionAND else Or(children)
        if len(children) == 1:
            linked = children[0]
        return Not(linked) if item.negated else linked

    def value(self, field: str | None, value: pt.SigmaType) -> Node:
        if isinstance(value, pt.SigmaExpansion):
            return Or(tuple(self.value(field, one) for one in value.values))
        found = tuple(_leaf(field, one) for one in self.expanded(value))
        return found[0] if len(found) == 1 else Or(found)

    def expanded(self, value: pt.SigmaType) -> list[pt.SigmaType]:
        """Return the value with its placeholders filled in."""
        if not isinstance(value, pt.SigmaString | pt.SigmaRegularExpression) or not value.contains_placeholder():
            return [value]
        return list(value.replace_placeholders(self._filled))

    def _filled(self, placeholder: pt.Placeholder) -> Iterator[pt.SigmaString]:
        if placeholder.name not in self.placeholders:
            raise Unsupported(f"chưa có giá trị cho %{placeholder.name}%")
        return (pt.SigmaString(one) for one in self.placeholders[placeholder.name])


def _leaf(field: str | None, value: pt.SigmaType) -> Node:
    predicate = _predicate(value)
    if field is not None:
        return Test(field_name(field), predicate)
    if isinstance(predicate, Text):
        return Keyword(_anywhere(predicate))
    if isinstance(predicate, p.Number):
        return Keyword(_anywhere(Text((repr(predicate.number),))))
    if isinstance(predicate, p.Regex):
        return Keyword(predicate)
    raise Unsupported("từ khóa trên toàn sự kiện phải là chữ, số hoặc biểu thức chính quy")


def _anywhere(text: Text) -> Text:
    return Text(_merged((ANY, *text.parts, ANY)), text.cased)


def _predicate(value: pt.SigmaType) -> p.Predicate:
    for kind, make in MAKERS.items():
        if isinstance(value, kind):
            return make(value)
    raise Unsupported(f"loại giá trị {type(value).__name__} chưa được hỗ trợ")


def _text(value: pt.SigmaString) -> Text:
    cased = isinstance(value, pt.SigmaCasedString)
    parts = (_part(one, cased) for one in value.s)
    return Text(_merged(tuple(parts)), cased)


def _part(part: Any, cased: bool) -> Part:
    if isinstance(part, str):
        return part if cased else fold(part)
    return ANY if part is pt.SpecialChars.WILDCARD_MULTI else ONE


def _merged(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    merged: list[Part] = []
    for part in parts:
        if merged and isinstance(part, str) and isinstance(merged[-1], str):
            merged[-1] += part
        elif part != "" and not (merged and part is ANY and merged[-1] is ANY):
            merged.append(part)
    return tuple(merged)


def _regex(value: pt.SigmaRegularExpression) -> p.Regex:
    flags = 0
    for flag in value.flags:
        flags |= FLAGS[flag]
    pattern = str(value.regexp)
    dangerous = is_dangerous(pattern, flags)
    if dangerous:
        p.linear(pattern, flags)  # raises where it cannot be run that way
    return p.Regex(pattern, flags, dangerous)


def _compare(value: pt.SigmaCompareExpression) -> p.Predicate:
    if isinstance(value.number, pt.SigmaTimestampPart):
        return _date_part(value.number, value.op.name.lower())
    return p.Number(value.op.name.lower(), value.number.number)


def _date_part(value: pt.SigmaTimestampPart, op: str = "eq") -> p.DatePart:
    return p.DatePart(value.timestamp_part.name.lower(), op, value.number)


# The first that fits: a part of a date is a number to pySigma, a cased text is a text.
MAKERS: dict[type[pt.SigmaType], Callable[[Any], p.Predicate]] = {
    pt.SigmaString: _text,
    pt.SigmaTimestampPart: _date_part,
    pt.SigmaNumber: lambda value: p.Number("eq", value.number),
    pt.SigmaBool: lambda value: p.Boolean(value.boolean),
    pt.SigmaNull: lambda _: p.Null(),
    pt.SigmaExists: lambda value: p.Exists(value.exists),
    pt.SigmaRegularExpression: _regex,
    pt.SigmaCIDRExpression: lambda value: p.Network(str(value.network)),
    pt.SigmaCompareExpression: _compare,
    pt.SigmaFieldReference: lambda value: p.SameAs(field_name(value.field), value.starts_with, value.ends_with),
}
