# SPDX-License-Identifier: EUPL-1.2
"""Remote signing service (ký số từ xa) after the Cloud Signature Consortium's API 2.0: keys kept here, each signature
confirmed by the signer on a page that stands for their phone. Its certificates come from the stand-in authority.

Wrong in five ways: `bad-signature` (default) answers with a signature over something else; `refuse` lets every
signer say no; `busy` answers HTTP 503; `garbage` answers HTML; `locked` says that the key is disabled.
"""
