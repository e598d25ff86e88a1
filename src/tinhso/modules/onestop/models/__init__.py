# SPDX-License-Identifier: EUPL-1.2
"""Tables of the one-stop, grouped by noun."""

from tinhso.modules.onestop.models.dossiers import (
    Apology,
    BookLine,
    Component,
    Consultation,
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
from tinhso.modules.onestop.models.payments import (
    Charge,
    Difference,
    FeeReceipt,
    GatewayNotice,
    Payment,
    PaymentOrder,
    Refund,
)

__all__ = [
    "Apology",
    "BookLine",
    "Charge",
    "Component",
    "Consultation",
    "Difference",
    "Dossier",
    "Draft",
    "FeeReceipt",
    "FinancialDuty",
    "GatewayNotice",
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
