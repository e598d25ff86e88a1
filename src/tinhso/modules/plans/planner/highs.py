# SPDX-License-Identifier: EUPL-1.2
"""One integer programme handed to HiGHS: always one thread and one seed, never longer than told, nothing printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import highspy
import numpy as np

from tinhso.modules.plans.planner.errors import NoAnswer

INFINITY: Final = float(highspy.kHighsInf)
HALF: Final = 0.5
"""Objectives are whole: a bound nearer than one proves the answer. Rows give half a unit, so no rounding bites."""

_OPTIONS: Final[dict[str, bool | int | float | str]] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 20,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": HALF,
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
}


@dataclass
class Linear:
    """Columns with bounds, rows with bounds, an objective to be made least."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    is_whole: list[bool] = field(default_factory=list)
    objective: dict[int, float] = field(default_factory=dict)
    rows: list[Mapping[int, float]] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)

    def column(self, lower: float, upper: float, *, is_whole: bool) -> int:
        self.lower.append(lower)
        self.upper.append(upper)
        self.is_whole.append(is_whole)
        return len(self.lower) - 1

    def row(self, entries: Mapping[int, float], lower: float = -INFINITY, upper: float = INFINITY) -> None:
        self.rows.append(entries)
        self.row_lower.append(lower)
        self.row_upper.append(upper)


class Ending(StrEnum):
    """How HiGHS ended."""

    PROVED = "proved"
    TIME = "time"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Answer:
    """values: by column, None when no solution was found; bound: no objective lies below it."""

    ending: Ending
    values: Sequence[float] | None
    bound: float


@dataclass
class Patience:
    """Seconds of computing left for a question, as HiGHS counts them; what a part spends its whole has spent too."""

    left: float
    whole: "Patience | None" = None

    def part(self, parts: int) -> "Patience":
        """Return an equal part of what is left."""
        return Patience(self.left / parts, self)

    def spend(self, seconds: float) -> None:
        self.left -= seconds
        if self.whole:
            self.whole.spend(seconds)


SHORTEST: Final = 0.01
"""Seconds given even when none are left: HiGHS then says at once that the time ran out."""


def ask(linear: Linear, patience: Patience, *, is_relaxed: bool = False) -> Answer:
    """Return the answer to a programme, within the patience there is. is_relaxed: columns may be chosen in part.

    Raises NoAnswer.
    """
    solver = highspy.Highs()
    limits = {"time_limit": max(patience.left, SHORTEST), "solve_relaxation": is_relaxed}
    for name, value in (_OPTIONS | limits).items():
        if solver.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            raise NoAnswer(f"Bộ giải không nhận thiết lập {name}. Hãy báo cho người quản trị.")
    if solver.passModel(_model(linear)) == highspy.HighsStatus.kError:
        raise NoAnswer("Bộ giải không nhận bài toán. Hãy báo cho người quản trị.")
    solver.run()
    patience.spend(float(solver.getRunTime()))
    return _answer(solver)


def _answer(solver: highspy.Highs) -> Answer:
    info, status = solver.getInfo(), solver.getModelStatus()
    known = highspy.HighsModelStatus
    endings = {
        known.kOptimal: Ending.PROVED,
        known.kTimeLimit: Ending.TIME,
        known.kInfeasible: Ending.IMPOSSIBLE,
        known.kModelEmpty: Ending.PROVED,
    }
    if status not in endings:
        raise NoAnswer(f"Bộ giải dừng mà không trả lời ({status.name}). Hãy thử lại hoặc báo cho người quản trị.")
    has_values = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = tuple(solver.getSolution().col_value) if has_values else None
    return Answer(endings[status], values, float(info.mip_dual_bound))


def _model(linear: Linear) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(linear.lower), len(linear.rows)
    lp.col_cost_ = np.array([linear.objective.get(one, 0.0) for one in range(len(linear.lower))], dtype=np.float64)
    lp.col_lower_, lp.col_upper_ = np.array(linear.lower, np.float64), np.array(linear.upper, np.float64)
    lp.row_lower_, lp.row_upper_ = np.array(linear.row_lower, np.float64), np.array(linear.row_upper, np.float64)
    kinds = highspy.HighsVarType
    lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in linear.is_whole]
    matrix = lp.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *(len(row) for row in linear.rows)], dtype=np.int32)
    matrix.index_ = np.array([column for row in linear.rows for column in row], dtype=np.int32)
    matrix.value_ = np.array([value for row in linear.rows for value in row.values()], dtype=np.float64)
    return lp
