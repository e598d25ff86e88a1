# SPDX-License-Identifier: EUPL-1.2
"""The security operations centre at the desk: which machines send their events, and which are silent."""
