# SPDX-License-Identifier: EUPL-1.2
"""Backup and restore (sao lưu, khôi phục): one archive with database, files, list of keys and checksums.

Keys themselves stay out of the archive, so that a copy of it lets nobody sign; the manifest names each key
and its checksum, so that a restore can say which are missing.
"""

from tinhso.runtime.backup.archive import write
from tinhso.runtime.backup.manifest import BackupError, Manifest
from tinhso.runtime.backup.restore import apply, missing_keys, obstacles, verify

__all__ = ["BackupError", "Manifest", "apply", "missing_keys", "obstacles", "verify", "write"]
