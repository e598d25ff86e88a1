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
from tinhso.modules.security.actions.level_dossiers import (
    Appraisal,
    accept_dossier,
    add_file,
    appraise_dossier,
    approve_level,
    draft_dossier,
    drop_dossier,
    send_back,
    submit_dossier,
    write_dossier,
)
from tinhso.modules.security.actions.level_papers import sign_level_paper
from tinhso.modules.security.actions.level_records import (
    AnswerTold,
    DutyTold,
    EvidenceTold,
    MoneyTold,
    answer_requirement,
    freeze_register,
    record_duty,
    tell_evidence,
    tell_spending,
    withdraw_evidence,
)
from tinhso.modules.security.actions.levels import PartTold, determine_level, withdraw_determination
from tinhso.modules.security.actions.links import place_sensor, register_link, remove_sensor, withdraw_link
from tinhso.modules.security.actions.machines import (
    change_machine,
    note_antimalware,
    note_seen_by_nation,
    register_machine,
    take_machines,
    withdraw_machine,
)
from tinhso.modules.security.actions.national_centre import send_to_national_centre
from tinhso.modules.security.actions.sources import note_silent, register_source, renew_key, withdraw_source
from tinhso.modules.security.actions.systems import (
    change_system,
    count_users,
    name_input,
    register_system,
    remove_input,
    withdraw_system,
)

__all__ = [
    "AnswerTold",
    "Appraisal",
    "DutyTold",
    "EvidenceTold",
    "MoneyTold",
    "PartTold",
    "Seen",
    "accept_dossier",
    "add_file",
    "answer_requirement",
    "appraise_dossier",
    "approve_level",
    "change_machine",
    "change_system",
    "close_alerts",
    "count_spool",
    "count_users",
    "describe_incident",
    "determine_level",
    "draft_dossier",
    "drop_dossier",
    "end_suppression",
    "freeze_register",
    "grade_incident",
    "hand_over_evidence",
    "join_alerts",
    "keep_evidence",
    "merge_incident",
    "move_task",
    "name_input",
    "note_antimalware",
    "note_incident",
    "note_seen_by_nation",
    "note_sightings",
    "note_silent",
    "open_incident",
    "place_sensor",
    "record_duty",
    "register_link",
    "register_machine",
    "register_source",
    "register_system",
    "remove_input",
    "remove_sensor",
    "renew_key",
    "reopen_alert",
    "report_incident",
    "report_infected",
    "send_back",
    "send_to_national_centre",
    "sign_level_paper",
    "step_incident",
    "submit_dossier",
    "suppress",
    "switch_rule",
    "take_alert",
    "take_blacklist",
    "take_machines",
    "tell_evidence",
    "tell_spending",
    "unmerge_incident",
    "withdraw_determination",
    "withdraw_evidence",
    "withdraw_link",
    "withdraw_machine",
    "withdraw_source",
    "withdraw_system",
    "write_dossier",
]
