# SPDX-License-Identifier: EUPL-1.2
"""Messages to the outside: send, prove, retry (liên thông)."""
