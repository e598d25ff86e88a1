# SPDX-License-Identifier: EUPL-1.2
"""Outlines of areas from a folder of GeoJSON an operator names; a broken or hostile file is refused with a sentence.

Source: RFC 7946 (GeoJSON): positions are longitude and latitude in degrees, WGS 84.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

MOST_FILES: Final = 40
MOST_BYTES: Final = 8 * 1024 * 1024
MOST_POSITIONS: Final = 200_000
MOST_TEXT: Final = 400
"""Limits of a folder: what a map of one country needs many times over, and far below what would stop a server."""

Position = tuple[float, float]
Ring = tuple[Position, ...]


class PackRefused(ValueError):
    """A folder of outlines cannot be used; the sentence says which file and why."""


@dataclass(frozen=True)
class Outline:
    """Ranh giới: the rings of one area by its code, positions as (longitude, latitude)."""

    code: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True)
class Pack:
    """All outlines of a folder by code of area, and whom to name beside the map."""

    outlines: dict[str, Outline]
    attributions: tuple[str, ...]


def read_pack(folder: Path) -> Pack:
    """Return the outlines of every `*.geojson` in a folder; raises PackRefused."""
    try:
        paths = sorted(one for one in folder.iterdir() if one.suffix == ".geojson" and one.is_file())
    except OSError as error:
        raise PackRefused(f"không mở được thư mục {folder.name}") from error
    if not paths:
        raise PackRefused(f"thư mục {folder.name} không có tệp .geojson nào")
    if len(paths) > MOST_FILES:
        raise PackRefused(f"thư mục {folder.name} có hơn {MOST_FILES} tệp")
    outlines: dict[str, Outline] = {}
    told: dict[str, None] = {}
    for path in paths:
        found = _collection(path)
        told[_attribution(path, found)] = None
        for one in _outlines(path, found):
            if one.code in outlines:
                raise PackRefused(f"{path.name}: mã {one.code} có hai lần")
            outlines[one.code] = one
    if sum(len(ring) for one in outlines.values() for ring in one.rings) > MOST_POSITIONS:
        raise PackRefused(f"có hơn {MOST_POSITIONS} điểm; hãy dùng ranh giới đã giản lược")
    return Pack(outlines, tuple(told))


def _collection(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PackRefused(f"{path.name} lớn hơn {MOST_BYTES // 1024 // 1024} MB")
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise PackRefused(f"{path.name} không phải tệp JSON đọc được") from error
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection":
        raise PackRefused(f"{path.name} không phải GeoJSON FeatureCollection")
    if not isinstance(found.get("features"), list):
        raise PackRefused(f"{path.name} không có danh sách features")
    return found


def _attribution(path: Path, found: dict[str, Any]) -> str:
    """Return source and licence; a file that names neither is refused, because the licence must be shown."""
    parts = [found.get("attribution"), found.get("license")]
    words = [one.strip() for one in parts if isinstance(one, str) and one.strip()]
    if not words:
        raise PackRefused(f"{path.name} không ghi nguồn (attribution) và giấy phép (license) nên không được dùng")
    return "; ".join(words)[:MOST_TEXT]


def _outlines(path: Path, found: dict[str, Any]) -> Iterator[Outline]:
    for feature in found["features"]:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        code = properties.get("code") if isinstance(properties, dict) else None
        if not isinstance(code, str) or not (code.isascii() and code.isdigit()) or len(code) > 10:
            raise PackRefused(f"{path.name}: một địa bàn không có mã số (code)")
        yield Outline(code, tuple(_rings(path, code, feature.get("geometry"))))


def _rings(path: Path, code: str, geometry: object) -> Iterator[Ring]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    shapes = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(shapes, list) or not shapes:
        raise PackRefused(f"{path.name}: địa bàn {code} không phải Polygon hay MultiPolygon")
    for polygon in [shapes] if kind == "Polygon" else shapes:
        if not isinstance(polygon, list) or not polygon:
            raise PackRefused(f"{path.name}: địa bàn {code} có đa giác rỗng")
        for ring in polygon:
            if not isinstance(ring, list) or len(ring) < 4:
                raise PackRefused(f"{path.name}: địa bàn {code} có vòng dưới 4 điểm")
            yield tuple(_position(path, code, one) for one in ring)


def _position(path: Path, code: str, found: object) -> Position:
    if isinstance(found, list) and len(found) in (2, 3) and all(_is_number(one) for one in found[:2]):
        lon, lat = float(found[0]), float(found[1])
        if -180 <= lon <= 180 and -90 <= lat <= 90:
            return lon, lat
    raise PackRefused(f"{path.name}: địa bàn {code} có tọa độ không nằm trên trái đất")


def _is_number(found: object) -> bool:
    """Whether it is a number that is small enough to be made a float; True and False are none."""
    return isinstance(found, (int, float)) and not isinstance(found, bool) and abs(found) <= 180
