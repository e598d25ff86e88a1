/* SPDX-License-Identifier: EUPL-1.2 */
/* Texts looked for in any field. Looking at every value of every event costs too much; instead a few pairs of letters are
 * chosen such that every text has one of them and everyday lines have few. Where a pair stands in the line, the texts
 * it was chosen for are compared, as JSON writes them. A line with none of them is done. */
#include "core.h"
#include <stdlib.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define MOST_PAIRS 16u
#define MOST_TEXTS 256u
#define HIT_COSTS 10.0 /* pairs that could be looked for in the time a hit costs */

typedef struct {
    uint8_t *text; /* as JSON writes it, without case */
    uint32_t len, at; /* where its pair stands */
} covered;

struct ts_cover {
    uint8_t pairs[MOST_PAIRS][2];
    uint32_t first[MOST_PAIRS + 1]; /* text of a pair; those of one pair stand together */
    uint32_t pair_count, count;
    covered texts[MOST_TEXTS];
};

/* Pairs of signs that JSON writes in one way only. */
static int is_usable(const uint8_t *p) {
    for (int i = 0; i < 2; i++)
        if (p[i] < 0x20 || p[i] >= 0x7F || p[i] == '"' || p[i] == '\\' || p[i] == '/') return 0;
    return 1;
}

static uint32_t pair_at(const uint8_t *p) { return (uint32_t)(p[0] | 0x20) << 8 | (p[1] | 0x20); }

/* Signs of control are written in more than one way. */
static int is_plain(const ts_atom *atom) {
    for (uint32_t i = 0; i < atom->len; i++)
        if (atom->literal[i] < 0x20) return 0;
    return 1;
}

/* Return where a text has a pair, -1: nowhere. */
static int place_of(const uint8_t *text, uint32_t len, uint32_t pair) {
    for (uint32_t i = 0; i + 2 <= len; i++)
        if (is_usable(text + i) && pair_at(text + i) == pair) return (int)i;
    return -1;
}

/* Return the pair that covers most of the texts left for its price, 0 when there is none. */
static uint32_t best_pair(const ts_engine *e, const ts_atom *const *left, uint32_t count) {
    uint32_t best = 0;
    double most = -1;
    for (uint32_t n = 0; n < count; n++) {
        for (uint32_t i = 0; i + 2 <= left[n]->len; i++) {
            if (!is_usable(left[n]->literal + i)) continue;
            uint32_t pair = pair_at(left[n]->literal + i), gained = 0;
            for (uint32_t m = 0; m < count; m++) gained += place_of(left[m]->literal, left[m]->len, pair) >= 0;
            double lines = e->pair_lines ? e->pair_lines : 1;
            double worth = gained / (1 + HIT_COSTS * e->pairs[pair] / lines);
            if (worth > most) {
                most = worth;
                best = pair;
            }
        }
    }
    return best;
}

static int enter(struct ts_cover *c, const ts_atom *atom, uint32_t pair) {
    covered *one = &c->texts[c->count];
    one->text = malloc((size_t)atom->len * 2 + 1);
    if (!one->text) return 0;
    one->len = 0;
    for (uint32_t i = 0; i < atom->len; i++) {
        if (atom->literal[i] == '"' || atom->literal[i] == '\\') one->text[one->len++] = '\\';
        one->text[one->len++] = atom->literal[i];
    }
    one->at = (uint32_t)place_of(one->text, one->len, pair);
    c->count++;
    return 1;
}

void ts_cover_free(ts_route *r) {
    for (uint32_t i = 0; r->cover && i < r->cover->count; i++) free(r->cover->texts[i].text);
    free(r->cover);
    r->cover = NULL;
}

/* Choose pairs for the texts of a route. Without a choice r->cover is NULL. Returns 0 without memory. */
int ts_cover_new(const ts_engine *e, ts_route *r) {
    const ts_atom *left[MOST_TEXTS];
    uint32_t count = 0;
    ts_cover_free(r);
    for (uint32_t i = 0; i < r->atom_count; i++) {
        const ts_atom *atom = &e->atoms[r->atoms[i]];
        if (atom->field) continue;
        if (!is_plain(atom) || count == MOST_TEXTS || atom->kind < TS_CONTAINS || atom->kind > TS_REGEX) return 1;
        left[count++] = atom;
    }
    if (!count) return 1;
    struct ts_cover *c = r->cover = calloc(1, sizeof(*c));
    if (!c) return 0;
    while (count) {
        uint32_t pair = best_pair(e, left, count), kept = 0;
        if (!pair || c->pair_count == MOST_PAIRS) {
            ts_cover_free(r);
            return 1;
        }
        for (uint32_t n = 0; n < count; n++) {
            if (place_of(left[n]->literal, left[n]->len, pair) < 0)
                left[kept++] = left[n];
            else if (!enter(c, left[n], pair))
                return 0;
        }
        c->pairs[c->pair_count][0] = (uint8_t)(pair >> 8);
        c->pairs[c->pair_count++][1] = (uint8_t)pair;
        c->first[c->pair_count] = c->count;
        count = kept;
    }
    return 1;
}

void ts_count_pairs(ts_engine *e, const uint8_t *line, size_t len) {
    for (size_t i = 0; i + 2 <= len; i++) {
        uint32_t *n = &e->pairs[pair_at(line + i)];
        *n += *n < UINT32_MAX;
    }
    e->pair_lines++;
}

/* Tell whether one of the texts stands around a place where a pair does. */
static int stands(const struct ts_cover *c, const uint8_t *line, size_t len, size_t place) {
    uint8_t a = line[place] | 0x20, b = line[place + 1] | 0x20;
    uint32_t which = 0;
    while (which < c->pair_count && (c->pairs[which][0] != a || c->pairs[which][1] != b)) which++;
    if (which == c->pair_count) return 0;
    for (uint32_t n = c->first[which]; n < c->first[which + 1]; n++) {
        const covered *one = &c->texts[n];
        if (place < one->at || place - one->at + one->len > len) continue;
        const uint8_t *p = line + place - one->at;
        uint32_t i = 0;
        while (i < one->len && ts_lower(p[i]) == one->text[i]) i++;
        if (i == one->len) return 1;
    }
    return 0;
}

/* Tell whether a line may hold one of the texts in a value of ASCII without odd escapes. */
int ts_has_text(const ts_route *r, const uint8_t *line, size_t len) {
    const struct ts_cover *c = r->cover;
    size_t i = 0;
#if defined(__SSE2__)
    __m128i first[MOST_PAIRS], second[MOST_PAIRS], blank = _mm_set1_epi8(0x20);
    for (uint32_t n = 0; n < c->pair_count; n++) {
        first[n] = _mm_set1_epi8((char)c->pairs[n][0]);
        second[n] = _mm_set1_epi8((char)c->pairs[n][1]);
    }
    for (; i + 17 <= len; i += 16) {
        __m128i a = _mm_or_si128(_mm_loadu_si128((const __m128i *)(const void *)(line + i)), blank);
        __m128i b = _mm_or_si128(_mm_loadu_si128((const __m128i *)(const void *)(line + i + 1)), blank);
        __m128i any = _mm_setzero_si128();
        for (uint32_t n = 0; n < c->pair_count; n++)
            any = _mm_or_si128(any, _mm_and_si128(_mm_cmpeq_epi8(a, first[n]), _mm_cmpeq_epi8(b, second[n])));
        for (unsigned mask = (unsigned)_mm_movemask_epi8(any); mask; mask &= mask - 1)
            if (stands(c, line, len, i + (size_t)__builtin_ctz(mask))) return 1;
    }
#endif
    for (; i + 2 <= len; i++)
        if (stands(c, line, len, i)) return 1;
    return 0;
}
