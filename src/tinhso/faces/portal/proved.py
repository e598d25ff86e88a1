# SPDX-License-Identifier: EUPL-1.2
"""Components of the index as far as acts of this house prove them: their share, and why it is no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from tinhso.config import env
from tinhso.faces.portal.figures import DASH
from tinhso.faces.portal.six_shares import Line, lines_of
from tinhso.faces.ui.data_files import Table
from tinhso.kernel.indicators.queries import Scope
from tinhso.lib.vntext import format_int, format_percent, search_key
from tinhso.modules.onestop.queries.share_parts import UnitShare
from tinhso.modules.onestop.queries.six_shares import six_shares
from tinhso.modules.scorecards.declaring.proofs import proofs_of
from tinhso.modules.scorecards.declaring.types import Proof
from tinhso.modules.scorecards.dti.types import Edition, Main, Part, Result

WORST = 3
"""How many units a paragraph names."""


@dataclass(frozen=True)
class PartLine:
    """One component in the list of its main index. line: its share folded from acts, None where none proves it."""

    part: Part
    line: Line | None
    links: bool

    @property
    def name(self) -> str:
        return name_of(self.part)


def name_of(part: Part) -> str:
    return part.title or part.working or _("Chưa biết tên")


def is_own(result: Result) -> bool:
    """Whether a province is the one whose acts stand in this house."""
    return search_key(result.province) == search_key(env.PROVINCE_NAME)


def proof_of(edition: Edition, code: str) -> Proof | None:
    return proofs_of(edition.code).get(code)


def part_lines(edition: Edition, main: Main, own: Result, scope: Scope) -> list[PartLine]:
    """Return the components of a main index; of another province nothing is known here."""
    if not is_own(own):
        return [PartLine(part, None, False) for part in main.parts]
    known = proofs_of(edition.code)
    shares = {one.share.key: one for one in lines_of(six_shares(scope))} if _any_proved(main, known) else {}
    return [
        PartLine(part, shares.get(known[part.code].figure) if part.code in known else None, True) for part in main.parts
    ]


def _any_proved(main: Main, known: object) -> bool:
    return any(part.code in known for part in main.parts)  # type: ignore[operator]


def line_of(proof: Proof, scope: Scope) -> Line:
    """Return the share that proves a component, over a year up to a day."""
    return next(one for one in lines_of(six_shares(scope)) if one.share.key == proof.figure)


def why(line: Line, parts: Sequence[UnitShare]) -> list[str]:
    """Return in sentences what makes the share what it is: how much is lacking, and where."""
    share = line.share
    if share.percent is None:
        return [_("Chưa có gì để tính trong kỳ này, nên chưa có tỷ lệ.")]
    if share.numerator == share.denominator:
        return [_("Đạt 100 %, không thiếu gì trong kỳ này.")]
    words = {"lacking": format_int(share.denominator - share.numerator), "all": format_int(share.denominator)}
    found = [
        _("Đạt %(value)s vì %(lacking)s trên %(all)s chưa đạt (mẫu số: %(below)s).")
        % {**words, "value": line.value, "below": _lower(line.below)}
    ]
    return [*found, *_where(parts)]


def _where(parts: Sequence[UnitShare]) -> list[str]:
    """Return which units lack most, when units can be told apart."""
    lacking = [one for one in parts if one.lacking > 0]
    if not lacking:
        return []
    none = sum(1 for one in lacking if one.numerator == 0)
    found = [
        _("%(some)s trên %(all)s đơn vị có hồ sơ còn thiếu, trong đó %(none)s đơn vị chưa có hồ sơ nào đạt.")
        % {"some": format_int(len(lacking)), "all": format_int(len(parts)), "none": format_int(none)}
    ]
    worst, all_lacking = lacking[:WORST], sum(one.lacking for one in lacking)
    if len(lacking) > WORST:
        share = Decimal(sum(one.lacking for one in worst) * 100) / all_lacking
        found.append(
            _("Thiếu nhiều nhất ở %(names)s: %(share)s số hồ sơ còn thiếu.")
            % {
                "names": _listed([one.name for one in worst]),
                "share": format_percent(share.quantize(Decimal("0.1")), 1),
            }
        )
    return found


def _listed(names: Sequence[str]) -> str:
    return _("%(first)s và %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]} if names[1:] else names[0]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def unit_rows(parts: Sequence[UnitShare]) -> list[tuple[UnitShare, str, str, str, str]]:
    """Return (unit, counted, all, lacking, share) in words."""
    return [
        (
            one,
            format_int(one.numerator),
            format_int(one.denominator),
            format_int(one.lacking),
            DASH if one.percent is None else format_percent(one.percent),
        )
        for one in parts
    ]


def units_table(part: Part, units: Sequence[UnitShare], scope: Scope) -> Table:
    """Return a component by unit as data for machines: dossiers that count, all of them, the percent."""
    return Table(
        code=f"PART-{part.code}-{scope.until:%Y%m%d}",
        title=f"{part.code} {name_of(part)}",
        source=_("Công thức của hệ thống này, cộng từ sự kiện hồ sơ"),
        period=f"{scope.until:%Y-%m-%d}",
        axis=("UNIT", _("Đơn vị"), ""),
        columns=(("NUMERATOR", _("Hồ sơ đạt")), ("DENOMINATOR", _("Hồ sơ được tính")), ("PERCENT", "%")),
        lines=tuple(
            (f"U{str(one.unit_id)[-12:]}", one.name, (one.numerator, one.denominator, one.percent)) for one in units
        ),
    )
