# SPDX-License-Identifier: EUPL-1.2
"""What the linter finds: where, what kind, how grave, one sentence, and the words of the data that show it."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """ERROR: wrong, must not be shown to people. WARNING: to be checked before use. NOTE: known to be open."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Kind(StrEnum):
    """The faults that are looked for (section 15 of the study of one-stop dossiers, and the traps of the data)."""

    FEE_SUSPICIOUS = "fee_suspicious"
    FEE_KIND_UNCONFIRMED = "fee_kind_unconfirmed"
    FEE_CHANNELS_DIFFER = "fee_channels_differ"
    FEE_CONTRADICTS = "fee_contradicts"
    TIME_UNKNOWN = "time_unknown"
    TIME_WITHOUT_UNIT = "time_without_unit"
    TIME_CHANNELS_DIFFER = "time_channels_differ"
    TIME_MARK_WRONG = "time_mark_wrong"
    STEPS_DIFFER = "steps_differ"
    CODE_MISSING = "code_missing"
    CODE_IRREGULAR = "code_irregular"
    CODE_UNCONFIRMED = "code_unconfirmed"
    CODE_TWICE = "code_twice"
    RESULT_CODE_MISSING = "result_code_missing"
    RESULT_CODE_MALFORMED = "result_code_malformed"
    COMPONENTS_INCOMPLETE = "components_incomplete"
    UNVERIFIED = "unverified"
    CONDITION_IN_WORDS = "condition_in_words"
    PAPER_IN_DATABASE = "paper_in_database"
    PAPER_NOT_MARKED = "paper_not_marked"
    FORM_UNREADABLE = "form_unreadable"
    FORM_COUNTS_WRONG = "form_counts_wrong"
    FORM_UNKNOWN_PROCEDURE = "form_unknown_procedure"
    FORM_WITHOUT_PROCEDURE = "form_without_procedure"
    PROCEDURE_WITHOUT_FORM = "procedure_without_form"
    FIELD_ASKED_TWICE = "field_asked_twice"
    PAPER_LISTED_TWICE = "paper_listed_twice"
    DATUM_AND_PAPER = "datum_and_paper"
    NUMBER_REQUIRED = "number_required"
    LIST_MISSING = "list_missing"
    PREFILL_OF_OTHERS = "prefill_of_others"


@dataclass(frozen=True)
class Finding:
    """One fault of the data. procedure: code, or the short name where there is none, empty for a form of no procedure;
    field: place in the record, `forms/<id>.<key>` for a form; evidence: as the data say it."""

    procedure: str
    field: str
    kind: Kind
    severity: Severity
    sentence: str
    evidence: str
