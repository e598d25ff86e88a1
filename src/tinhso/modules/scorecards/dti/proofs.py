# SPDX-License-Identifier: EUPL-1.2
"""Which components of an edition acts of this house prove, and by which figure; from `data/dti/proofs_*.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from tinhso.modules.scorecards.dti.reading import DATA, edition
from tinhso.modules.scorecards.errors import IndexFaulty
from tinhso.modules.scorecards.types import Trust


@dataclass(frozen=True)
class Proof:
    """What proves a component: the key of a figure, how sure it is that this is what is meant, in words."""

    component: str
    figure: str
    trust: Trust
    note: str


@cache
def proofs(code: str) -> Mapping[str, Proof]:
    """Return the proofs of an edition by component; raises IndexFaulty when one is of no component."""
    found: dict[str, Proof] = {}
    for path in sorted(DATA.glob("proofs_*.yaml")):
        entry = yaml.safe_load(path.read_text(encoding="utf-8"))
        if entry["edition"] == code:
            found |= {one["component"]: _proof(one) for one in entry["proofs"]}
    unknown = set(found) - {part.code for part in edition(code).parts()}
    if unknown:
        raise IndexFaulty(f"proofs of {code}: no component {', '.join(sorted(unknown))}")
    return found


def _proof(entry: Mapping[str, Any]) -> Proof:
    return Proof(entry["component"], entry["figure"], Trust(entry["trust"]), entry["note"])
