# SPDX-License-Identifier: EUPL-1.2
"""Figures folded from acts (chỉ tiêu): definitions, facts, replay, provenance.

A module declares `folding.fold_verbs(…)`: pure functions from one act to small additions to facts. The worker adds
them exactly once (cursor = seq); replaying the ledger from nothing must give the same digits.
"""
