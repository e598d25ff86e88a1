# SPDX-License-Identifier: EUPL-1.2
"""Writes of modules.security: sources and what they sent, alerts, incidents, and what people do with them."""

from tinhso.modules.security.actions.alerts import (
    close_alerts,
    end_suppression,
    reopen_alert,
    suppress,
    switch_rule,
    take_alert,
)
from tinhso.modules.security.actions.counting import count_spool
from tinhso.modules.security.actions.incident_reports import report_incident
from tinhso.modules.security.actions.incident_work import (
    describe_incident,
    hand_over_evidence,
    keep_evidence,
    move_task,
    note_incident,
)
from tinhso.modules.security.actions.incidents import (
    grade_incident,
    join_alerts,
    merge_incident,
    open_incident,
    step_incident,
    unmerge_incident,
)
from tinhso.modules.security.actions.sources import note_silent, register_source, renew_key, withdraw_source

__all__ = [
    "close_alerts",
    "count_spool",
    "describe_incident",
    "end_suppression",
    "grade_incident",
    "hand_over_evidence",
    "join_alerts",
    "keep_evidence",
    "merge_incident",
    "move_task",
    "note_incident",
    "note_silent",
    "open_incident",
    "register_source",
    "renew_key",
    "reopen_alert",
    "report_incident",
    "step_incident",
    "suppress",
    "switch_rule",
    "take_alert",
    "unmerge_incident",
    "withdraw_source",
]
