# SPDX-License-Identifier: EUPL-1.2
"""Words and acts of the queue. No act says who somebody is, and none says why a ticket has priority."""

from tinhso.modules.onestop.queue.types.counters import (
    CounterClosed,
    CounterOpened,
    CounterSet,
    DayClosed,
    DeviceIssued,
    DeviceWithdrawn,
    QueueSet,
)
from tinhso.modules.onestop.queue.types.tickets import (
    TicketCalled,
    TicketClosed,
    TicketMissed,
    TicketMoved,
    TicketServed,
    TicketTaken,
)
from tinhso.modules.onestop.queue.types.visits import (
    VisitArrived,
    VisitBooked,
    VisitCancelled,
    VisitDropped,
    VisitMissed,
    VisitReminded,
)
from tinhso.modules.onestop.queue.types.words import (
    DeviceKind,
    Estimate,
    FairRule,
    Lane,
    PriorityGroup,
    Source,
    Standing,
    TicketState,
    VisitState,
    Why,
    Window,
)

__all__ = [
    "CounterClosed",
    "CounterOpened",
    "CounterSet",
    "DayClosed",
    "DeviceIssued",
    "DeviceKind",
    "DeviceWithdrawn",
    "Estimate",
    "FairRule",
    "Lane",
    "PriorityGroup",
    "QueueSet",
    "Source",
    "Standing",
    "TicketCalled",
    "TicketClosed",
    "TicketMissed",
    "TicketMoved",
    "TicketServed",
    "TicketState",
    "TicketTaken",
    "VisitArrived",
    "VisitBooked",
    "VisitCancelled",
    "VisitDropped",
    "VisitMissed",
    "VisitReminded",
    "VisitState",
    "Why",
    "Window",
]
