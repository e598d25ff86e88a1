# SPDX-License-Identifier: EUPL-1.2
"""Sigma rules matched against events, exactly and without a search engine.

A package of its own: no Django, nothing of `tinhso`. Rules are read once by pySigma (`loading`), kept as a tree of
our own (`types`, `predicates`, `texts`) and matched by `engine`; `correlation` counts matches over time.
`docs/explanation/sigma-engine.md` draws it, `docs/reference/sigma.md` says what each clause of Sigma 2.1 means here.
"""

from tinhso_sigma.correlated import Correlation
from tinhso_sigma.correlation import Change, Correlator, Finding
from tinhso_sigma.engine import Engine
from tinhso_sigma.loading import Library, load
from tinhso_sigma.types import LogSource, Rule, SetAside

__all__ = [
    "Change",
    "Correlation",
    "Correlator",
    "Engine",
    "Finding",
    "Library",
    "LogSource",
    "Rule",
    "SetAside",
    "load",
]
