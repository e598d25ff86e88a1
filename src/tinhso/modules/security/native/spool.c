/* SPDX-License-Identifier: EUPL-1.2 */
/* One record of the spool: mark, length, CRC-32, body (collect/records.py says what lies where). */
#include "rows.h"

enum { HEAD = 12, BODY = 37, LONGEST_BODY = 4 << 20, LAST_WAY = 5, PIECE = 0x80 };

static uint32_t table[8][256];

/* Made once, at the first record; every thread would write the same. */
static void make_table(void) {
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int bit = 0; bit < 8; bit++) c = c >> 1 ^ (c & 1 ? 0xEDB88320u : 0);
        table[0][i] = c;
    }
    for (uint32_t i = 0; i < 256; i++)
        for (int k = 1; k < 8; k++) table[k][i] = table[k - 1][i] >> 8 ^ table[0][table[k - 1][i] & 0xFF];
}

static uint32_t little32(const uint8_t *p) {
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static uint64_t big(const uint8_t *p, int bytes) {
    uint64_t value = 0;
    for (int i = 0; i < bytes; i++) value = value << 8 | p[i];
    return value;
}

uint32_t tr_crc(uint32_t crc, const uint8_t *p, size_t len) {
    if (!table[0][1]) make_table();
    crc = ~crc;
    for (; len >= 8; p += 8, len -= 8) {
        uint32_t a = little32(p) ^ crc, b = little32(p + 4);
        crc = table[7][a & 0xFF] ^ table[6][a >> 8 & 0xFF] ^ table[5][a >> 16 & 0xFF] ^ table[4][a >> 24] ^
              table[3][b & 0xFF] ^ table[2][b >> 8 & 0xFF] ^ table[1][b >> 16 & 0xFF] ^ table[0][b >> 24];
    }
    while (len--) crc = crc >> 8 ^ table[0][(crc ^ *p++) & 0xFF];
    return ~crc;
}

/* Read the whole record at `at`; 0 when there is none. */
int tr_record_at(const uint8_t *data, size_t at, size_t size, tr_record *r) {
    if (at + HEAD + BODY > size) return 0;
    const uint8_t *head = data + at, *body = head + HEAD;
    size_t length = (size_t)big(head + 4, 4);
    if (little32(head) != 0x315354F5u || length < BODY || length > LONGEST_BODY || length > size - at - HEAD) return 0;
    if (tr_crc(0, body, length) != (uint32_t)big(head + 8, 4)) return 0;
    size_t peer = body[34], stream = (size_t)big(body + 35, 2);
    r->way = body[1] & (PIECE - 1);
    if (body[0] != 1 || BODY + peer + stream > length || r->way > LAST_WAY) return 0;
    r->is_piece = body[1] & PIECE;
    r->arrived_us = big(body + 2, 8) / 1000;
    r->source = body + 10;
    r->sequence = big(body + 26, 8);
    r->peer = (tr_text){body + BODY, (uint32_t)peer};
    r->stream = (tr_text){body + BODY + peer, (uint32_t)stream};
    r->raw = (tr_text){body + BODY + peer + stream, (uint32_t)(length - BODY - peer - stream)};
    r->stop = at + HEAD + length;
    return 1;
}
