# SPDX-License-Identifier: EUPL-1.2
"""Two scanners for tests: the real clamd with one signature (EICAR) in a folder of its own, and one that misbehaves."""

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tinhso.kernel.documents.rules.sniffing import _EICAR
from tinhso.lib.clamd import Clamd, ClamdError

CLAMD = shutil.which("clamd") or next((str(path) for path in [Path("/usr/sbin/clamd")] if path.exists()), None)
MARK = b"TINHSO-" + b"MALWARE-" + b"TEST-STRING-2026"
"""What one hand-written signature finds: EICAR, which the other names, never passes the door to the scanner."""
READY_SECONDS = 60


@contextmanager
def real_clamd(folder: Path) -> Iterator[str]:
    """Run clamd on a unix socket with a database of one line and no way to the network; give its address."""
    assert CLAMD is not None
    database = folder / "db"
    database.mkdir()
    (database / "test.ndb").write_text(f"Tinhso.Test:0:*:{MARK.hex()}\nTinhso.Eicar:0:*:{_EICAR.hex()}\n")
    place = folder / "clamd.sock"
    settings = folder / "clamd.conf"
    settings.write_text(f"Foreground yes\nLocalSocket {place}\nDatabaseDirectory {database}\nStreamMaxLength 2M\n")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([CLAMD, f"--config-file={settings}"], stdout=log, stderr=log)
        try:
            _wait(process, f"unix://{place}", folder / "log")
            yield f"unix://{place}"
        finally:
            process.terminate()
            process.wait(20)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            Clamd(url, 5).version()
            return
        except ClamdError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)


@contextmanager
def speaking(answer: bytes, *, reads: bool = True) -> Iterator[str]:
    """Listen on a free port and give every caller this answer, after reading the stream unless told not to."""
    server = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_serve, args=(server, answer, reads), daemon=True).start()
    try:
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.close()


def _serve(server: socket.socket, answer: bytes, reads: bool) -> None:
    while True:
        try:
            caller, _address = server.accept()
        except OSError:
            return
        with caller:
            heard = b""
            while reads and not heard.endswith((b"\0\0\0\0", b"VERSION\0")):
                heard += caller.recv(65536)
            caller.sendall(answer)
