# SPDX-License-Identifier: EUPL-1.2
"""Proof that one act stands in the sealed ledger, small enough for a QR code and checkable off line.

Text form: `TS1.` + URL-safe base64 of deflated JSON holding the act, its path to the root, the seal's header and
signature. Whoever has the public key of the ledger can check it without the database.
"""

import base64
import binascii
import json
import struct
import uuid
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tinhso.kernel.events import queries, rules
from tinhso.kernel.events.errors import ProofInvalid
from tinhso.kernel.events.keys import VerifyingKey
from tinhso.kernel.events.types import ActRow
from tinhso.lib import merkle

UNREADABLE = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
    binascii.Error,
    struct.error,
    zlib.error,
)
"""What a hostile text can raise while it is taken apart."""
PREFIX = "TS1."
LIMIT = 8_192
"""Longest proof text read, in characters; the longest made is about 1,600."""


@dataclass(frozen=True)
class Proof:
    """An act with what binds it to a signed seal."""

    act: ActRow
    index: int
    path: tuple[bytes, ...]
    header: rules.SealHeader
    key_id: str
    signature: bytes


def proof_of(seq: int) -> Proof | None:
    """Return the proof of a sealed act; None when the act does not exist or is not sealed yet."""
    act = queries.act(seq)
    seal = queries.seal_covering(seq)
    if act is None or seal is None or seq not in seal.seqs:
        return None
    index = seal.seqs.index(seq)
    path = merkle.inclusion_proof(seal.leaves, index)
    return Proof(act, index, tuple(path), seal.header, seal.key_id, seal.signature)


def encode(proof: Proof) -> str:
    """Return the proof as text for a QR code."""
    act, header = proof.act, proof.header
    fields = [
        [
            act.seq,
            act.at.isoformat(),
            act.verb,
            act.version,
            act.actor,
            act.on_behalf_of,
            str(act.unit_id or ""),
            act.area,
            act.subject,
            str(act.case_id or ""),
            act.rule,
            act.data,
            list(act.evidence),
        ],
        proof.index,
        base64.b64encode(b"".join(proof.path)).decode(),
        [header.number, header.first_seq, header.last_seq, header.size, header.sealed_at.isoformat()],
        base64.b64encode(header.previous).decode(),
        proof.key_id,
        base64.b64encode(proof.signature).decode(),
    ]
    packed = zlib.compress(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    return PREFIX + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode(text: str) -> Proof:
    """Read a proof; the root is recomputed from the path, so a forged one cannot carry its own.

    Raises ProofInvalid with a sentence when the text is not a proof.
    """
    text = "".join(text.split())
    if not text.startswith(PREFIX) or len(text) > LIMIT:
        raise ProofInvalid("Đây không phải mã chứng minh của Tỉnh Số. Hãy quét lại trọn mã QR trên giấy.")
    body = text[len(PREFIX) :]
    try:
        packed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        inflated = zlib.decompressobj().decompress(packed, 65_536)
        return _proof(json.loads(inflated))
    except UNREADABLE as error:
        raise ProofInvalid("Mã chứng minh bị cắt hoặc hỏng. Hãy quét lại trọn mã QR trên giấy.") from error


def _proof(fields: list[Any]) -> Proof:
    act_fields, index, path_text, seal, previous, key_id, signature = fields
    act = _act(act_fields)
    joined = base64.b64decode(path_text)
    path = tuple(joined[i : i + 32] for i in range(0, len(joined), 32))
    size = int(seal[3])
    leaf = rules.leaf(act.seq, rules.digest(act))
    header = rules.SealHeader(
        number=int(seal[0]),
        first_seq=int(seal[1]),
        last_seq=int(seal[2]),
        size=size,
        root=merkle.root_from_path(leaf, int(index), size, path),
        previous=base64.b64decode(previous),
        sealed_at=datetime.fromisoformat(seal[4]),
    )
    return Proof(act, int(index), path, header, str(key_id), base64.b64decode(signature))


def _act(fields: list[Any]) -> ActRow:
    seq, at, verb, version, actor, behalf, unit, area, subject, case, rule, data, evidence = fields
    return ActRow(
        seq=int(seq),
        at=datetime.fromisoformat(at),
        verb=verb,
        version=int(version),
        actor=actor,
        on_behalf_of=behalf,
        unit_id=uuid.UUID(unit) if unit else None,
        area=area,
        subject=subject,
        case_id=uuid.UUID(case) if case else None,
        rule=rule,
        data=dict(data),
        evidence=tuple(evidence),
    )


def check(text: str, keys: Mapping[str, VerifyingKey]) -> Proof:
    """Return the proof when the seal's signature holds over the root rebuilt from the act.

    Raises ProofInvalid when the text is damaged, the key unknown, or the act differs from the sealed one.
    """
    proof = decode(text)
    key = keys.get(proof.key_id)
    if key is None:
        raise ProofInvalid("Mã chứng minh ký bằng khóa lạ: không phải sổ sự kiện của bản cài đặt này.")
    if not proof.header.first_seq <= proof.act.seq <= proof.header.last_seq:
        raise ProofInvalid("Mã chứng minh mâu thuẫn: sự kiện nằm ngoài niêm phong nêu trong mã.")
    if not key.verifies(proof.header.signed_bytes(), proof.signature):
        raise ProofInvalid("Nội dung trong mã KHÔNG khớp sổ sự kiện: giấy đã bị sửa hoặc mã giả.")
    return proof
