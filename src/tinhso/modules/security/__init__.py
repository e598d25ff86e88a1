# SPDX-License-Identifier: EUPL-1.2
"""The security operations centre, its collecting part (trung tâm giám sát, điều hành an toàn thông tin mạng).

`formats` turns bytes into one normal event, `collect` receives bytes and keeps them on disk before it answers (ADR
0054), the register of sources (nguồn sự kiện) says which machine of which unit is expected
to speak and when it fell silent.
The register of systems, machines and Internet links, and what levels ask for, rest on tables of rules (`levels`, ADR
0057): a register of assets may take the register over. Case kind: level_dossier.
Acts: event_source:*, information_system:*, machine:*, internet_link:*, level_dossier:*, security_duty:done,
security_spending:told, system_register:frozen.
Source: Thông tư 31/2017/TT-BTTTT (monitoring), Nghị định 85/2016/NĐ-CP (levels), read; what they do not say is ours.
"""
