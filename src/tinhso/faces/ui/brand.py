# SPDX-License-Identifier: EUPL-1.2
"""The colours of one province, worked out from its one setting; pure functions, no request."""

import re
from typing import Final

DEFAULT: Final = "#0b5d66"
WANTED_CONTRAST: Final = 4.5
"""White letters on the brand colour (WCAG 2.2, 1.4.3)."""

Rgb = tuple[int, int, int]


def palette(colour: str) -> dict[str, str]:
    """Return brand, dark and tint as hex; a colour too light for white letters is darkened until they can be read.

    A value that is not #rrggbb gives the palette of the default colour.
    """
    rgb = _parse(colour if re.fullmatch(r"#[0-9a-fA-F]{6}", colour) else DEFAULT)
    while contrast_with_white(rgb) < WANTED_CONTRAST:
        rgb = _mix(rgb, (0, 0, 0), 0.05)
    return {
        "brand": _hex(rgb),
        "dark": _hex(_mix(rgb, (0, 0, 0), 0.38)),
        "tint": _hex(_mix(rgb, (255, 255, 255), 0.91)),
    }


def style(colour: str) -> str:
    """Return the style sheet that lays a province's colours over the default ones."""
    found = palette(colour)
    return (
        f":root{{--house-brand:{found['brand']};--house-brand-dark:{found['dark']};--house-brand-tint:{found['tint']};"
        f"--govuk-brand-colour:{found['brand']};--govuk-surface-background-colour:{found['tint']};"
        f"--govuk-link-colour:{found['brand']};--govuk-link-hover-colour:{found['dark']}}}"
    )


def contrast_with_white(rgb: Rgb) -> float:
    """Return the contrast ratio, 1 to 21, as WCAG defines it."""
    red, green, blue = (_linear(part / 255) for part in rgb)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _parse(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mix(rgb: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(rgb, other, strict=True))
    return red, green, blue


def _hex(rgb: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)
