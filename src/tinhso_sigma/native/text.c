/* SPDX-License-Identifier: EUPL-1.2 */
/* A leaf to its text without case: escapes undone, letter by letter as values.fold does it. */
#include "core.h"
#include <stdlib.h>
#include <string.h>

#define PADDING 16u

int ts_fold_pair(ts_engine *e, uint32_t from, uint32_t to) {
    uint32_t page = from >> 8;
    if (page >= 512 || to > 0x10FFFF) return -1;
    if (!e->folds[page]) {
        e->folds[page] = malloc(256 * sizeof(uint32_t));
        if (!e->folds[page]) return -1;
        for (uint32_t i = 0; i < 256; i++) e->folds[page][i] = page << 8 | i;
    }
    e->folds[page][from & 255] = to;
    return 0;
}

static uint8_t *put(const ts_engine *e, uint8_t *out, uint32_t c) {
    if (c < 0x80) {
        *out++ = ts_lower((uint8_t)c);
        return out;
    }
    if (c >> 8 < 512 && e->folds[c >> 8]) c = e->folds[c >> 8][c & 255];
    if (c < 0x80) {
        *out++ = (uint8_t)c;
    } else if (c < 0x800) {
        *out++ = (uint8_t)(0xC0 | c >> 6);
        *out++ = (uint8_t)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        *out++ = (uint8_t)(0xE0 | c >> 12);
        *out++ = (uint8_t)(0x80 | (c >> 6 & 0x3F));
        *out++ = (uint8_t)(0x80 | (c & 0x3F));
    } else {
        *out++ = (uint8_t)(0xF0 | c >> 18);
        *out++ = (uint8_t)(0x80 | (c >> 12 & 0x3F));
        *out++ = (uint8_t)(0x80 | (c >> 6 & 0x3F));
        *out++ = (uint8_t)(0x80 | (c & 0x3F));
    }
    return out;
}

static uint32_t four(const uint8_t *p) {
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        uint8_t c = p[i];
        value = value << 4 | (uint32_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return value;
}

static const uint8_t *unescaped(const uint8_t *p, uint32_t *c) {
    switch (p[1]) {
    case 'b':
        *c = '\b';
        return p + 2;
    case 'f':
        *c = '\f';
        return p + 2;
    case 'n':
        *c = '\n';
        return p + 2;
    case 'r':
        *c = '\r';
        return p + 2;
    case 't':
        *c = '\t';
        return p + 2;
    case 'u':
        *c = four(p + 2);
        if (*c < 0xD800 || *c > 0xDFFF) return p + 6;
        *c = 0x10000 + ((*c - 0xD800) << 10) + (four(p + 8) - 0xDC00);
        return p + 12;
    default:
        *c = p[1];
        return p + 2;
    }
}

static const uint8_t *decoded(const uint8_t *p, uint32_t *c) {
    if (p[0] < 0xE0) {
        *c = (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
        return p + 2;
    }
    if (p[0] < 0xF0) {
        *c = (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
        return p + 3;
    }
    *c = (uint32_t)(p[0] & 7) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
    return p + 4;
}

void ts_swap_texts(ts_engine *e) {
    uint8_t *text = e->text;
    size_t room = e->text_room;
    e->text = e->other;
    e->text_room = e->other_room;
    e->other = text;
    e->other_room = room;
}

/* Write the text of a leaf that ts_walk let through to e->text, some zeros behind it. Returns 0 without memory.
 * ascii: of the text before it lost its case. */
int ts_text(ts_engine *e, const ts_leaf *leaf, size_t *len, int *ascii) {
    size_t room = (size_t)leaf->len * 2 + PADDING; /* a letter of two bytes may become one of three */
    if (room > e->text_room) {
        uint8_t *bigger = realloc(e->text, room);
        if (!bigger) return 0;
        e->text = bigger;
        e->text_room = room;
    }
    const uint8_t *p = leaf->at, *end = leaf->at + leaf->len;
    uint8_t *out = e->text;
    int plain = leaf->kind != TS_STRING || !(leaf->flags & (TS_ESCAPED | TS_BEYOND_ASCII));
    *ascii = 1;
    if (plain) {
        for (; p < end; p++) *out++ = ts_lower(*p);
    } else {
        while (p < end) {
            uint32_t c;
            if (*p == '\\') {
                p = unescaped(p, &c);
            } else if (*p >= 0x80) {
                p = decoded(p, &c);
            } else {
                c = *p++;
            }
            if (c >= 0x80) *ascii = 0;
            out = put(e, out, c);
        }
    }
    *len = (size_t)(out - e->text);
    memset(out, 0, PADDING);
    return 1;
}
