# SPDX-License-Identifier: EUPL-1.2
"""Working time, holidays and time limits (thời hạn giải quyết).

For: every clock of the platform. `rules` computes with a `WorkCalendar` handed in, without clock or database;
`queries.work_calendar()` reads the calendar of the installation; `actions` change it.
Law: Bộ luật Dân sự 2015 (91/2015/QH13), Điều 147–148; Bộ luật Lao động 2019 (45/2019/QH14), Điều 111–112 and
the yearly decisions on swapped days; Nghị định 61/2018/NĐ-CP on pauses. Case kinds: none. Acts: none of its
own; every action returns a `CalendarChange` for the caller's act.
"""
