# SPDX-License-Identifier: EUPL-1.2
"""Writes of modules.security: sources, alerts, incidents, intelligence, systems and levels.

What other parts of the module and most pages call stands here; the rest is called by its file.
"""

from tinhso.modules.security.actions.alerts import (
    close_alerts,
    end_suppression,
    reopen_alert,
    suppress,
    switch_rule,
    take_alert,
)
from tinhso.modules.security.actions.blacklists import Seen, note_sightings, take_blacklist
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
from tinhso.modules.security.actions.infected import report_infected
from tinhso.modules.security.actions.national_centre import send_to_national_centre
from tinhso.modules.security.actions.sources import note_silent, register_source, renew_key, withdraw_source

__all__ = [
    "Seen",
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
    "note_sightings",
    "note_silent",
    "open_incident",
    "register_source",
    "renew_key",
    "reopen_alert",
    "report_incident",
    "report_infected",
    "send_to_national_centre",
    "step_incident",
    "suppress",
    "switch_rule",
    "take_alert",
    "take_blacklist",
    "unmerge_incident",
    "withdraw_source",
]
