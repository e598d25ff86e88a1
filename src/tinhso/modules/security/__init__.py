# SPDX-License-Identifier: EUPL-1.2
"""The security operations centre (trung tâm giám sát, điều hành an toàn thông tin mạng).

`formats` turns bytes into one normal event, `collect` receives bytes and keeps them on disk before it answers (ADR
0054), the register of sources (nguồn sự kiện) says which machine of which unit is expected
to speak and when it fell silent. `importing` brings event files of machines that send nothing.
`detector` reads what was kept, `store` keeps every event to be searched, `detection` finds alerts (cảnh báo) by rules
(ADR 0058), which people close or make incidents (sự cố) of (`incidents`).
Threat intelligence (thông tin nguy cơ): STIX objects shared over TAXII, indicators to watch, lists of botnet addresses;
the national centre (trung tâm quốc gia) is reached over the exchange. ADR 0056.
The register of systems, machines and Internet links, and what levels ask for, rest on tables of rules (`levels`, ADR
0057): a register of assets may take the register over.
Case kinds: security_incident (sự cố), infected_machine (máy nhiễm mã độc), level_dossier (hồ sơ đề xuất cấp độ).
Source: Thông tư 31/2017/TT-BTTTT (monitoring), Nghị định 85/2016/NĐ-CP (levels), read; what they do not say is ours.
"""
