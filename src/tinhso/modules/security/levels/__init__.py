# SPDX-License-Identifier: EUPL-1.2
"""The rules of levels (bảo đảm an toàn hệ thống thông tin theo cấp độ), pure: no database, no clock.

The tables lie in `data/*.yaml`, each block with its source and how sure we are of it; `reading` loads them,
the other files ask questions of them. A record is judged by the rules of its own date.
"""
