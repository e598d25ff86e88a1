# SPDX-License-Identifier: EUPL-1.2
"""What `windows.yaml` says: which channel and event numbers a log source means, and where an event keeps its fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from tinhso_sigma.names import field_name
from tinhso_sigma.types import LogSource
from tinhso_sigma.values import fold

TABLE = Path(__file__).with_name("windows.yaml")


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on channel (folded) and event number (as text); None: any."""

    channels: frozenset[str] | None = None
    ids: frozenset[str] | None = None

    def admits(self, channel: str, event_id: str) -> bool:
        return (self.channels is None or channel in self.channels) and (self.ids is None or event_id in self.ids)


@dataclass(frozen=True, slots=True)
class Shape:
    """A layout of events: path of the system part, paths of the data, names that differ (folded)."""

    system: tuple[str, ...]
    data: tuple[tuple[str, ...], ...]
    names: dict[str, str] = field(default_factory=dict)
    # Names of sections met before, folded; kept by events.py, and here since they hold for this layout only.
    layouts: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Audit:
    """Where the audit log keeps the events of a category; names: what it calls fields of that category (folded)."""

    where: Where
    names: dict[str, str]


class WindowsMap:
    """The table of a mapping. path: a YAML file laid out as `windows.yaml`."""

    def __init__(self, path: Path = TABLE) -> None:
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
        self.services = {name: frozenset(map(fold, found)) for name, found in table["services"].items()}
        self.categories: dict[str, tuple[str, frozenset[str]]] = {
            name: (found["service"], frozenset(map(str, found["ids"]))) for name, found in table["categories"].items()
        }
        self.audit: dict[str, Audit] = {
            name: Audit(
                Where(self.services[found["service"]], frozenset(map(str, found["ids"]))),
                {field_name(one): field_name(other) for one, other in found["names"].items()},
            )
            for name, found in table.get("audit", {}).items()
        }
        self.shapes = tuple(
            Shape(tuple(one["system"]), tuple(map(tuple, one["data"])), one.get("names", {})) for one in table["shapes"]
        )

    def where(self, source: LogSource) -> Where | None:
        """Return the condition of a rule's log source; None when it is not one of Windows.

        A Windows source that the table does not know has no condition: its rules see every Windows event, as those
        pipelines do it.
        """
        if source.product != "windows":
            return None
        service, ids = self.categories.get(source.category or "", (source.service, None))
        return Where(self.services.get(service or ""), ids)

    def aliases(self, channel: str, event_id: str) -> dict[str, str]:
        """Return what the audit log calls otherwise in events of this origin, by the name rules use; both folded."""
        found: dict[str, str] = {}
        for one in self.audit.values():
            if one.where.admits(channel, event_id):
                found |= one.names
        return found

    def knows(self, source: LogSource) -> bool:
        """Tell whether category or service of a Windows source is in the table."""
        return source.category in self.categories or (source.service or "") in self.services


@cache
def windows_map() -> WindowsMap:
    return WindowsMap()


CHANNEL, EVENT_ID = field_name("Channel"), field_name("EventID")
