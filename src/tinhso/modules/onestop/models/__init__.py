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
from tinhso.modules.onestop.models.registers import PaperAsked, RegisterQuery
from tinhso.modules.onestop.models.vault import Revocation, VaultShare

__all__ = [
    "Apology",
    "BookLine",
    "Bundle",
    "Charge",
    "Component",
    "Consultation",
    "Difference",
    "Dossier",
    "Draft",
    "FeeReceipt",
    "FinancialDuty",
    "GatewayNotice",
    "LinkedPart",
    "Paper",
    "PaperAsked",
    "Payment",
    "PaymentOrder",
    "Procedure",
    "ProcedureVersion",
    "Rating",
    "Refund",
    "RegisterQuery",
    "Revocation",
    "SupplementRequest",
    "VaultShare",
    "Verification",
]
