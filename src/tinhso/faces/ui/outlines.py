# SPDX-License-Identifier: EUPL-1.2
"""Outlines of areas where the operator provides them (`TINHSO_GEO`); without them or with broken ones, none."""

import logging
from functools import cache
from pathlib import Path

from tinhso.config import env
from tinhso.lib.geopack import Pack, PackRefused, read_pack

NOTHING = Pack({}, ())
log = logging.getLogger(__name__)


def outlines() -> Pack:
    """Return the outlines of this installation, read once by each process."""
    return _read(env.GEO)


@cache
def _read(folder: str) -> Pack:
    if not folder:
        return NOTHING
    try:
        return read_pack(Path(folder))
    except PackRefused as refused:
        log.warning("TINHSO_GEO không dùng được: %s. Bản đồ được vẽ bằng điểm.", refused)
        return NOTHING
