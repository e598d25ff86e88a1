# SPDX-License-Identifier: EUPL-1.2
"""The dated file of weights an operator sets (`TINHSO_DTI_WEIGHTS`); the product ships none.

A bad file is answered with one sentence that names the line to mend; nothing of it is used then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from tinhso.config import env
from tinhso.modules.scorecards.dti.reading import edition
from tinhso.modules.scorecards.dti.types import Edition
from tinhso.modules.scorecards.errors import UnknownIndex, WeightsFaulty

LARGEST_BYTES = 1_000_000
LONGEST_TEXT = 300


@dataclass(frozen=True)
class Weight:
    """Điểm tối đa of one component. source, dated: the paper it stands in; confirmed: somebody read it there."""

    points: Decimal
    source: str
    dated: date
    confirmed: bool


@dataclass(frozen=True)
class WeightBook:
    """A file of weights: of which edition, its title, weights by component; others are not known."""

    edition: str
    title: str
    weights: Mapping[str, Weight]

    def confirmed(self, code: str) -> Decimal | None:
        """Return the points of a component when they are confirmed."""
        found = self.weights.get(code)
        return found.points if found is not None and found.confirmed else None


def installed() -> WeightBook | None:
    """Return the file this installation was given, None when it was given none; raises WeightsFaulty."""
    return read(Path(env.DTI_WEIGHTS)) if env.DTI_WEIGHTS else None


def read(path: Path) -> WeightBook:
    """Return the file, read again when it changed; raises WeightsFaulty with a sentence for what cannot be used."""
    try:
        stat = path.stat()
    except OSError as error:
        raise WeightsFaulty(f"Không đọc được tệp trọng số {path.name}. Hãy xem lại TINHSO_DTI_WEIGHTS.") from error
    if stat.st_size > LARGEST_BYTES:
        raise WeightsFaulty(f"Tệp trọng số {path.name} quá lớn. Hãy xem lại TINHSO_DTI_WEIGHTS.")
    return _read(path, stat.st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> WeightBook:
    try:
        entry = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise WeightsFaulty(f"Không đọc được tệp trọng số {path.name}. Tệp phải là văn bản UTF-8.") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise WeightsFaulty(f"Tệp trọng số {path.name} không đúng cú pháp YAML. Hãy sửa lại tệp.") from error
    if not isinstance(entry, dict) or not isinstance(entry.get("weights"), list):
        raise WeightsFaulty(f"Tệp trọng số {path.name} phải có mục edition, title và danh sách weights.")
    return _book(path.name, entry)


def _book(name: str, entry: Mapping[str, Any]) -> WeightBook:
    code, title = entry.get("edition"), entry.get("title")
    if not isinstance(title, str) or not title.strip():
        raise WeightsFaulty(f"Tệp trọng số {name} chưa ghi tên (title).")
    try:
        of = edition(str(code))
    except UnknownIndex as error:
        raise WeightsFaulty(f"Tệp trọng số {name}: không có bộ chỉ số “{str(code)[:40]}” (edition).") from error
    known = {part.code for main in of.scored() for part in main.parts}
    weights: dict[str, Weight] = {}
    for place, line in enumerate(entry["weights"], start=1):
        component, weight = _weight(f"Tệp trọng số {name}, dòng trọng số thứ {place}", line)
        if component not in known:
            raise WeightsFaulty(f"Tệp trọng số {name}: thành phần {component[:20]} không có hoặc không chấm điểm.")
        if component in weights:
            raise WeightsFaulty(f"Tệp trọng số {name}: thành phần {component} có hai trọng số. Hãy bỏ một dòng.")
        weights[component] = weight
    _check_sums(name, of, weights)
    return WeightBook(of.code, title.strip()[:LONGEST_TEXT], MappingProxyType(weights))


def _weight(where: str, line: Any) -> tuple[str, Weight]:
    if not isinstance(line, dict):
        raise WeightsFaulty(f"{where}: phải có component, points, source, dated, confirmed.")
    component, source = line.get("component"), line.get("source")
    dated, confirmed = line.get("dated"), line.get("confirmed")
    if not isinstance(component, str) or not component:
        # 7.10 without quotes is read as 7.1, which is another component.
        raise WeightsFaulty(f"{where}: mã thành phần (component) phải đặt trong dấu nháy, ví dụ '7.10'.")
    if not isinstance(source, str) or not source.strip():
        raise WeightsFaulty(f"{where}: chưa ghi nguồn (source), ví dụ số văn bản và phụ lục.")
    if type(dated) is not date:
        raise WeightsFaulty(f"{where}: ngày của nguồn (dated) phải viết như 2022-05-20.")
    if not isinstance(confirmed, bool):
        raise WeightsFaulty(f"{where}: mục confirmed phải là true hoặc false.")
    return component, Weight(_points(where, line.get("points")), source.strip()[:LONGEST_TEXT], dated, confirmed)


def _points(where: str, typed: Any) -> Decimal:
    sentence = f"{where}: điểm tối đa (points) phải là số lớn hơn 0."
    if isinstance(typed, bool) or not isinstance(typed, (int, float, str)):
        raise WeightsFaulty(sentence)
    try:
        found = Decimal(str(typed)[:LONGEST_TEXT])
    except (InvalidOperation, ValueError) as error:
        raise WeightsFaulty(sentence) from error
    if not found.is_finite() or found <= 0:
        raise WeightsFaulty(sentence)
    return found


def _check_sums(name: str, of: Edition, weights: Mapping[str, Weight]) -> None:
    """Refuse weights that give a main index more than its maximum, or all of its components less."""
    for main in of.scored():
        given = sum((weights[part.code].points for part in main.parts if part.code in weights), Decimal(0))
        is_whole = all(part.code in weights for part in main.parts)
        if given > main.max_points or (is_whole and given != main.max_points):
            raise WeightsFaulty(
                f"Tệp trọng số {name}: chỉ số chính {main.code} được chia {given} điểm, "
                f"trong khi tối đa là {main.max_points}. Hãy sửa lại."
            )
        if not is_whole and given == main.max_points:
            raise WeightsFaulty(
                f"Tệp trọng số {name}: chỉ số chính {main.code} đã chia hết {given} điểm "
                "mà còn thành phần chưa có trọng số. Hãy sửa lại."
            )
