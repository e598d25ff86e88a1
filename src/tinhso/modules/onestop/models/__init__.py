# SPDX-License-Identifier: EUPL-1.2
"""Tables of the one-stop, grouped by noun."""

from tinhso.modules.onestop.models.data_questions import DataQuestion
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
from tinhso.modules.onestop.models.linked import Bundle, LinkedPart
from tinhso.modules.onestop.models.mandates import Mandate
from tinhso.modules.onestop.models.payments import (
    Charge,
    Difference,
    FeeReceipt,
    GatewayNotice,
    Payment,
    PaymentOrder,
    Refund,
)
from tinhso.modules.onestop.models.proactive import Offer, OfferBar, RegisterLook
from tinhso.modules.onestop.models.registers import PaperAsked, RegisterQuery
from tinhso.modules.onestop.models.scans import Scan, ScanPage
from tinhso.modules.onestop.models.telling import NoticeChoice
from tinhso.modules.onestop.models.vault import Revocation, VaultShare

__all__ = [
    "Apology",
    "BookLine",
    "Bundle",
    "Charge",
    "Component",
    "Consultation",
    "Correction",
    "DataQuestion",
    "Difference",
    "Dossier",
    "Draft",
    "FeeReceipt",
    "FinancialDuty",
    "GatewayNotice",
    "LinkedPart",
    "Mandate",
    "NoticeChoice",
    "Offer",
    "OfferBar",
    "Paper",
    "PaperAsked",
    "Parcel",
    "Payment",
    "PaymentOrder",
    "Procedure",
    "ProcedureVersion",
    "Rating",
    "Refund",
    "RegisterLook",
    "RegisterQuery",
    "Revocation",
    "Scan",
    "ScanPage",
    "SupplementRequest",
    "VaultShare",
    "Verification",
]
