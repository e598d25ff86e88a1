# SPDX-License-Identifier: EUPL-1.2
"""Writes of documents: keep files and their versions, hand them out, draw numbers, sign."""

from tinhso.kernel.documents.actions.files import add_version, begin_retention, download, store_bytes, store_upload
from tinhso.kernel.documents.actions.keeping import append_made, copy_document, keep_blob
from tinhso.kernel.documents.actions.numbers import next_number, next_numbers
from tinhso.kernel.documents.actions.signing import keep_signed, sign_document, store_signed

__all__ = [
    "add_version",
    "append_made",
    "begin_retention",
    "copy_document",
    "download",
    "keep_blob",
    "keep_signed",
    "next_number",
    "next_numbers",
    "sign_document",
    "store_bytes",
    "store_signed",
    "store_upload",
]
