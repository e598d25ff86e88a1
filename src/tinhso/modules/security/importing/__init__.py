# SPDX-License-Identifier: EUPL-1.2
"""Event files of machines that send nothing (a seized disk, an agency without an agent), brought to the HTTP door."""
