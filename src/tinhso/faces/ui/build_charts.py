# SPDX-License-Identifier: EUPL-1.2
"""Bundle what pages use of Apache ECharts: `python -m tinhso.faces.ui.build_charts <folder with node_modules>`.

Only developers run it; the bundle is committed beside its licence, so that an installation needs no npm. The folder
must hold `echarts` (6.1) and `esbuild` (0.28): `npm install echarts@6.1 esbuild@0.28`.
"""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SOURCE = HERE / "charts" / "entry.js"
TARGET = HERE / "static" / "ui" / "echarts.min.js"
LIMIT_PACKED_BYTES = 160_000
"""The bundle is fetched on pages of charts only; more means that something unwanted came in."""

OPTIONS = ("--bundle", "--minify", "--format=iife", "--global-name=echarts", "--target=es2018", "--legal-comments=none")


def bundle(node_modules: Path) -> str:
    """Return the bundled script; raises FileNotFoundError without the packages, CalledProcessError when it fails."""
    package = node_modules / "echarts" / "package.json"
    if not package.is_file():
        raise FileNotFoundError(f"{package} is not there; run npm install echarts@6.1 esbuild@0.28")
    version = json.loads(package.read_text(encoding="utf-8"))["version"]
    banner = f"/*! Apache ECharts {version} (bar, radar), Apache-2.0: LICENSE-echarts.txt; made by build_charts.py */"
    command = [str(node_modules / ".bin" / "esbuild"), str(SOURCE), *OPTIONS, f"--banner:js={banner}"]
    environment = os.environ | {"NODE_PATH": str(node_modules)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout  # noqa: S603


def main(folder: str) -> None:
    script = bundle(Path(folder).resolve() / "node_modules")
    size, packed = len(script.encode()), len(gzip.compress(script.encode()))
    if packed > LIMIT_PACKED_BYTES:
        raise SystemExit(f"{TARGET.name} has {packed:,} bytes compressed, more than the {LIMIT_PACKED_BYTES:,} allowed")
    TARGET.write_text(script, encoding="utf-8")
    print(f"{TARGET.name}: {size:,} bytes, {packed:,} compressed")


if __name__ == "__main__":
    main(sys.argv[1])
