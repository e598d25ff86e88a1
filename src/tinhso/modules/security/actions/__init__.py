# SPDX-License-Identifier: EUPL-1.2
"""Writes of modules.security: sources and what they sent, alerts and what people do with them."""

from tinhso.modules.security.actions.alerts import (
    close_alerts,
    end_suppression,
    reopen_alert,
    suppress,
    switch_rule,
    take_alert,
)
from tinhso.modules.security.actions.counting import count_spool
from tinhso.modules.security.actions.sources import note_silent, register_source, renew_key, withdraw_source

__all__ = [
    "close_alerts",
    "count_spool",
    "end_suppression",
    "note_silent",
    "register_source",
    "renew_key",
    "reopen_alert",
    "suppress",
    "switch_rule",
    "take_alert",
    "withdraw_source",
]
