# SPDX-License-Identifier: EUPL-1.2
"""Tables of the one-stop, grouped by noun."""

from tinhso.modules.onestop.models.assigning import AssignmentRule
from tinhso.modules.onestop.models.books import BookPaper
from tinhso.modules.onestop.models.data_questions import DataQuestion
from tinhso.modules.onestop.models.digital_copies import DigitalCopy
from tinhso.modules.onestop.models.directives import Directive, DirectiveWord
from tinhso.modules.onestop.models.dossiers import (
    Apology,
    BookLine,
    Component,
    Consultation,
    Correction,
    Dossier,
    Draft,
    FinancialDuty,
    Paper,
    Parcel,
    Procedure,
    ProcedureVersion,
    Rating,
    SupplementRequest,
    Verification,
)
from tinhso.modules.onestop.models.editing import EditStep, WorkingCopy
from tinhso.modules.onestop.models.edxml import DocumentPacket, DocumentStatus
from tinhso.modules.onestop.models.feedback import Feedback
from tinhso.modules.onestop.models.interruptions import Interruption
from tinhso.modules.onestop.models.linked import Bundle, LinkedPart
from tinhso.modules.onestop.models.mandates import Mandate
from tinhso.modules.onestop.models.ministry import MinistryDossier
from tinhso.modules.onestop.models.national import PortalFiling
from tinhso.modules.onestop.models.national_feedback import NationalFeedback
from tinhso.modules.onestop.models.national_list import ListSync, NationalProcedure
from tinhso.modules.onestop.models.number_blocks import NumberBlock, NumberFate
from tinhso.modules.onestop.models.payments import (
    Charge,
    Difference,
    FeeReceipt,
    GatewayNotice,
    Payment,
    PaymentOrder,
    Refund,
)
from tinhso.modules.onestop.models.post import PostalEvent, PostalOrder
from tinhso.modules.onestop.models.prechecks import Precheck
from tinhso.modules.onestop.models.proactive import Offer, OfferBar, RegisterLook
from tinhso.modules.onestop.models.quality import ServicePlan
from tinhso.modules.onestop.models.questions import SampleQuestion
from tinhso.modules.onestop.models.queue import QueueCounter, QueueDay, QueueDevice, QueuePlace, Ticket, Visit
from tinhso.modules.onestop.models.registers import PaperAsked, RegisterQuery
from tinhso.modules.onestop.models.reporting import NationalReport
from tinhso.modules.onestop.models.reports import Report, ReportVersion
from tinhso.modules.onestop.models.scans import Scan, ScanPage
from tinhso.modules.onestop.models.telling import NoticeChoice
from tinhso.modules.onestop.models.vault import Revocation, VaultShare

__all__ = [
    "Apology",
    "AssignmentRule",
    "BookLine",
    "BookPaper",
    "Bundle",
    "Charge",
    "Component",
    "Consultation",
    "Correction",
    "DataQuestion",
    "Difference",
    "DigitalCopy",
    "Directive",
    "DirectiveWord",
    "DocumentPacket",
    "DocumentStatus",
    "Dossier",
    "Draft",
    "EditStep",
    "FeeReceipt",
    "Feedback",
    "FinancialDuty",
    "GatewayNotice",
    "Interruption",
    "LinkedPart",
    "ListSync",
    "Mandate",
    "MinistryDossier",
    "NationalFeedback",
    "NationalProcedure",
    "NationalReport",
    "NoticeChoice",
    "NumberBlock",
    "NumberFate",
    "Offer",
    "OfferBar",
    "Paper",
    "PaperAsked",
    "Parcel",
    "Payment",
    "PaymentOrder",
    "PortalFiling",
    "PostalEvent",
    "PostalOrder",
    "Precheck",
    "Procedure",
    "ProcedureVersion",
    "QueueCounter",
    "QueueDay",
    "QueueDevice",
    "QueuePlace",
    "Rating",
    "Refund",
    "RegisterLook",
    "RegisterQuery",
    "Report",
    "ReportVersion",
    "Revocation",
    "SampleQuestion",
    "Scan",
    "ScanPage",
    "ServicePlan",
    "SupplementRequest",
    "Ticket",
    "VaultShare",
    "Verification",
    "Visit",
    "WorkingCopy",
]
