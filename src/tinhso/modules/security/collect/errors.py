# SPDX-License-Identifier: EUPL-1.2
"""What the collector cannot do; each sentence is for the operator and, over HTTP, for the sender."""


class SpoolBusy(Exception):
    """Another collector works in this folder."""


class PathTooLong(Exception):
    """A followed file lies under a longer path than the spool can name."""


class SpoolFull(Exception):
    """Nothing more can be kept now: the disk or the agreed size is full, or the disk fails. Nothing was kept."""
