# SPDX-License-Identifier: EUPL-1.2
"""The annex of a plan (phụ lục kế hoạch: bảng phân công nhiệm vụ) read from Word and Excel and written back. Pure.

Reading never chooses silently: what is doubtful comes back beside the rows, with its place and one sentence.
Writing gives the same annex with the results of each task; reading that again gives the same rows.
"""

from tinhso.modules.plans.annex.excel_reader import read_xlsx
from tinhso.modules.plans.annex.excel_writer import write_xlsx
from tinhso.modules.plans.annex.keys import row_keys
from tinhso.modules.plans.annex.types import Annex, AnnexRow, Column, Doubt, Due, DueKind, Field, Result, Title
from tinhso.modules.plans.annex.word_reader import read_docx
from tinhso.modules.plans.annex.word_writer import write_docx

__all__ = [
    "Annex",
    "AnnexRow",
    "Column",
    "Doubt",
    "Due",
    "DueKind",
    "Field",
    "Result",
    "Title",
    "read_docx",
    "read_xlsx",
    "row_keys",
    "write_docx",
    "write_xlsx",
]
