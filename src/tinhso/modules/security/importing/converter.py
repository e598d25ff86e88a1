# SPDX-License-Identifier: EUPL-1.2
"""A process of its own that turns chunks of EVTX into lines of JSON: `python -m …importing.converter`.

Apart, because a chunk made or damaged the right way keeps the library busy for ever (seen with bytes changed at
random): who asks can end this process and go on. In: chunks of 65,536 bytes. Out, for each record: a mark and a line.
"""

import io
import resource
import sys
from typing import Any

from evtx import PyEvtxParser

from tinhso.modules.security.importing.chunks import CHUNK_BYTES, HEADER

MOST_MEMORY = 1024**3
RECORD, BROKEN, END = b"+", b"-", b"="


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(END + b"\n")  # ready
    sys.stdout.buffer.flush()
    while len(data := sys.stdin.buffer.read(CHUNK_BYTES)) == CHUNK_BYTES:
        convert(data)
        sys.stdout.buffer.write(END + b"\n")
        sys.stdout.buffer.flush()


def convert(data: bytes) -> None:
    """Write what each record of a chunk says, or that it cannot be read, as soon as it is known."""
    out = sys.stdout.buffer
    try:
        records = PyEvtxParser(io.BytesIO(HEADER + data), 1).records_json()
    except (OSError, RuntimeError):
        return
    while True:
        try:
            found: Any = next(records)
        except StopIteration:
            return
        except RuntimeError:
            out.write(BROKEN + b"\n")
        else:
            out.write(RECORD + found["data"].encode().replace(b"\n", b" ") + b"\n")
        out.flush()


if __name__ == "__main__":
    main()
