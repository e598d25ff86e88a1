# SPDX-License-Identifier: EUPL-1.2
"""Messages between the house and the outside (liên thông): every one has a key, attempts and a receipt.

At least once on the wire, once in effect: the key goes with the message, so a receiver can tell a repeat. What belongs
together goes in order (a stream); a dead message holds its stream until a person resends it or sets it aside.
Acts: `message:*`, `partner:*`. Law: Nghị định 47/2020/NĐ-CP, Điều 45 (log of every exchange). ADR 0019.
"""
