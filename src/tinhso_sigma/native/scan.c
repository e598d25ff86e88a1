/* SPDX-License-Identifier: EUPL-1.2 */
/* One text against all predicates on its field. Each literal is entered under up to four of its bytes (a gram): the
 * first ones for prefixes, the last ones for suffixes, for texts inside those that fewest others have. The text is taken
 * to pieces once; a bitmap says of nearly every piece that no literal has it. */
#include "core.h"
#include <stdlib.h>
#include <string.h>

enum { INSIDE, BEGIN, END, WHOLE, PLACES };
#define GRAM 4u

typedef struct {
    uint32_t gram, at; /* where in the literal the gram stands */
    uint32_t atom, next; /* atom of the route; next: index + 1 of the same bucket */
    const uint8_t *literal;
    uint32_t len;
} place;

typedef struct {
    uint32_t count, shift;
    uint32_t *heads; /* index + 1 */
    uint64_t *bitmap;
    place *places;
} grams;

struct ts_scanner {
    grams by[PLACES][GRAM + 1]; /* by length of the gram; WHOLE uses 0 */
    uint32_t *always, *beyond, *networks;
    uint32_t always_count, beyond_count, network_count;
    const ts_atom *atoms;
    const int32_t *numbers; /* of the engine, by number of the route */
};

static inline uint32_t mixed(uint32_t gram, uint32_t shift) { return (gram * 0x9E3779B1u) >> shift; }

static inline uint32_t gram_at(const uint8_t *p, uint32_t size) {
    uint32_t gram = 0;
    for (uint32_t i = 0; i < size; i++) gram |= (uint32_t)p[i] << (8 * i);
    return gram;
}

static uint32_t whole_gram(const uint8_t *p, size_t len) {
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < len; i++) h = (h ^ p[i]) * 16777619u;
    return h ^ (uint32_t)len;
}

/* How often grams occur among the literals of a scanner, roughly: only speed depends on it. */
static uint32_t *common_grams(const ts_engine *e, const ts_route *r, const uint32_t *local, uint32_t count) {
    uint32_t *common = calloc(1u << 16, sizeof(uint32_t));
    if (!common) return NULL;
    for (uint32_t i = 0; i < count; i++) {
        const ts_atom *atom = &e->atoms[r->atoms[local[i]]];
        if (atom->kind < TS_CONTAINS || atom->kind > TS_REGEX || atom->len < GRAM) continue;
        for (uint32_t at = 0; at + GRAM <= atom->len; at++) common[mixed(gram_at(atom->literal + at, GRAM), 16)]++;
    }
    return common;
}

static uint32_t rarest(const ts_atom *atom, const uint32_t *common) {
    uint32_t best = 0, least = UINT32_MAX;
    for (uint32_t at = 0; at + GRAM <= atom->len; at++) {
        uint32_t n = common[mixed(gram_at(atom->literal + at, GRAM), 16)];
        if (n < least) {
            least = n;
            best = at;
        }
    }
    return best;
}

static int sorted_place(const ts_atom *atom, int *place_of, uint32_t *size) {
    *size = atom->len < GRAM ? atom->len : GRAM;
    switch (atom->kind) {
    case TS_EXACT:
        *place_of = WHOLE;
        *size = 0;
        return 1;
    case TS_PREFIX:
        *place_of = BEGIN;
        return 1;
    case TS_SUFFIX:
        *place_of = END;
        return 1;
    case TS_CONTAINS:
    case TS_MAYBE:
    case TS_REGEX:
        *place_of = INSIDE;
        return atom->len > 0;
    default:
        return 0;
    }
}

static int indexed(grams *g) {
    uint32_t bits = 8;
    while (bits < 16 && 1u << bits < g->count * 8) bits++;
    g->shift = 32 - bits;
    g->heads = calloc(1u << bits, sizeof(uint32_t));
    g->bitmap = calloc((1u << bits) / 64, sizeof(uint64_t));
    if (!g->heads || !g->bitmap) return 0;
    for (uint32_t i = 0; i < g->count; i++) {
        uint32_t h = mixed(g->places[i].gram, g->shift);
        g->places[i].next = g->heads[h];
        g->heads[h] = i + 1;
        g->bitmap[h >> 6] |= 1ull << (h & 63);
    }
    return 1;
}

/* Make room for the places of each kind. */
static int opened(ts_scanner *s, const ts_engine *e, const ts_route *r, const uint32_t *local, uint32_t count) {
    uint32_t wanted[PLACES][GRAM + 1] = {{0}};
    for (uint32_t i = 0; i < count; i++) {
        int where;
        uint32_t size;
        if (sorted_place(&e->atoms[r->atoms[local[i]]], &where, &size)) wanted[where][size]++;
    }
    for (int where = 0; where < PLACES; where++)
        for (uint32_t size = 0; size <= GRAM; size++) {
            if (!wanted[where][size]) continue;
            s->by[where][size].places = calloc(wanted[where][size], sizeof(place));
            if (!s->by[where][size].places) return 0;
        }
    return 1;
}

static int filled(ts_scanner *s, const ts_engine *e, const ts_route *r, const uint32_t *local, uint32_t count,
                  const uint32_t *common) {
    if (!opened(s, e, r, local, count)) return 0;
    for (uint32_t i = 0; i < count; i++) {
        const ts_atom *atom = &e->atoms[r->atoms[local[i]]];
        int where;
        uint32_t size;
        if (atom->kind == TS_NETWORK) {
            s->networks[s->network_count++] = local[i];
            continue;
        }
        if (atom->kind == TS_REGEX) s->beyond[s->beyond_count++] = local[i];
        if (!sorted_place(atom, &where, &size)) {
            s->always[s->always_count++] = local[i];
            continue;
        }
        grams *g = &s->by[where][size];
        place *p = &g->places[g->count++];
        p->literal = atom->literal;
        p->len = atom->len;
        p->atom = local[i];
        p->at = where == END ? atom->len - size : where == INSIDE && size == GRAM ? rarest(atom, common) : 0;
        p->gram = where == WHOLE ? whole_gram(atom->literal, atom->len) : gram_at(atom->literal + p->at, size);
    }
    for (int where = 0; where < PLACES; where++)
        for (uint32_t size = 0; size <= GRAM; size++)
            if (s->by[where][size].count && !indexed(&s->by[where][size])) return 0;
    return 1;
}

/* Return the scanner of some atoms of a route (local numbers), NULL without memory. */
ts_scanner *ts_scanner_new(const ts_engine *e, const ts_route *r, const uint32_t *local, uint32_t count) {
    ts_scanner *s = calloc(1, sizeof(*s));
    uint32_t *common = common_grams(e, r, local, count);
    if (s) {
        s->always = malloc((count + 1) * sizeof(uint32_t));
        s->beyond = malloc((count + 1) * sizeof(uint32_t));
        s->networks = malloc((count + 1) * sizeof(uint32_t));
        s->atoms = e->atoms;
        s->numbers = r->atoms;
    }
    if (!s || !common || !s->always || !s->beyond || !s->networks || !filled(s, e, r, local, count, common)) {
        ts_scanner_free(s);
        s = NULL;
    }
    free(common);
    return s;
}

void ts_scanner_free(ts_scanner *s) {
    if (!s) return;
    for (int where = 0; where < PLACES; where++)
        for (uint32_t size = 0; size <= GRAM; size++) {
            free(s->by[where][size].heads);
            free(s->by[where][size].bitmap);
            free(s->by[where][size].places);
        }
    free(s->always);
    free(s->beyond);
    free(s->networks);
    free(s);
}

size_t ts_scanner_bytes(const ts_scanner *s) {
    size_t bytes = sizeof(*s);
    for (int where = 0; where < PLACES; where++)
        for (uint32_t size = 0; size <= GRAM; size++) {
            const grams *g = &s->by[where][size];
            if (g->count) bytes += g->count * sizeof(place) + (sizeof(uint32_t) + 1) * ((size_t)1 << (32 - g->shift));
        }
    return bytes;
}

static inline void hold(ts_engine *e, uint32_t atom, uint32_t *count) {
    if (e->held_stamp[atom] == e->held_mark) return;
    e->held_stamp[atom] = e->held_mark;
    e->held[(*count)++] = atom;
}

static inline int is_marked(const grams *g, uint32_t gram, uint32_t *h) {
    *h = mixed(gram, g->shift);
    return g->bitmap[*h >> 6] >> (*h & 63) & 1;
}

static void look_inside(ts_engine *e, const grams *g, uint32_t size, const uint8_t *text, size_t len, uint32_t *count) {
    if (len < size) return;
    uint32_t mask = size == 4 ? 0xFFFFFFFFu : (1u << 8 * size) - 1, h;
    for (size_t i = 0; i + size <= len; i++) { /* zeros stand behind the text */
        uint32_t gram = ts_load32(text + i) & mask;
        if (!is_marked(g, gram, &h)) continue;
        for (uint32_t n = g->heads[h]; n; n = g->places[n - 1].next) {
            const place *p = &g->places[n - 1];
            if (p->gram != gram || i < p->at || i - p->at + p->len > len) continue;
            if (!memcmp(text + i - p->at, p->literal, p->len)) hold(e, p->atom, count);
        }
    }
}

static void look_at(ts_engine *e, const grams *g, uint32_t gram, const uint8_t *text, size_t len, int where,
                    uint32_t *count) {
    uint32_t h;
    if (!is_marked(g, gram, &h)) return;
    for (uint32_t n = g->heads[h]; n; n = g->places[n - 1].next) {
        const place *p = &g->places[n - 1];
        if (p->gram != gram || p->len > len || (where == WHOLE && p->len != len)) continue;
        const uint8_t *begin = where == END ? text + len - p->len : text;
        if (!memcmp(begin, p->literal, p->len)) hold(e, p->atom, count);
    }
}

enum { NO_ADDRESS, PLAIN_ADDRESS, UNSURE };

/* Tell whether a text is an IPv4 address as everybody writes it, none at all, or something Python must look at. */
static int address_of(const uint8_t *text, size_t len, uint32_t *address) {
    size_t i = 0;
    for (; i < len; i++)
        if (text[i] == ':' || text[i] <= ' ' || text[i] >= 0x7F) return UNSURE;
    *address = 0;
    i = 0;
    for (int part = 0; part < 4; part++) {
        uint32_t value = 0;
        size_t begin = i;
        while (i < len && i - begin < 3 && text[i] >= '0' && text[i] <= '9') value = value * 10 + text[i++] - '0';
        if (i == begin || value > 255 || (i - begin > 1 && text[begin] == '0')) return NO_ADDRESS;
        if (part < 3 && (i >= len || text[i++] != '.')) return NO_ADDRESS;
        *address = *address << 8 | value;
    }
    return i == len ? PLAIN_ADDRESS : NO_ADDRESS;
}

static int is_inside(const ts_atom *network, uint32_t address) {
    const uint8_t *p = network->literal;
    if (p[0] != 4) return 0;
    uint32_t begin = (uint32_t)p[2] << 24 | (uint32_t)p[3] << 16 | (uint32_t)p[4] << 8 | p[5];
    return !p[1] || (address ^ begin) >> (32 - p[1]) == 0;
}

static void look_up_networks(ts_engine *e, const ts_scanner *s, const uint8_t *text, size_t len, uint32_t *count) {
    uint32_t address;
    int kind = address_of(text, len, &address);
    e->unsure_network = kind == UNSURE;
    for (uint32_t i = 0; i < s->network_count && kind != NO_ADDRESS; i++)
        if (kind == UNSURE || is_inside(&s->atoms[s->numbers[s->networks[i]]], address)) hold(e, s->networks[i], count);
}

/* Write the atoms that may hold on a text to e->held and return how many. Several texts may follow one another: the
 * caller draws a new held_mark. */
uint32_t ts_scan(ts_engine *e, const ts_scanner *s, const uint8_t *text, size_t len, int ascii) {
    uint32_t count = 0;
    e->held_mark++;
    e->scanned++;
    for (uint32_t i = 0; i < s->always_count; i++) hold(e, s->always[i], &count);
    if (s->network_count) look_up_networks(e, s, text, len, &count);
    if (!ascii)
        for (uint32_t i = 0; i < s->beyond_count; i++) hold(e, s->beyond[i], &count);
    if (s->by[WHOLE][0].count) look_at(e, &s->by[WHOLE][0], whole_gram(text, len), text, len, WHOLE, &count);
    for (uint32_t size = 0; size <= GRAM; size++) {
        if (size > len) break;
        if (s->by[BEGIN][size].count)
            look_at(e, &s->by[BEGIN][size], gram_at(text, size), text, len, BEGIN, &count);
        if (s->by[END][size].count)
            look_at(e, &s->by[END][size], gram_at(text + len - size, size), text, len, END, &count);
        if (size && s->by[INSIDE][size].count) look_inside(e, &s->by[INSIDE][size], size, text, len, &count);
    }
    return count;
}

/* Tell the same of one atom, slowly. */
int ts_atom_may_hold(const ts_atom *atom, const uint8_t *text, size_t len, int ascii) {
    const uint8_t *literal = atom->literal;
    size_t n = atom->len;
    uint32_t address;
    switch (atom->kind) {
    case TS_NETWORK: {
        int found = address_of(text, len, &address);
        return found == UNSURE || (found == PLAIN_ADDRESS && is_inside(atom, address));
    }
    case TS_EXACT:
        return len == n && !memcmp(text, literal, n);
    case TS_PREFIX:
        return len >= n && !memcmp(text, literal, n);
    case TS_SUFFIX:
        return len >= n && !memcmp(text + len - n, literal, n);
    case TS_REGEX:
        if (!ascii) return 1;
        /* fall through */
    case TS_CONTAINS:
    case TS_MAYBE:
        for (size_t i = 0; i + n <= len; i++)
            if (!memcmp(text + i, literal, n)) return 1;
        return 0;
    default:
        return 1;
    }
}
