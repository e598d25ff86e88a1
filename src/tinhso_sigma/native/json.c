/* SPDX-License-Identifier: EUPL-1.2 */
/* One token of JSON, strictly: what is let through here, every reader of JSON takes and reads the same way. */
#include "core.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* Return the length of the UTF-8 sequence at p (first byte >= 0x80), 0 when it is none. */
static int sequence(const uint8_t *p, const uint8_t *end) {
    size_t left = (size_t)(end - p);
    uint8_t a = p[0];
    if (a >= 0xC2 && a <= 0xDF) return left >= 2 && (p[1] & 0xC0) == 0x80 ? 2 : 0;
    if (a >= 0xE0 && a <= 0xEF) {
        if (left < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80) return 0;
        if (a == 0xE0 && p[1] < 0xA0) return 0; /* written longer than need be */
        if (a == 0xED && p[1] > 0x9F) return 0; /* half of a pair */
        return 3;
    }
    if (a >= 0xF0 && a <= 0xF4) {
        if (left < 4 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80 || (p[3] & 0xC0) != 0x80) return 0;
        if (a == 0xF0 && p[1] < 0x90) return 0;
        if (a == 0xF4 && p[1] > 0x8F) return 0;
        return 4;
    }
    return 0;
}

static int hex(const uint8_t *p, const uint8_t *end, uint32_t *value) {
    if (end - p < 4) return 0;
    *value = 0;
    for (int i = 0; i < 4; i++) {
        uint8_t c = p[i];
        uint32_t digit;
        if (c >= '0' && c <= '9')
            digit = c - '0';
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            digit = (uint32_t)(c | 0x20) - 'a' + 10;
        else
            return 0;
        *value = *value << 4 | digit;
    }
    return 1;
}

/* Return what follows an escape (p at its backslash), NULL when it is none or half of a pair. */
static const uint8_t *escape(const uint8_t *p, const uint8_t *end, uint32_t *flags) {
    uint32_t value;
    if (end - p < 2) return NULL;
    *flags |= TS_ESCAPED;
    switch (p[1]) {
    case '\\':
    case '"':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
        return p + 2;
    case '/':
        *flags |= TS_ODD_ESCAPE;
        return p + 2;
    case 'u':
        *flags |= TS_ODD_ESCAPE;
        if (!hex(p + 2, end, &value)) return NULL;
        if (value < 0xD800 || value > 0xDFFF) return p + 6;
        if (value > 0xDBFF || end - p < 12 || p[6] != '\\' || p[7] != 'u' || !hex(p + 8, end, &value)) return NULL;
        return value >= 0xDC00 && value <= 0xDFFF ? p + 12 : NULL;
    default:
        return NULL;
    }
}

/* Return the closing quote of a string (p after the opening one), NULL when there is none or a byte is wrong. */
const uint8_t *ts_string(const uint8_t *p, const uint8_t *end, uint32_t *flags) {
    while (p < end) {
#if defined(__SSE2__)
        while (end - p >= 16) {
            __m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
            __m128i bad = _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('"')), _mm_cmpeq_epi8(x, _mm_set1_epi8('\\')));
            bad = _mm_or_si128(bad, _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(0x1F)), x));
            unsigned mask = (unsigned)_mm_movemask_epi8(_mm_or_si128(bad, x)); /* x: its high bits */
            if (mask) {
                p += __builtin_ctz(mask);
                break;
            }
            p += 16;
        }
        if (p >= end) return NULL;
#endif
        uint8_t c = *p;
        if (c == '"') return p;
        if (c == '\\') {
            p = escape(p, end, flags);
            if (!p) return NULL;
        } else if (c >= 0x80) {
            int n = sequence(p, end);
            if (!n) return NULL;
            *flags |= TS_BEYOND_ASCII;
            p += n;
        } else if (c < 0x20) {
            return NULL;
        } else {
            p++;
        }
    }
    return NULL;
}

/* Return what follows a number, NULL when it is none or too odd to judge here (exponent, more than 18 digits).
 * odd: it is no whole number, or not written as one is written back. */
const uint8_t *ts_number(const uint8_t *p, const uint8_t *end, int *odd) {
    const uint8_t *begin = p;
    if (p < end && *p == '-') p++;
    const uint8_t *digits = p;
    while (p < end && *p >= '0' && *p <= '9') p++;
    if (p == digits || p - digits > 18 || (*digits == '0' && p - digits > 1)) return NULL;
    *odd = *begin == '-' && *digits == '0';
    if (p < end && *p == '.') {
        const uint8_t *fraction = ++p;
        while (p < end && *p >= '0' && *p <= '9') p++;
        if (p == fraction || p - fraction > 18) return NULL;
        *odd = 1;
    }
    if (p < end && (*p == 'e' || *p == 'E')) return NULL;
    return p;
}
