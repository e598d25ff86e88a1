# SPDX-License-Identifier: EUPL-1.2
"""A commitment with its measure (cam kết), kept as it was said. Pure: no clock, no database, no rounding.

A qualifier ("gần", "trên", "phổ cập") is part of the value and never becomes a number silently; see ADR 0042.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

FACTOR_OF_A_SLIP = 100
"""From this factor on two amounts of one thing are taken for a slip of unit or of noughts: tỷ for triệu is 1000."""


class Qualifier(StrEnum):
    """The word that stands with a value (từ đi kèm con số). EXACTLY is a bare number, NO_FIGURE no number at all."""

    EXACTLY = "exactly"
    ALMOST = "almost"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ALL = "all"
    MOST = "most"
    BASICALLY = "basically"
    UNIVERSAL = "universal"
    HIGHEST_POSSIBLE = "highest_possible"
    INCREASE = "increase"
    DECREASE = "decrease"
    NO_FIGURE = "no_figure"


OPEN = frozenset(
    {
        Qualifier.MOST,
        Qualifier.BASICALLY,
        Qualifier.UNIVERSAL,
        Qualifier.HIGHEST_POSSIBLE,
        Qualifier.INCREASE,
        Qualifier.DECREASE,
        Qualifier.NO_FIGURE,
    }
)
"""Said without a figure: nothing can be measured against them until somebody sets a threshold."""

THRESHOLDS = frozenset(
    {Qualifier.EXACTLY, Qualifier.OVER, Qualifier.UNDER, Qualifier.AT_LEAST, Qualifier.AT_MOST, Qualifier.ALL}
)
"""With a figure these say where the line is. "Gần 73" and "khoảng 73" do not."""


class Basis(StrEnum):
    """What is known of a denominator (mẫu số): named, not named by the article, or the value is no share."""

    NAMED = "named"
    NOT_NAMED = "not_named"
    NOT_A_SHARE = "not_a_share"


@dataclass(frozen=True)
class Text:
    """One text in the two languages of the pages."""

    vi: str
    en: str


@dataclass(frozen=True)
class Denominator:
    """Of what a share is taken; `text` only when the basis is NAMED. Two texts that differ are two denominators."""

    basis: Basis
    text: Text | None = None

    def __post_init__(self) -> None:
        if (self.basis is Basis.NAMED) != (self.text is not None):
            raise ValueError("a denominator is named exactly when its text is known")


@dataclass(frozen=True)
class Measure:
    """A value as said. value: a number in `unit`, or None; words: a value that is no number ("3015/KH-UBND").

    said: the words of the article, untouched. strives: the article says "phấn đấu". is_derived: the figure was
    reckoned by a reader and does not stand in the article. read_as: how a bare number is compared, where the table of
    targets says so; None = as the qualifier says. Raises ValueError where value and qualifier contradict each other.
    """

    value: Decimal | None
    words: str
    unit: Text
    qualifier: Qualifier
    denominator: Denominator
    said: str
    strives: bool = False
    is_derived: bool = False
    read_as: Qualifier | None = None

    def __post_init__(self) -> None:
        has_value = self.value is not None or bool(self.words)
        if has_value == (self.qualifier in OPEN):
            raise ValueError(f"{self.qualifier.value} {'takes no value' if has_value else 'needs a value'}")
        if self.value is not None and (self.words or not self.value.is_finite()):
            raise ValueError("a value is one finite number or words, never both")
        if self.read_as and (self.qualifier is not Qualifier.EXACTLY or self.read_as not in THRESHOLDS):
            raise ValueError("only a bare number is read as something else, and only as a threshold")


class Kind(StrEnum):
    """What an entry says (loại): something promised, or something told of the present."""

    TARGET = "target"
    RULE = "rule"
    CURRENT = "current"
    PERIOD = "period"
    EVENT = "event"
    STRUCTURE = "structure"
    RANKING = "ranking"
    BAND = "band"
    SCOPE = "scope"
    PLAN = "plan"
    ERRATUM = "erratum"


PROMISED = frozenset({Kind.TARGET, Kind.RULE})


class Level(StrEnum):
    """A level of government as it was in the article's own time (cấp)."""

    CENTRE = "centre"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    HAMLET = "hamlet"


@dataclass(frozen=True)
class Commitment:
    """Cam kết: who said what, how much, by when. article: key of the source; year: deadline or state, None = not said.

    owner: the body said to be responsible, None where the article names none.
    """

    id: str
    province: str
    subject: Text
    kind: Kind
    measure: Measure
    levels: tuple[Level, ...]
    deadline_year: int | None
    as_of_year: int | None
    article: str
    data_needed: Text
    note: Text | None = None
    owner: Text | None = None

    @property
    def year(self) -> int | None:
        return self.deadline_year or self.as_of_year


class Obstacle(StrEnum):
    """Why nothing can be measured against an entry."""

    NOT_PROMISED = "not_promised"
    OPEN = "open"
    NO_THRESHOLD = "no_threshold"
    NO_NUMBER = "no_number"
    DERIVED = "derived"


class Standing(StrEnum):
    """How a value stands to a commitment."""

    MET = "met"
    NOT_MET = "not_met"
    CANNOT_BE_JUDGED = "cannot_be_judged"


def obstacle(commitment: Commitment) -> Obstacle | None:
    """Return why no value can be judged against a commitment; None when its words give a threshold."""
    measure = commitment.measure
    if commitment.kind not in PROMISED:
        return Obstacle.NOT_PROMISED
    if measure.qualifier in OPEN:
        return Obstacle.OPEN
    if measure.value is None:
        return Obstacle.NO_NUMBER
    if measure.is_derived:
        return Obstacle.DERIVED
    return None if measure.qualifier in THRESHOLDS else Obstacle.NO_THRESHOLD


def standing(commitment: Commitment, value: Decimal) -> Standing:
    """Return how a value in the commitment's own unit stands to it; what gives no threshold cannot be judged."""
    threshold = commitment.measure.value
    if obstacle(commitment) is not None or threshold is None or not value.is_finite():
        return Standing.CANNOT_BE_JUDGED
    is_met = {
        Qualifier.EXACTLY: value == threshold,
        Qualifier.ALL: value == threshold,
        Qualifier.OVER: value > threshold,
        Qualifier.UNDER: value < threshold,
        Qualifier.AT_LEAST: value >= threshold,
        Qualifier.AT_MOST: value <= threshold,
    }[commitment.measure.read_as or commitment.measure.qualifier]
    return Standing.MET if is_met else Standing.NOT_MET


def magnitude_warning(entered: Decimal, expected: Decimal, unit: str) -> str | None:
    """Return a sentence when two values of one thing in one unit differ by a factor of 100 or more, else None.

    Signs are left aside. A nought has no magnitude: it is said when it meets something else, both must be finite.
    """
    mine, other = abs(entered), abs(expected)
    if mine == other:
        return None
    told = f"Bạn nhập {number_words(entered)} {unit}, con số đã biết là {number_words(expected)} {unit}"
    if not mine or not other:
        return f"{told}: một trong hai bằng không. Kiểm tra lại con số, rồi sửa hoặc ghi rõ vì sao."
    low, high = sorted((mine, other))
    if high < low * FACTOR_OF_A_SLIP:
        return None
    factor = (high / low).quantize(Decimal(1))
    side = "nhỏ hơn" if mine < other else "lớn hơn"
    about = "" if factor * low == high else "khoảng "
    return (
        f"{told}: {side} {about}{number_words(factor)} lần. "
        "Kiểm tra lại đơn vị và số chữ số không, rồi sửa hoặc ghi rõ vì sao."
    )


def number_words(number: Decimal) -> str:
    """Return a number in Vietnamese writing with every digit it has: 1300 gives "1.300", 35.13 gives "35,13"."""
    text = f"{number:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))
