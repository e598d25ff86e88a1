# SPDX-License-Identifier: EUPL-1.2
"""Every verb of exchange by its name."""

from tinhso.kernel.exchange.actions.delivery import deliver_due, deliver_letters, deliver_to
from tinhso.kernel.exchange.actions.inbound import accept_message
from tinhso.kernel.exchange.actions.partners import register_partner, resume_partner, suspend_partner
from tinhso.kernel.exchange.actions.queueing import queue_for_partner, queue_message
from tinhso.kernel.exchange.actions.reconciling import note_reconciliation, note_replay
from tinhso.kernel.exchange.actions.resending import resend, set_aside, set_aside_stuck

__all__ = [
    "accept_message",
    "deliver_due",
    "deliver_letters",
    "deliver_to",
    "note_reconciliation",
    "note_replay",
    "queue_for_partner",
    "queue_message",
    "register_partner",
    "resend",
    "resume_partner",
    "set_aside",
    "set_aside_stuck",
    "suspend_partner",
]
