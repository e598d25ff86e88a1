/* SPDX-License-Identifier: EUPL-1.2 */
/* Texts looked for in any field. Looking at every value of every event costs too much; instead a few pairs of letters are
 * chosen such that every text has one of them and everyday lines do not. A line without any of the pairs is done. */
#include "core.h"
#include <stdlib.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define MOST_PAIRS 16
#define MOST_TEXTS 256u
#define HIT_COSTS 40.0 /* pairs that could be looked for in the time a hit costs */

/* Pairs of signs that JSON writes in one way only. */
static int is_usable(uint8_t a, uint8_t b) {
    return a >= 0x20 && a < 0x7F && b >= 0x20 && b < 0x7F && !strchr("\"\\/", a) && !strchr("\"\\/", b);
}

static uint32_t pair_at(const uint8_t *p) { return (uint32_t)(p[0] | 0x20) << 8 | (p[1] | 0x20); }

static int has(const ts_atom *atom, uint32_t pair) {
    for (uint32_t i = 0; i + 2 <= atom->len; i++)
        if (is_usable(atom->literal[i], atom->literal[i + 1]) && pair_at(atom->literal + i) == pair) return 1;
    return 0;
}

/* Return the pair that covers most of the texts left for its price, 0 when one of them has no pair. */
static uint32_t best_pair(const ts_engine *e, const ts_atom *const *left, uint32_t count) {
    uint32_t best = 0;
    double most = -1;
    for (uint32_t n = 0; n < count; n++) {
        for (uint32_t i = 0; i + 2 <= left[n]->len; i++) {
            if (!is_usable(left[n]->literal[i], left[n]->literal[i + 1])) continue;
            uint32_t pair = pair_at(left[n]->literal + i), covered = 0;
            for (uint32_t m = 0; m < count; m++) covered += (uint32_t)has(left[m], pair);
            double lines = e->pair_lines ? e->pair_lines : 1;
            double share = e->pairs[pair] / lines, worth = covered / (1 + HIT_COSTS * share);
            if (worth > most) {
                most = worth;
                best = pair;
            }
        }
    }
    return best;
}

void ts_cover(const ts_engine *e, ts_route *r) {
    const ts_atom *left[MOST_TEXTS];
    uint32_t count = 0;
    r->cover_count = -1;
    for (uint32_t i = 0; i < r->atom_count; i++) {
        const ts_atom *atom = &e->atoms[r->atoms[i]];
        if (atom->field) continue;
        if (count == MOST_TEXTS || atom->kind < TS_CONTAINS || atom->kind > TS_REGEX) return;
        left[count++] = atom;
    }
    int chosen = 0;
    while (count) {
        uint32_t pair = best_pair(e, left, count), kept = 0;
        if (!pair || chosen == MOST_PAIRS) return;
        r->cover[chosen][0] = (uint8_t)(pair >> 8);
        r->cover[chosen++][1] = (uint8_t)pair;
        for (uint32_t n = 0; n < count; n++)
            if (!has(left[n], pair)) left[kept++] = left[n];
        if (kept == count) return;
        count = kept;
    }
    r->cover_count = chosen;
}

void ts_count_pairs(ts_engine *e, const uint8_t *line, size_t len) {
    for (size_t i = 0; i + 2 <= len; i++) {
        uint32_t *n = &e->pairs[pair_at(line + i)];
        *n += *n < UINT32_MAX;
    }
    e->pair_lines++;
}

/* Tell whether a line has one of the pairs. Right for lines of ASCII without odd escapes only. */
int ts_has_pair(const ts_route *r, const uint8_t *line, size_t len) {
    size_t i = 0;
#if defined(__SSE2__)
    __m128i first[MOST_PAIRS], second[MOST_PAIRS], blank = _mm_set1_epi8(0x20);
    for (int n = 0; n < r->cover_count; n++) {
        first[n] = _mm_set1_epi8((char)r->cover[n][0]);
        second[n] = _mm_set1_epi8((char)r->cover[n][1]);
    }
    for (; i + 17 <= len; i += 16) {
        __m128i a = _mm_or_si128(_mm_loadu_si128((const __m128i *)(const void *)(line + i)), blank);
        __m128i b = _mm_or_si128(_mm_loadu_si128((const __m128i *)(const void *)(line + i + 1)), blank);
        __m128i any = _mm_setzero_si128();
        for (int n = 0; n < r->cover_count; n++)
            any = _mm_or_si128(any, _mm_and_si128(_mm_cmpeq_epi8(a, first[n]), _mm_cmpeq_epi8(b, second[n])));
        if (_mm_movemask_epi8(any)) return 1;
    }
#endif
    for (; i + 2 <= len; i++)
        for (int n = 0; n < r->cover_count; n++)
            if ((line[i] | 0x20) == r->cover[n][0] && (line[i + 1] | 0x20) == r->cover[n][1]) return 1;
    return 0;
}
