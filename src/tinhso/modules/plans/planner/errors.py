# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a question to the planner; each sentence says what to mend."""

from tinhso.kernel.events.errors import Refused, Unavailable


class QuestionFaulty(Refused):
    """The family of all that follows but NoAnswer: nothing was computed."""


class CodeTwice(QuestionFaulty):
    """Two components bear one code."""


class KeyTwice(QuestionFaulty):
    """Two options bear one key."""


class WrongWeight(QuestionFaulty):
    """A weight that is negative, no number or beyond all measure."""


class WrongShare(QuestionFaulty):
    """A share reached outside 0 to 1."""


class WrongGain(QuestionFaulty):
    """A gain outside −1 to 1."""


class TooFine(QuestionFaulty):
    """A number with more decimal places than can be counted exactly."""


class UnknownComponent(QuestionFaulty):
    """A gain or a wish names a component that is not there."""


class UnknownNeed(QuestionFaulty):
    """An option needs one that is not there."""


class CyclicNeeds(QuestionFaulty):
    """Options need each other in a circle."""


class WrongCost(QuestionFaulty):
    """A cost that is negative or beyond all measure."""


class WrongLead(QuestionFaulty):
    """A lead time that is negative or beyond all measure."""


class WrongBudget(QuestionFaulty):
    """A budget below nought."""


class WrongHorizon(QuestionFaulty):
    """A horizon below nought."""


class WrongCapacity(QuestionFaulty):
    """A capacity below nought."""


class WrongPeer(QuestionFaulty):
    """Published points that are no number."""


class AssumptionsMissing(QuestionFaulty):
    """Weights that are a simulation and name no assumption, or official ones that name some."""


class TooMuch(QuestionFaulty):
    """More components or options than one question may have."""


class WrongTarget(QuestionFaulty):
    """A target below nought, a place that is none, or a place without peers to compare with."""


class WrongPatience(QuestionFaulty):
    """A time limit or a number of points of the curve that is none."""


class NoAnswer(Unavailable):
    """HiGHS gave no usable answer, which is not the same as no choice being possible."""
