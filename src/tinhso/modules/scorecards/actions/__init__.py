# SPDX-License-Identifier: EUPL-1.2
"""What people do with rounds of assessment: open, assign, declare, judge, enter scores and questions, close; and with
what is issued every year: note it, take the note back.
"""

from tinhso.modules.scorecards.actions.declaring import Told, declare, pass_on
from tinhso.modules.scorecards.actions.issues import IssueTold, note_issue, take_back_issue
from tinhso.modules.scorecards.actions.judging import accept, ask_again, send_back
from tinhso.modules.scorecards.actions.ministry import (
    QuestionTold,
    ScoreTold,
    TableTold,
    enter_score,
    note_question,
    take_table,
)
from tinhso.modules.scorecards.actions.rounds import RoundTold, Work, assign, close_assessment, open_assessment
from tinhso.modules.scorecards.actions.sealing import CardTold, seal_scorecard

__all__ = [
    "CardTold",
    "IssueTold",
    "QuestionTold",
    "RoundTold",
    "ScoreTold",
    "TableTold",
    "Told",
    "Work",
    "accept",
    "ask_again",
    "assign",
    "close_assessment",
    "declare",
    "enter_score",
    "note_issue",
    "note_question",
    "open_assessment",
    "pass_on",
    "seal_scorecard",
    "send_back",
    "take_back_issue",
    "take_table",
]
