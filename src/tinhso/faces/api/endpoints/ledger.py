# SPDX-License-Identifier: EUPL-1.2
"""Seals of the ledger, the keys that signed them, and the check of a proof: enough to distrust us properly."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from tinhso.config import env
from tinhso.faces.api.schemas import CheckedProof, Problem, PublicKey, SealOut
from tinhso.kernel.events import proofs, queries
from tinhso.kernel.events.catalogue import title_of
from tinhso.kernel.events.keys import trusted_public_keys

router = Router(tags=["ledger"])


@router.get("/seals", response={200: list[SealOut], 422: Problem}, summary="Niêm phong mới nhất", operation_id="seals")
def seals(request: HttpRequest, limit: int = Query(20, ge=1, le=200)) -> list[dict[str, Any]]:
    """Return the newest seals with the instants of their RFC 3161 time stamps, newest first."""
    return [_seal(seal, stamped) for seal, stamped in queries.newest_seals(limit)]


def _seal(seal: queries.SealRow, stamped: Any) -> dict[str, Any]:
    header = seal.header
    return {
        "number": header.number,
        "first_seq": header.first_seq,
        "last_seq": header.last_seq,
        "size": header.size,
        "root": header.root.hex(),
        "previous": header.previous.hex(),
        "sealed_at": header.sealed_at,
        "key_id": seal.key_id,
        "signature": seal.signature.hex(),
        "stamped_at": stamped,
    }


@router.get("/keys", response=list[PublicKey], summary="Khóa công khai của sổ", operation_id="ledger_keys")
def ledger_keys(request: HttpRequest) -> list[dict[str, str]]:
    """Return the public keys of this ledger, old ones included, as PEM."""
    keys = trusted_public_keys(env.KEY_FOLDER)
    return [{"key_id": name, "pem": key.pem().decode()} for name, key in keys.items()]


@router.get(
    "/check", response={200: CheckedProof, 400: Problem}, summary="Kiểm tra mã chứng minh", operation_id="check_proof"
)
def check_proof(request: HttpRequest, proof: str = Query(..., max_length=proofs.LIMIT)) -> dict[str, Any]:
    """Check the text of a QR code against the keys above; refused with a sentence when it does not hold."""
    found = proofs.check(proof, trusted_public_keys(env.KEY_FOLDER))
    act = found.act
    return {
        "valid": True,
        "seq": act.seq,
        "verb": act.verb,
        "title": title_of(act.verb),
        "at": act.at,
        "seal": found.header.number,
        "sealed_at": found.header.sealed_at,
    }
