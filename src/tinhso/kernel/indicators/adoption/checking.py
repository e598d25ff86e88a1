# SPDX-License-Identifier: EUPL-1.2
"""Verify adopted ledgers as they stand in our tables: every act against its seal, every seal against its key."""

from dataclasses import dataclass

from tinhso.kernel.events import rules
from tinhso.kernel.events.keys import VerifyingKey
from tinhso.kernel.events.timestamping import states
from tinhso.kernel.events.types import Finding
from tinhso.kernel.events.verification import act_faults, seal_faults
from tinhso.kernel.indicators import origins
from tinhso.kernel.indicators.models import AdoptedAct, AdoptedLedger


@dataclass(frozen=True)
class Checked:
    """What was read of one adopted ledger, and every fault found."""

    province: str
    acts: int
    seals: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        return not self.findings


def verify_adopted() -> list[Checked]:
    """Return one answer for each adopted ledger."""
    return [_verified(one) for one in AdoptedLedger.objects.order_by("id")]


def _verified(ledger: AdoptedLedger) -> Checked:
    keys = {key_id: VerifyingKey.from_pem(pem.encode()) for key_id, pem in ledger.keys.items()}
    findings: list[Finding] = []
    acts = seals = last = 0
    previous = rules.NOTHING_BEFORE
    for seal, token in origins.seals_of(ledger.id):
        rows = AdoptedAct.objects.filter(
            ledger_id=ledger.id, seq__gte=seal.header.first_seq, seq__lte=seal.last_seq
        ).order_by("seq")
        found = [origins.adopted_row(one) for one in rows]
        findings += seal_faults(seal, previous, last, keys) + act_faults(seal, found)
        if token and not states(token, seal.header.digest()):
            sentence = f"Niêm phong số {seal.number}: dấu thời gian không nói về niêm phong này."
            findings.append(Finding("timestamp_wrong", None, seal.number, sentence))
        previous, last = seal.header.digest(), seal.last_seq
        acts, seals = acts + len(found), seals + 1
    if previous != bytes(ledger.last_seal):
        sentence = f"Phần cuối sổ tiếp nhận của {ledger.province} bị gỡ."
        findings.append(Finding("removed", last + 1, None, sentence))
    return Checked(ledger.province, acts, seals, tuple(findings))
