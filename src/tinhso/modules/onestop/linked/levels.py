# SPDX-License-Identifier: EUPL-1.2
"""Which bodies stand on one level and which stand above: the difference between the two kinds of forwarding."""

from tinhso.kernel.registry.models import Unit
from tinhso.kernel.registry.types import Level
from tinhso.modules.onestop.errors import WrongLevel
from tinhso.modules.onestop.linked.types import Way

COMMUNE, DISTRICT, PROVINCE = 1, 2, 3
TIERS = {
    Level.COMMUNE: COMMUNE,
    Level.DISTRICT: DISTRICT,
    Level.DEPARTMENT: PROVINCE,
    Level.PROVINCE: PROVINCE,
}
LAW = "61/2018/NĐ-CP"


def tier(unit: Unit) -> int:
    """Return the level of a body: 1 commune, 2 district, 3 province.

    A body of a central agency stands on the level of its place: one with a commune of its own is of the commune.
    """
    known = TIERS.get(Level(unit.level))
    if known is not None:
        return known
    return COMMUNE if unit.area_code and len(unit.area_code) > 2 else PROVINCE


def check_way(way: Way, own: Unit, other: Unit) -> None:
    """Raise WrongLevel with what to do instead when a body is not where the way of forwarding says.

    Source: Nghị định 61/2018/NĐ-CP: liên thông cùng cấp, liên thông giữa các cấp.
    """
    if way is Way.PEER and tier(other) != tier(own):
        raise WrongLevel(
            f"{other.name} không cùng cấp với {own.name}. Liên thông cùng cấp chỉ gửi cơ quan cùng cấp; "
            "với cơ quan cấp trên hãy dùng “Chuyển cơ quan cấp trên”.",
            source=LAW,
        )
    if way is Way.UP and tier(other) <= tier(own):
        raise WrongLevel(
            f"{other.name} không phải cơ quan cấp trên của {own.name}. Hãy chọn cơ quan cấp trên hoặc dùng "
            "“Chuyển liên thông cùng cấp”.",
            source=LAW,
        )
