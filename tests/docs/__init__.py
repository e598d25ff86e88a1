# SPDX-License-Identifier: EUPL-1.2
"""Documents are tested like code: links, commands, generated pages, facts that can be looked up."""
