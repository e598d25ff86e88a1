# SPDX-License-Identifier: EUPL-1.2
"""Tables of the one-stop, grouped by noun."""

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
    Procedure,
    ProcedureVersion,
    Rating,
    SupplementRequest,
    Verification,
)
from tinhso.modules.onestop.models.linked import Bundle, LinkedPart
from tinhso.modules.onestop.models.payments import (
    Charge,
    Difference,
    FeeReceipt,
    GatewayNotice,
    Payment,
    PaymentOrder,
    Refund,
)
from tinhso.modules.onestop.models.telling import NoticeChoice

__all__ = [
    "Apology",
    "BookLine",
    "Bundle",
    "Charge",
    "Component",
    "Consultation",
    "Correction",
    "Difference",
    "Dossier",
    "Draft",
    "FeeReceipt",
    "FinancialDuty",
    "GatewayNotice",
    "LinkedPart",
    "NoticeChoice",
    "Paper",
    "Payment",
    "PaymentOrder",
    "Procedure",
    "ProcedureVersion",
    "Rating",
    "Refund",
    "SupplementRequest",
    "Verification",
]
