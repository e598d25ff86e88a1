# SPDX-License-Identifier: EUPL-1.2
"""The security operations centre, its collecting part (trung tâm giám sát, điều hành an toàn thông tin mạng).

`formats` turns bytes into one normal event, `collect` receives bytes and keeps them on disk before it answers (ADR
0054), the register of sources (nguồn sự kiện) says which machine of which unit is expected
to speak and when it fell silent.
Threat intelligence (thông tin nguy cơ): STIX objects shared over TAXII, indicators to watch, lists of botnet addresses;
the national centre (trung tâm quốc gia) is reached over the exchange. ADR 0056.
Case kind: infected_machine (máy nhiễm mã độc). Acts: event_source:*, intelligence:*, infected_machine:*,
national_centre:*.
Source: Thông tư 31/2017/TT-BTTTT (monitoring of information-system security), read; what it does not say is ours.
"""
