# SPDX-License-Identifier: EUPL-1.2
"""Builds the two libraries in C on installation, where a C compiler and Python.h are; else goes on without.

They are the loop of the detection core and the reader of common events. Pure Python gives the same results, more
slowly, so nothing here may stop an installation. CC names another compiler,
TINHSO_SIGMA_PURE=1 builds nothing. Needs nothing but the standard library and hatchling itself.
"""

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SECURITY = Path("src", "tinhso", "modules", "security")
SIGMA = Path("src", "tinhso_sigma")
LIBRARIES = {SIGMA / "_native.abi3.so": SIGMA / "native", SECURITY / "_rows.abi3.so": SECURITY / "native"}
"""Each library beside its package, and the folder of its sources."""
FLAGS = ("-std=c11", "-O3", "-fPIC", "-shared", "-fvisibility=hidden", "-DNDEBUG", "-Wall", "-Wextra")
SECONDS = 300


def compiler() -> list[str] | None:
    """Return the command of a C compiler, None where there is none."""
    wanted = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    for command in (shlex.split(wanted), ["cc"], ["gcc"], ["clang"]):
        if command and shutil.which(command[0]):
            return command
    return None


def build(root: Path, library: Path) -> tuple[Path | None, str]:
    """Build a library beside its package. Returns its path, or None and why there is none."""
    target = root / library
    headers = Path(sysconfig.get_paths()["include"])
    command = compiler()
    if os.environ.get("TINHSO_SIGMA_PURE", "") not in ("", "0"):
        return None, "TINHSO_SIGMA_PURE is set"
    if sys.platform == "win32" or command is None:
        return None, "no C compiler found"
    if not (headers / "Python.h").is_file():
        return None, f"no Python.h in {headers}"
    sources = sorted(map(str, (root / LIBRARIES[library]).glob("*.c")))
    link = ("-undefined", "dynamic_lookup") if sys.platform == "darwin" else ("-lm",)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        made = Path(folder, target.name)
        try:
            subprocess.run(  # noqa: S603 - the compiler is the one this Python was built with, or CC's
                [*command, *FLAGS, f"-I{headers}", *sources, "-o", str(made), *link],
                check=True, capture_output=True, text=True, timeout=SECONDS,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError) as error:
            return None, str(getattr(error, "stderr", None) or error)[-2000:]
        made.replace(target)  # at once: a process that has the old one open keeps it
    return target, ""


class NativeHook(BuildHookInterface[Any]):
    """What hatchling calls before it packs or installs."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        for library in LIBRARIES:
            made, why = build(Path(self.root), library)
            if made is None:
                (Path(self.root) / library).unlink(missing_ok=True)  # one of older sources is worse than none
                self.app.display_warning(f"{library.name} was not built, pure Python is used instead: {why}")
                continue
            build_data["pure_python"] = False
            build_data["tag"] = f"cp311-abi3-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"
            build_data["artifacts"].append(str(library))
