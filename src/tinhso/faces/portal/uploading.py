# SPDX-License-Identifier: EUPL-1.2
"""A citizen's file on its way into the store."""

import uuid
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from tinhso.kernel.documents.actions import store_upload
from tinhso.kernel.documents.types import DocumentKind, Retention
from tinhso.kernel.identity.types import Viewer


def keep(upload: UploadedFile, *, title: str, viewer: Viewer, now: datetime, owner: str = "") -> uuid.UUID:
    """Return the id of the stored document. Raises FileRefused with a sentence for the sender.

    owner: whose paper it is, when the sender files for another person.
    """
    document = store_upload(
        upload,  # type: ignore[arg-type]
        filename=upload.name or "",
        title=title[:200],
        kind=DocumentKind.COMPONENT,
        owner=owner or viewer.key,
        retention=Retention.DRAFT,
        now=now,
        by=viewer.actor(),
    )
    return document.id
