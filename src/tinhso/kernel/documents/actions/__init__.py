# SPDX-License-Identifier: EUPL-1.2
"""Writes of documents: draw a number."""

from tinhso.kernel.documents.actions.numbers import next_number

__all__ = ["next_number"]
