# SPDX-License-Identifier: EUPL-1.2
"""Assignment by rule (phân công theo quy tắc): who of a unit gets a dossier, decided by its head beforehand."""
