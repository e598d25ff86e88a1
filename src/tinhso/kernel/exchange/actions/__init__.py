# SPDX-License-Identifier: EUPL-1.2
"""Every verb of exchange by its name."""

from tinhso.kernel.exchange.actions.delivery import deliver_due, deliver_letters, deliver_to
from tinhso.kernel.exchange.actions.handling import handle_waiting, set_arrived_aside, try_again
from tinhso.kernel.exchange.actions.inbound import accept_message
from tinhso.kernel.exchange.actions.naming import note_their_name
from tinhso.kernel.exchange.actions.partners import register_partner, resume_partner, suspend_partner
from tinhso.kernel.exchange.actions.queueing import queue_for_partner, queue_message
from tinhso.kernel.exchange.actions.reconciling import note_reconciliation, note_replay
from tinhso.kernel.exchange.actions.reports import note_report
from tinhso.kernel.exchange.actions.resending import resend, set_aside, set_aside_stuck
from tinhso.kernel.exchange.actions.taking import Receipt, take_message
from tinhso.kernel.exchange.actions.texting import collect_reports, deliver_texts, quiet_hours

__all__ = [
    "Receipt",
    "accept_message",
    "collect_reports",
    "deliver_due",
    "deliver_letters",
    "deliver_texts",
    "deliver_to",
    "handle_waiting",
    "note_reconciliation",
    "note_replay",
    "note_report",
    "note_their_name",
    "queue_for_partner",
    "queue_message",
    "quiet_hours",
    "register_partner",
    "resend",
    "resume_partner",
    "set_arrived_aside",
    "set_aside",
    "set_aside_stuck",
    "suspend_partner",
    "take_message",
    "try_again",
]
