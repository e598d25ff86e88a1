# SPDX-License-Identifier: EUPL-1.2
"""National e-ID (định danh điện tử quốc gia): an OpenID Connect provider with synthetic citizens.

Authorization code with PKCE, RS256, discovery, userinfo, end of session. Wrong in four ways: `bad-signature`
(default), `bad-nonce`, `bad-audience`, `expired`; all concern the id_token, which a client must refuse.
"""
