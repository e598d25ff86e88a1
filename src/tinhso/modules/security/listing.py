# SPDX-License-Identifier: EUPL-1.2
"""The warning lists in force: those of the house, and those in the operator's folder, read again when it changes."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tinhso.config import env
from tinhso.modules.security.intelligence import warninglists
from tinhso.modules.security.intelligence.errors import NotIntelligence
from tinhso.modules.security.intelligence.warninglists import WarningList
from tinhso.modules.security.models import Source

LARGEST = 50_000_000
"""Bytes of one list."""


@dataclass(frozen=True)
class Lists:
    """Lists in force, and what is wrong with files that were set aside."""

    lists: tuple[WarningList, ...]
    faults: tuple[str, ...] = ()


def in_force() -> Lists:
    """Return every warning list: own addresses of the register, ours, the operator's."""
    own = [one for row in Source.objects.filter(withdrawn_at=None).values_list("addresses", flat=True) for one in row]
    said = _said(env.WARNING_LISTS)
    return Lists((*warninglists.built_in(own), *said.lists), said.faults)


def _said(folder: str) -> Lists:
    """Return the lists of a folder; a folder of folders as MISP publishes it will do."""
    if not folder:
        return Lists(())
    place = Path(folder)
    if not place.is_dir():
        return Lists((), (f"Không có thư mục {folder}.",))
    files = sorted(one for one in place.rglob("*.json") if one.is_file())[:1_000]
    return _read(tuple((one, one.stat().st_mtime_ns, one.stat().st_size) for one in files))


@lru_cache(maxsize=1)
def _read(files: tuple[tuple[Path, int, int], ...]) -> Lists:
    lists, faults = [], []
    for path, _changed, size in files:
        try:
            if size > LARGEST:
                raise NotIntelligence(f"{path.parent.name}/{path.name}: lớn hơn 50 MB.")
            lists.append(warninglists.read(path.read_bytes(), f"{path.parent.name}/{path.name}"))
        except NotIntelligence as error:
            faults.append(error.sentence)
        except OSError as error:
            faults.append(f"{path.name}: không đọc được ({error.strerror}).")
    return Lists(tuple(lists), tuple(faults))
