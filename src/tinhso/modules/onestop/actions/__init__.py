# SPDX-License-Identifier: EUPL-1.2
"""Writes of the one-stop, one public verb each, grouped by noun."""

from tinhso.modules.onestop.actions.afterwards import archive, mark_unclaimed
from tinhso.modules.onestop.actions.assigning import end_assignment_rule, set_assignment_rule
from tinhso.modules.onestop.actions.books import Period, sign_book
from tinhso.modules.onestop.actions.bundles import register_bundle
from tinhso.modules.onestop.actions.charges import exempt, state_amount
from tinhso.modules.onestop.actions.consultations import answer_consultation, close_consultation, consult
from tinhso.modules.onestop.actions.corrections import (
    propose_correction,
    recall_result,
    send_back_correction,
    sign_correction,
)
from tinhso.modules.onestop.actions.data_questions import (
    answer_data_question,
    ask_about_reading,
    refuse_data_question,
)
from tinhso.modules.onestop.actions.decisions import (
    propose_at_once,
    propose_refusal,
    propose_result,
    return_electronically,
    return_result,
    send_back,
    sign_refusal,
    sign_result,
)
from tinhso.modules.onestop.actions.delays import apologise
from tinhso.modules.onestop.actions.directives import (
    Order,
    confirm_directive,
    give_directive,
    pass_on_directive,
    report_directive,
    send_directive_back,
    take_directive_back,
)
from tinhso.modules.onestop.actions.drafts import (
    attach_to_draft,
    detach_from_draft,
    discard_draft,
    reuse_in_draft,
    save_page,
    start_draft,
)
from tinhso.modules.onestop.actions.duties import (
    Notice,
    check_duty,
    request_duty,
    settle_duty,
    settle_paid_duty,
)
from tinhso.modules.onestop.actions.exercises import record_exercise
from tinhso.modules.onestop.actions.feedback import (
    rate_feedback,
    send_feedback,
    take_back_feedback,
    tell_more,
)
from tinhso.modules.onestop.actions.feedback_answers import (
    answer_feedback,
    ask_more,
    publish_feedback,
    refuse_feedback,
    withhold_feedback,
)
from tinhso.modules.onestop.actions.filing import file_at_counter, submit_draft
from tinhso.modules.onestop.actions.flow import approve_review, pass_step, send_back_review
from tinhso.modules.onestop.actions.forwards import close_forward, forward_peer, forward_up
from tinhso.modules.onestop.actions.intake import receive, refuse_intake
from tinhso.modules.onestop.actions.interruptions import announce_interruption, withdraw_interruption
from tinhso.modules.onestop.actions.mandates import (
    ask_mandate,
    begin_as_parent,
    grant_by_code,
    grant_mandate,
    revoke_mandate,
    start_for,
)
from tinhso.modules.onestop.actions.number_blocks import reserve_numbers, void_rest
from tinhso.modules.onestop.actions.offers import (
    accept_offer,
    bar_service,
    refuse_offer,
    reopen_offer,
    snooze_offer,
    unbar_service,
)
from tinhso.modules.onestop.actions.papers import issue_paper, issue_waiting_papers
from tinhso.modules.onestop.actions.parts import acknowledge_part, answer_part, recall_part
from tinhso.modules.onestop.actions.payments import ask_gateway, open_order, receive_notice, take_cash
from tinhso.modules.onestop.actions.prechecks import answer_precheck, ask_for_precheck, take_back_precheck
from tinhso.modules.onestop.actions.proactive import make_offers
from tinhso.modules.onestop.actions.procedures import publish_procedures
from tinhso.modules.onestop.actions.ratings import rate
from tinhso.modules.onestop.actions.reconciliation import reconcile
from tinhso.modules.onestop.actions.refunds import confirm_refund, request_refund
from tinhso.modules.onestop.actions.registers import query_register
from tinhso.modules.onestop.actions.restoring import adjust_offer, restore_offer
from tinhso.modules.onestop.actions.stops import confirm_stop, request_withdrawal, stop_unanswered
from tinhso.modules.onestop.actions.supplements import (
    accept_supplement,
    answer_intake_supplement,
    request_intake_supplement,
    request_supplement,
    supply,
)
from tinhso.modules.onestop.actions.sync import alert_unacknowledged
from tinhso.modules.onestop.actions.telling import choose_notices
from tinhso.modules.onestop.actions.transfers import redirect_dossier, send_originals, take_originals
from tinhso.modules.onestop.actions.undoing import undo_step
from tinhso.modules.onestop.actions.vault import open_share, revoke_result, revoke_share, share_item
from tinhso.modules.onestop.actions.verifications import close_verification, verify
from tinhso.modules.onestop.actions.work import assign, start_work

__all__ = [
    "Notice",
    "Order",
    "Period",
    "accept_offer",
    "accept_supplement",
    "acknowledge_part",
    "adjust_offer",
    "alert_unacknowledged",
    "announce_interruption",
    "answer_consultation",
    "answer_data_question",
    "answer_feedback",
    "answer_intake_supplement",
    "answer_part",
    "answer_precheck",
    "apologise",
    "approve_review",
    "archive",
    "ask_about_reading",
    "ask_for_precheck",
    "ask_gateway",
    "ask_mandate",
    "ask_more",
    "assign",
    "attach_to_draft",
    "bar_service",
    "begin_as_parent",
    "check_duty",
    "choose_notices",
    "close_consultation",
    "close_forward",
    "close_verification",
    "confirm_directive",
    "confirm_refund",
    "confirm_stop",
    "consult",
    "detach_from_draft",
    "discard_draft",
    "end_assignment_rule",
    "exempt",
    "file_at_counter",
    "forward_peer",
    "forward_up",
    "give_directive",
    "grant_by_code",
    "grant_mandate",
    "issue_paper",
    "issue_waiting_papers",
    "make_offers",
    "mark_unclaimed",
    "open_order",
    "open_share",
    "pass_on_directive",
    "pass_step",
    "propose_at_once",
    "propose_correction",
    "propose_refusal",
    "propose_result",
    "publish_feedback",
    "publish_procedures",
    "query_register",
    "rate",
    "rate_feedback",
    "recall_part",
    "recall_result",
    "receive",
    "receive_notice",
    "reconcile",
    "record_exercise",
    "redirect_dossier",
    "refuse_data_question",
    "refuse_feedback",
    "refuse_intake",
    "refuse_offer",
    "register_bundle",
    "reopen_offer",
    "report_directive",
    "request_duty",
    "request_intake_supplement",
    "request_refund",
    "request_supplement",
    "request_withdrawal",
    "reserve_numbers",
    "restore_offer",
    "return_electronically",
    "return_result",
    "reuse_in_draft",
    "revoke_mandate",
    "revoke_result",
    "revoke_share",
    "save_page",
    "send_back",
    "send_back_correction",
    "send_back_review",
    "send_directive_back",
    "send_feedback",
    "send_originals",
    "set_assignment_rule",
    "settle_duty",
    "settle_paid_duty",
    "share_item",
    "sign_book",
    "sign_correction",
    "sign_refusal",
    "sign_result",
    "snooze_offer",
    "start_draft",
    "start_for",
    "start_work",
    "state_amount",
    "stop_unanswered",
    "submit_draft",
    "supply",
    "take_back_feedback",
    "take_back_precheck",
    "take_cash",
    "take_directive_back",
    "take_originals",
    "tell_more",
    "unbar_service",
    "undo_step",
    "verify",
    "void_rest",
    "withdraw_interruption",
    "withhold_feedback",
]
