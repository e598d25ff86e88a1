# SPDX-License-Identifier: EUPL-1.2
"""Which result people of the play give when a dossier is granted."""

import re

from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.result_kinds import kinds_of

REFUSING = re.compile(r"từ chối|không |sửa đổi, bổ sung|trả hồ sơ|văn bản trả lời|thu hồi|hủy bỏ", re.IGNORECASE)


def granted(dossier: Dossier) -> str:
    """Return the first kind of result that gives what was asked for; the first of all where none sounds like it."""
    kinds = kinds_of(dossier)
    return next((one for one in kinds if not REFUSING.search(one)), kinds[0])
