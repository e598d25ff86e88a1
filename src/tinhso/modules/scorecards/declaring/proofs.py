# SPDX-License-Identifier: EUPL-1.2
"""Which components are folded from acts, from `data/dti/proofs_*.yaml`; each file read once."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import yaml

from tinhso.modules.scorecards.declaring.types import Proof
from tinhso.modules.scorecards.dti.reading import DATA, edition
from tinhso.modules.scorecards.errors import IndexFaulty
from tinhso.modules.scorecards.types import Trust


@cache
def proofs_of(code: str) -> Mapping[str, Proof]:
    """Return the proofs of an edition by component; none where no file names the edition. Raises IndexFaulty."""
    for path in sorted(DATA.glob("proofs_*.yaml")):
        entry = yaml.safe_load(path.read_text(encoding="utf-8"))
        if entry["edition"] == code:
            found = [
                Proof(one["component"], one["figure"], Trust(one["trust"]), one["note"]) for one in entry["proofs"]
            ]
            _check(path.name, code, found)
            return MappingProxyType({one.component: one for one in found})
    return MappingProxyType({})


def _check(name: str, code: str, found: list[Proof]) -> None:
    named = [one.component for one in found]
    if strange := set(named) - {part.code for part in edition(code).parts()}:
        raise IndexFaulty(f"{name}: no component {sorted(strange)}")
    if len(set(named)) != len(named):
        raise IndexFaulty(f"{name}: a component stands twice")
