# SPDX-License-Identifier: EUPL-1.2
"""Files with secrets: readable by their owner alone, whole or not there at all, on the disk before anything goes on."""

import os
import secrets
from pathlib import Path


def write_once(path: Path, content: bytes) -> bool:
    """Write a file that is not there yet and return True; of two processes that begin at once the first one stands."""
    draft = _draft(path, content)
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def write_over(path: Path, content: bytes) -> None:
    """Write a file, in place of the one that may be there; a reader sees the old content or the new one."""
    _draft(path, content).replace(path)


def _draft(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    return draft
