# SPDX-License-Identifier: EUPL-1.2
"""Writes of modules.security: the registers of sources, systems, machines and links; levels; what sources sent."""

from tinhso.modules.security.actions.counting import count_spool
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
    note_seen_by_nation,
    register_machine,
    take_machines,
    withdraw_machine,
)
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
    "accept_dossier",
    "add_file",
    "answer_requirement",
    "appraise_dossier",
    "approve_level",
    "change_machine",
    "change_system",
    "count_spool",
    "count_users",
    "determine_level",
    "draft_dossier",
    "drop_dossier",
    "freeze_register",
    "name_input",
    "note_seen_by_nation",
    "note_silent",
    "place_sensor",
    "record_duty",
    "register_link",
    "register_machine",
    "register_source",
    "register_system",
    "remove_input",
    "remove_sensor",
    "renew_key",
    "send_back",
    "sign_level_paper",
    "submit_dossier",
    "take_machines",
    "tell_evidence",
    "tell_spending",
    "withdraw_determination",
    "withdraw_evidence",
    "withdraw_link",
    "withdraw_machine",
    "withdraw_source",
    "withdraw_system",
    "write_dossier",
]
