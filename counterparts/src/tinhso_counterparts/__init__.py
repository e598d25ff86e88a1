# SPDX-License-Identifier: EUPL-1.2
"""Stand-ins for the outside world; they never import tinhso."""
