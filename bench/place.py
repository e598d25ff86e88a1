# SPDX-License-Identifier: EUPL-1.2
"""Where measurements happen: a temporary installation with an embedded server and a small staffed province."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Place:
    """The folder of the installation; its environment is that of this process and of the programs it starts."""

    var: Path

    def program(self, module: str, *arguments: str) -> "subprocess.Popen[str]":
        """Start a program of this package (or of Python) in the installation, its answers on standard output."""
        return subprocess.Popen(
            (sys.executable, "-W", "ignore", "-m", module, *arguments),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )


@contextmanager
def place() -> Iterator[Place]:
    """Make the folder and set the environment; must come before anything of the product is imported."""
    folder = Path(tempfile.mkdtemp(prefix="tinhso-bench-"))
    for name in [key for key in os.environ if key.startswith("TINHSO_")] + ["DATABASE_URL"]:
        os.environ.pop(name, None)
    port = str(free_port())
    os.environ |= {
        "COUNTERPARTS_VAR": str(folder / "var" / "counterparts"),
        "COUNTERPARTS_PKI_PORT": port,
        "TINHSO_PKI_URL": f"http://127.0.0.1:{port}",
        "TINHSO_TSA_URL": f"http://127.0.0.1:{port}/tsa",
        "TINHSO_VAR": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "tinhso.config.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src"), str(ROOT / "counterparts" / "src")]),
    }
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "counterparts" / "src")]
    try:
        yield Place(folder / "var")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
