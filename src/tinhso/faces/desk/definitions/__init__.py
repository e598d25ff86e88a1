# SPDX-License-Identifier: EUPL-1.2
"""The editor of procedures and forms for the province's controller; nothing is decided here."""
