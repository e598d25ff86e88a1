# SPDX-License-Identifier: EUPL-1.2
"""Declaring components of an edition: words and acts, how a component is proved, weights an operator sets. Pure.

Law: none fixes how a province collects its declarations; thresholds are conventions of this house (ADR 0046).
"""
