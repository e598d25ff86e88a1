# SPDX-License-Identifier: EUPL-1.2
"""Correlation rules as we keep them."""

from __future__ import annotations

from dataclasses import dataclass

from sigma.correlations import SigmaCorrelationRule


@dataclass(frozen=True, slots=True)
class Correlation:
    title: str


def correlation_of(rule: SigmaCorrelationRule, file: str, licence: str) -> Correlation:
    return Correlation(str(rule.title))
