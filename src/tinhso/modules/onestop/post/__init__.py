# SPDX-License-Identifier: EUPL-1.2
"""The postal enterprise (doanh nghiệp bưu chính): papers fetched from people, results brought to them.

An order is a signed message to the partner `post`; what becomes of it is what the post says, in any order and any
number of times. Its price is the post's own; none is computed here. The messages are ours, none are published.
Law: 61/2018/NĐ-CP (receipt and return by post).
"""
