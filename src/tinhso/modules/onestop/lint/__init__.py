# SPDX-License-Identifier: EUPL-1.2
"""Examines the data of procedures and forms and reports what is wrong or open; it corrects nothing. Pure functions.

`lint(procedures, forms)` is what `tinhso check-norms` and the administrator's page show.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tinhso.modules.onestop.lint.codes import code_findings, repeated_codes
from tinhso.modules.onestop.lint.declarations import coverage_findings, form_findings
from tinhso.modules.onestop.lint.fees import fee_findings
from tinhso.modules.onestop.lint.papers import paper_findings
from tinhso.modules.onestop.lint.times import time_findings
from tinhso.modules.onestop.lint.twice import twice_findings
from tinhso.modules.onestop.lint.types import Finding, Kind, Severity

__all__ = ["Finding", "Kind", "Severity", "lint"]


def lint(procedures: Iterable[Mapping[str, Any]], forms: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """Return all findings, in the order of the data; nothing is hidden and nothing put right.

    procedures: as in procedures.yaml. forms: as in data/forms; the same form may come several times, once per
    procedure, and counts once.
    """
    rows = list(procedures)
    declarations = list({str(one.get("id")): one for one in forms}.values())
    by_code = {str(code): form for form in declarations for code in form.get("procedures") or ()}
    found: list[Finding] = []
    for row in rows:
        for check in (fee_findings, time_findings, code_findings, paper_findings):
            found += check(row)
        found += twice_findings(row, by_code.get(str(row.get("code")), {}))
    found += repeated_codes(rows)
    for form in declarations:
        found += form_findings(form)
    return found + coverage_findings(rows, declarations)
