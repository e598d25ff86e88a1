/* SPDX-License-Identifier: EUPL-1.2 */
/* Bytes that grow, and texts as Python would have them. */
#include "rows.h"
#include <stdlib.h>
#include <string.h>

static int grow(tr_buf *b, size_t more) {
    if (b->failed) return 0;
    if (b->len + more <= b->room) return 1;
    size_t room = b->room ? b->room : 4096;
    while (room < b->len + more) room *= 2;
    uint8_t *at = realloc(b->at, room);
    if (!at) {
        b->failed = 1;
        return 0;
    }
    b->at = at;
    b->room = room;
    return 1;
}

void tr_put(tr_buf *b, const void *bytes, size_t len) {
    if (!len || !grow(b, len)) return;
    memcpy(b->at + b->len, bytes, len);
    b->len += len;
}

void tr_put_byte(tr_buf *b, uint8_t byte) {
    if (grow(b, 1)) b->at[b->len++] = byte;
}

/* A length as the store reads it: seven bits a byte, the lowest first. */
void tr_put_length(tr_buf *b, size_t length) {
    for (; length >= 128; length >>= 7) tr_put_byte(b, (uint8_t)(length & 127) | 128);
    tr_put_byte(b, (uint8_t)length);
}

void tr_put_text(tr_buf *b, tr_text text) {
    tr_put_length(b, text.len);
    tr_put(b, text.at, text.len);
}

/* A text in quotes, as JSON. */
void tr_put_quoted(tr_buf *b, tr_text text) {
    static const char digits[] = "0123456789abcdef";
    uint32_t from = 0;
    tr_put_byte(b, '"');
    for (uint32_t i = 0; i < text.len; i++) {
        uint8_t c = text.at[i];
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        tr_put(b, text.at + from, i - from);
        from = i + 1;
        if (c < 0x20) {
            uint8_t escape[] = {'\\', 'u', '0', '0', (uint8_t)digits[c >> 4], (uint8_t)digits[c & 15]};
            tr_put(b, escape, sizeof escape);
        } else {
            tr_put_byte(b, '\\');
            tr_put_byte(b, c);
        }
    }
    tr_put(b, text.at + from, text.len - from);
    tr_put_byte(b, '"');
}

static uint64_t eight(const uint8_t *p) {
    uint64_t value;
    memcpy(&value, p, 8);
    return value;
}

/* Bytes of a sequence of UTF-8 beyond ASCII, 0 when it is none. */
static size_t sequence(const uint8_t *p, size_t left) {
    uint8_t a = p[0];
    if (a >= 0xC2 && a <= 0xDF) return left >= 2 && (p[1] & 0xC0) == 0x80 ? 2 : 0;
    if ((a & 0xF0) == 0xE0) {
        if (left < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80) return 0;
        return (a == 0xE0 && p[1] < 0xA0) || (a == 0xED && p[1] > 0x9F) ? 0 : 3;
    }
    if (a < 0xF0 || a > 0xF4 || left < 4) return 0;
    if ((p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80 || (p[3] & 0xC0) != 0x80) return 0;
    return (a == 0xF0 && p[1] < 0x90) || (a == 0xF4 && p[1] > 0x8F) ? 0 : 4;
}

/* Whether bytes are UTF-8 without the control characters that formats/reading.py refuses. */
int tr_is_text(const uint8_t *p, size_t len) {
    static const uint32_t allowed = 1u << '\t' | 1u << '\n' | 1u << '\r' | 1u << 0x1b | 1u << 0x1d;
    const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
    for (size_t i = 0; i < len;) {
        if (len - i >= 8) {
            uint64_t word = eight(p + i);
            /* no byte beyond ASCII, and none below a blank */
            if (!(word & high) && !((word - ones * 0x20) & ~word & high)) {
                i += 8;
                continue;
            }
        }
        uint8_t c = p[i];
        if (c < 0x80) {
            if (c < 0x20 && !(allowed >> c & 1)) return 0;
            i++;
            continue;
        }
        size_t bytes = sequence(p + i, len - i);
        if (!bytes) return 0;
        i += bytes;
    }
    return 1;
}

int tr_is_ascii(tr_text text) {
    for (uint32_t i = 0; i < text.len; i++)
        if (text.at[i] & 0x80) return 0;
    return 1;
}

static uint32_t hex4(const uint8_t *p) {
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        uint8_t c = p[i];
        value = value << 4 | (uint32_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return value;
}

static void put_letter(tr_buf *b, uint32_t c) {
    if (c < 0x80) {
        tr_put_byte(b, (uint8_t)c);
    } else if (c < 0x800) {
        tr_put_byte(b, (uint8_t)(0xC0 | c >> 6));
        tr_put_byte(b, (uint8_t)(0x80 | (c & 63)));
    } else {
        tr_put_byte(b, (uint8_t)(0xE0 | c >> 12));
        tr_put_byte(b, (uint8_t)(0x80 | (c >> 6 & 63)));
        tr_put_byte(b, (uint8_t)(0x80 | (c & 63)));
    }
}

/* The text of a string of JSON, its escapes undone in `scratch`; json.c let none through that is not whole. `scratch` has
 * room for an event and is never moved meanwhile. 0: the room is used up, or it is no string. */
int tr_decoded(tr_reader *e, const tr_node *node, tr_text *text) {
    *text = node->text;
    if (node->kind != TR_STRING) return 0;
    if (!node->is_escaped) return 1;
    size_t from = e->scratch.len;
    const uint8_t *p = node->text.at, *end = p + node->text.len;
    if (e->scratch.room - from < node->text.len) return 0;
    while (p < end) {
        if (*p != '\\') {
            tr_put_byte(&e->scratch, *p++);
            continue;
        }
        static const char from_letter[] = "bfnrt", to[] = "\b\f\n\r\t";
        const char *found = strchr(from_letter, p[1]);
        if (p[1] == 'u') {
            put_letter(&e->scratch, hex4(p + 2));
            p += 6;
            continue;
        }
        tr_put_byte(&e->scratch, found ? (uint8_t)to[found - from_letter] : p[1]);
        p += 2;
    }
    *text = (tr_text){e->scratch.at + from, (uint32_t)(e->scratch.len - from)};
    return 1;
}

/* Make room for at least so many bytes more. */
int tr_make_room(tr_buf *b, size_t more) { return grow(b, more); }

/* A copy of a text that stays as long as the reader. */
tr_text tr_kept(tr_reader *e, tr_text text) {
    uint8_t *at = malloc(text.len + 1u);
    if (!at) return (tr_text){NULL, 0};
    memcpy(at, text.at, text.len);
    tr_put(&e->words, &at, sizeof at); /* to be freed with the reader */
    return (tr_text){at, text.len};
}
