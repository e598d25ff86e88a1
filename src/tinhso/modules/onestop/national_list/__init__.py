# SPDX-License-Identifier: EUPL-1.2
"""The national database of procedures (CSDL quốc gia về TTHC) read, compared with ours, taken up by a controller.

Nothing it says changes a version by itself: a difference is a proposal; a person opens it as a working copy and
publishes it (ADR 0025). Law: 224/2026/NĐ-CP (standard code and name); fields of the records are ours.
"""
