# SPDX-License-Identifier: EUPL-1.2
"""Verify the whole ledger: every act against its seal, every seal against its key and the one before."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from asn1crypto import x509

from tinhso.kernel.events import queries, rules
from tinhso.kernel.events.keys import VerifyingKey
from tinhso.kernel.events.queries import SealRow
from tinhso.kernel.events.timestamping import is_genuine, states
from tinhso.kernel.events.types import ActRow, Finding, Verification

BATCH = 4096
TOP = 2**62


def verify_ledger(
    keys: Mapping[str, VerifyingKey],
    *,
    roots: Sequence[x509.Certificate] = (),
    progress: Callable[[int], None] = lambda seq: None,
) -> Verification:
    """Return what was read and every fault found, each naming the act or the seal.

    keys: public keys of the ledger by key id; roots: trusted roots of time-stamping authorities; progress is called
    with the last sequence number done.
    """
    findings: list[Finding] = []
    tokens = queries.timestamps()
    seals = acts = sealed_up_to = 0
    previous = rules.NOTHING_BEFORE
    for seal in queries.seals_in_order():
        seals += 1
        findings += seal_faults(seal, previous, sealed_up_to, keys)
        findings += _token_faults(seal, tokens.get(seal.number), roots)
        found = queries.acts_between(seal.header.first_seq, seal.last_seq)
        acts += len(found)
        findings += act_faults(seal, found)
        previous, sealed_up_to = seal.header.digest(), seal.last_seq
        progress(sealed_up_to)
    findings += _tail_faults(sealed_up_to)
    unsealed = 0
    for act in _unsealed(sealed_up_to):
        unsealed += 1
        findings += _digest_fault(act)
    return Verification(acts + unsealed, seals, unsealed, len(tokens), tuple(findings))


def _tail_faults(sealed_up_to: int) -> list[Finding]:
    """A reader has only ever seen sealed acts: one that stands beyond the last seal proves that seals were removed."""
    farthest = queries.farthest_reader()
    if farthest <= sealed_up_to:
        return []
    sentence = (
        f"Đã có nơi đọc đến sự kiện số {farthest} nhưng niêm phong chỉ còn đến số {sealed_up_to}: phần cuối sổ bị gỡ."
    )
    return [Finding("removed", sealed_up_to + 1, None, sentence)]


def _unsealed(after: int) -> Iterator[ActRow]:
    while batch := queries.acts_between(after + 1, TOP, limit=BATCH):
        yield from batch
        after = batch[-1].seq


def seal_faults(
    seal: SealRow,
    previous: bytes,
    sealed_up_to: int,
    keys: Mapping[str, VerifyingKey],
) -> list[Finding]:
    """Return what is wrong with a seal: its chain, its tree, its signature. previous: digest of the seal before."""
    faults: list[Finding] = []
    number, header = seal.number, seal.header

    def fault(kind: str, sentence: str) -> None:
        faults.append(Finding(kind, None, number, sentence))

    if header.previous != previous or header.first_seq != sealed_up_to + 1:
        fault(
            "chain_broken",
            f"Niêm phong số {number} không nối tiếp niêm phong trước: có niêm phong bị gỡ hoặc chèn.",
        )
    if rules.tree_root(seal.leaves) != header.root or len(seal.leaves) != header.size or not _in_order(seal):
        fault("seal_broken", f"Niêm phong số {number}: cây băm không khớp gốc đã ký.")
    key = keys.get(seal.key_id)
    if key is None or not key.verifies(header.signed_bytes(), seal.signature):
        fault("signature_wrong", f"Niêm phong số {number}: chữ ký không đúng hoặc không rõ khóa {seal.key_id}.")
    return faults


def _token_faults(seal: SealRow, token: bytes | None, roots: Sequence[x509.Certificate]) -> list[Finding]:
    if token is None or (states(token, seal.header.digest()) and is_genuine(token, seal.header.digest(), roots)):
        return []
    sentence = f"Niêm phong số {seal.number}: dấu thời gian không nói về niêm phong này hoặc không do nơi tin cậy cấp."
    return [Finding("timestamp_wrong", None, seal.number, sentence)]


def _in_order(seal: SealRow) -> bool:
    """Tell whether the numbers kept beside the leaves rise within the signed run, one for each leaf."""
    seqs, header = seal.seqs, seal.header
    if None in seqs:
        return False
    rising = all(before < after for before, after in pairwise(seqs))
    inside = not seqs or (header.first_seq <= seqs[0] and seqs[-1] <= header.last_seq)
    return len(seqs) == len(seal.leaves) and rising and inside


def act_faults(seal: SealRow, acts: list[ActRow]) -> list[Finding]:
    """Compare the acts with the signed root; the leaves kept beside it only serve to name what differs."""
    leaves = [rules.leaf(act.seq, rules.digest(act)) for act in acts]
    if len(acts) == seal.header.size and rules.tree_root(leaves) == seal.header.root:
        return []
    named = _named_faults(seal, acts)
    sentence = f"Niêm phong số {seal.number}: các sự kiện trong khoảng này không khớp gốc đã ký."
    return named or [Finding("changed", None, seal.number, sentence)]


def _named_faults(seal: SealRow, acts: list[ActRow]) -> list[Finding]:
    expected = dict(zip(seal.seqs, seal.leaves, strict=False))
    present = {act.seq: act for act in acts}
    places = {leaf: seq for seq, leaf in expected.items()}
    faults: list[Finding] = []
    for seq in sorted(seq for seq, count in Counter(act.seq for act in acts).items() if count > 1):
        faults.append(Finding("inserted", seq, seal.number, f"Có hai sự kiện cùng mang số {seq}."))
    for seq in expected.keys() - present.keys():
        faults.append(Finding("removed", seq, seal.number, f"Sự kiện số {seq} đã bị gỡ khỏi sổ."))
    for seq, act in present.items():
        leaf = rules.leaf(seq, rules.digest(act))
        if seq not in expected:
            faults.append(Finding("inserted", seq, seal.number, f"Sự kiện số {seq} được chèn vào sau khi niêm phong."))
        elif leaf != expected[seq]:
            faults.append(_changed_or_moved(seal, act, places))
    return sorted(faults, key=lambda finding: finding.seq or 0)


def _changed_or_moved(seal: SealRow, act: ActRow, places: Mapping[bytes, int]) -> Finding:
    own = rules.digest(act)
    moved_from = next((seq for seq in seal.seqs if places.get(rules.leaf(seq, own)) == seq), None)
    if moved_from is not None:
        sentence = f"Sự kiện số {act.seq} bị đổi chỗ: nội dung này vốn ở số {moved_from}."
        return Finding("reordered", act.seq, seal.number, sentence)
    return Finding("changed", act.seq, seal.number, f"Sự kiện số {act.seq} ({act.verb}) đã bị sửa sau khi ghi.")


def _digest_fault(act: ActRow) -> list[Finding]:
    if rules.digest(act) == act.digest:
        return []
    return [Finding("changed", act.seq, None, f"Sự kiện số {act.seq} ({act.verb}) đã bị sửa, chưa kịp niêm phong.")]
