# SPDX-License-Identifier: EUPL-1.2
"""Append to a PDF and leave every byte before alone."""

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


class Appender(IncrementalPdfFileWriter):
    """pyHanko's writer, but silent about itself: Typst's properties stay word for word as PDF/A wants them."""

    def _update_meta(self) -> None:
        """Leave title, producer and dates as they are; the signature says itself when it was made."""
