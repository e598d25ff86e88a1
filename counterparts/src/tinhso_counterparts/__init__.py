# SPDX-License-Identifier: EUPL-1.2
"""Stand-ins for the outside world: national e-ID, mail, certification authority, national portal, payment gateway.

Each speaks its protocol over the wire, as far as one is published, keeps its own records under one folder and can be
told to be slow, wrong or down. Nothing here imports tinhso, so a fault in the platform cannot hide behind shared code.
"""
