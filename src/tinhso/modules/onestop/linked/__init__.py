# SPDX-License-Identifier: EUPL-1.2
"""Linked work (liên thông): its words, the bundles as data, whose level is whose, the clocks of receipts."""
