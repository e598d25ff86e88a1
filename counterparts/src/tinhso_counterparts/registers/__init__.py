# SPDX-License-Identifier: EUPL-1.2
"""National databases behind one door: population, civil status, business registration, insurance, land.

Wrong in five ways: `garbage` (default) answers HTML; `busy` answers HTTP 503; `other` tells of another person; `twice`
finds two records that contradict each other; `lose` answers and forgets that it was asked.
"""
