# SPDX-License-Identifier: EUPL-1.2
"""Ledger of acts (sổ sự kiện): append-only record, outbox and seals."""
