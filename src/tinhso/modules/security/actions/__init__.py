# SPDX-License-Identifier: EUPL-1.2
"""Writes of modules.security: the register of sources, and the ledger of what they sent."""

from tinhso.modules.security.actions.counting import count_spool
from tinhso.modules.security.actions.sources import note_silent, register_source, renew_key, withdraw_source

__all__ = ["count_spool", "note_silent", "register_source", "renew_key", "withdraw_source"]
