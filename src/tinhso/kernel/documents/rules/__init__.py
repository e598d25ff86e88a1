# SPDX-License-Identifier: EUPL-1.2
"""Rules of documents: what may come in, what a file is called, how long it is kept. No clock, no database."""
