# SPDX-License-Identifier: EUPL-1.2
"""Write this installation's sealed ledger into one signed file with the names of its units, seal by seal."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.keys import SigningKey, VerifyingKey
from tinhso.kernel.indicators.adoption.files import FORMAT, Writer
from tinhso.kernel.indicators.adoption.lines import UnitLine, act_line, seal_line, unit_line
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.models import Area, Unit, UnitCode, UnitName

SCHEME = "qd20"


@dataclass(frozen=True)
class Exported:
    """What went into a file; unsealed: acts that wait for a seal and did not."""

    province: str
    units: int
    seals: int
    acts: int
    unsealed: int


def _silent(seq: int) -> None:
    """Report progress to nobody."""


def export_ledger(
    path: Path,
    *,
    key: SigningKey,
    keys: dict[str, VerifyingKey],
    now: datetime,
    progress: Callable[[int], None] = _silent,
) -> Exported:
    """Write the file; raises Refused when it exists, or when nothing is sealed yet. A failed one is removed.

    keys: every public key seals were signed with; key: signs the file.
    """
    if ledger.last_seal() is None:
        raise Refused("Sổ chưa có niêm phong nào nên chưa có gì để xuất. Hãy chạy `tinhso ledger seal` trước.")
    try:
        writer = Writer(path)
    except FileExistsError as error:
        raise Refused(f"Tệp {path} đã có. Hãy chọn tên khác; tệp cũ không bị ghi đè.") from error
    except OSError as error:
        raise Refused(f"Không ghi được vào {path}: {error.strerror}. Hãy chọn nơi khác.") from error
    try:
        return _write(writer, key, keys, now, progress)
    except BaseException:
        writer.abandon()
        path.unlink(missing_ok=True)
        raise


@transaction.atomic
def _write(
    writer: Writer,
    key: SigningKey,
    keys: dict[str, VerifyingKey],
    now: datetime,
    progress: Callable[[int], None],
) -> Exported:
    territory = registry.territory()
    province = _province_name(territory.province_code, territory.root.name)
    writer.write(
        "ledger",
        format=FORMAT,
        province_code=territory.province_code,
        province=province,
        keys=[one.pem().decode() for one in keys.values()],
        exported_at=now.isoformat(),
    )
    units = 0
    for line in _units():
        writer.write("unit", **unit_line(line))
        units += 1
    seals = acts = last = 0
    tokens = ledger.timestamps()
    for seal in ledger.seals_in_order():
        writer.write("seal", **seal_line(seal, tokens.get(seal.number, b"")))
        for act in ledger.acts_between(seal.header.first_seq, seal.last_seq):
            writer.write("act", **act_line(act))
            acts += 1
        seals, last = seals + 1, seal.last_seq
        progress(last)
    writer.close(key, units=units, seals=seals, acts=acts)
    return Exported(province, units, seals, acts, ledger.count_acts() - acts)


def _province_name(code: str, root: str) -> str:
    """Return the name of the province the installation began with; that of its root unit where none is known."""
    area = Area.objects.filter(code=code, level="province").order_by("valid").first()
    return area.name if area else root


def _units() -> Iterator[UnitLine]:
    """Yield every name every unit ever bore; its present name and span for a unit without kept names."""
    codes = dict(UnitCode.objects.filter(scheme=SCHEME).order_by("valid").values_list("unit_id", "code"))
    names: dict[object, list[UnitName]] = {}
    for one in UnitName.objects.order_by("valid"):
        names.setdefault(one.unit_id, []).append(one)
    for unit in Unit.objects.order_by("id").iterator(chunk_size=500):
        for name, valid in [(one.name, one.valid) for one in names.get(unit.id, [])] or [(unit.name, unit.valid)]:
            code = codes.get(unit.id, "")
            yield UnitLine(unit.id, name, code, unit.level, unit.area_code, valid.lower, valid.upper)
