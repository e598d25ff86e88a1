# SPDX-License-Identifier: EUPL-1.2
"""Ledger of acts (sổ sự kiện): append-only record, outbox and seals.

One row per thing done, written inside the action's own transaction. The database refuses UPDATE, DELETE and
TRUNCATE on it; a sealer puts new acts under signed, time-stamped Merkle roots; subscribers read it by cursor.

Write:  `actions.record(payload, at=…, actor=…)`; a payload class is declared once with `catalogue.act`.
React:  `subscriptions.react(name, *payload classes)` in a package's `reactions.py`.
Prove:  `actions.seal`, `queries.verify_ledger`, `queries.proof_of`, `proofs.check`.
Acts carry identifiers, never names or other personal data: a proof of one act may be shown to anyone.
"""
