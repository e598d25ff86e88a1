/* SPDX-License-Identifier: EUPL-1.2 */
/* Remembered values in two generations: the young one full, the old one is forgotten. Keyed by SipHash-1-3 with a key
 * drawn per process, so nobody can choose values that collide; bytes are compared all the same. */
#define _DEFAULT_SOURCE /* madvise */
#include "core.h"
#include <stdlib.h>
#include <string.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif

static inline uint64_t turned(uint64_t x, int by) { return x << by | x >> (64 - by); }

#define ROUND                                                                                                          \
    do {                                                                                                               \
        v0 += v1, v1 = turned(v1, 13), v1 ^= v0, v0 = turned(v0, 32);                                                  \
        v2 += v3, v3 = turned(v3, 16), v3 ^= v2;                                                                       \
        v0 += v3, v3 = turned(v3, 21), v3 ^= v0;                                                                       \
        v2 += v1, v1 = turned(v1, 17), v1 ^= v2, v2 = turned(v2, 32);                                                  \
    } while (0)

/* Return the last len % 8 bytes as a number, the first of them lowest; in steps of whole words where there are some. */
static inline uint64_t rest(const uint8_t *bytes, size_t len) {
    uint64_t found = 0;
    size_t left = len & 7;
    if (!left) return 0;
    if (len >= 8) {
        for (int i = 7; i >= 0; i--) found = found << 8 | bytes[len - 8 + (size_t)i]; /* one load on most machines */
        return found >> (64 - 8 * left);
    }
    for (size_t i = 0; i < left; i++) found |= (uint64_t)bytes[i] << (8 * i);
    return found;
}

uint64_t ts_hash(const ts_engine *e, const uint8_t *bytes, size_t len, uint32_t slot) {
    uint64_t v0 = e->key[0] ^ 0x736f6d6570736575u, v1 = e->key[1] ^ 0x646f72616e646f6du;
    uint64_t v2 = e->key[0] ^ 0x6c7967656e657261u, v3 = e->key[1] ^ 0x7465646279746573u;
    uint64_t m, last = (uint64_t)len << 56;
    size_t whole = len / 8;
    for (size_t i = 0; i < whole; i++) {
        memcpy(&m, bytes + 8 * i, 8);
        v3 ^= m;
        ROUND;
        v0 ^= m;
    }
    last |= rest(bytes, len);
    v3 ^= last;
    ROUND;
    v0 ^= last;
    v2 ^= 0xff ^ (uint64_t)slot << 8;
    ROUND;
    ROUND;
    ROUND;
    return v0 ^ v1 ^ v2 ^ v3;
}

static size_t mask_of(const ts_engine *e) { return e->most_entries * 2 - 1; }

static ts_entry *find(const ts_engine *e, const ts_generation *g, const uint8_t *bytes, uint32_t len, uint32_t slot,
                      uint64_t hash) {
    if (!g->table) return NULL;
    size_t mask = mask_of(e);
    for (size_t i = hash & mask; g->table[i].at; i = (i + 1) & mask) {
        if (g->table[i].hash != hash) continue;
        ts_entry *entry = (ts_entry *)(void *)(g->arena + g->table[i].at - 1);
        if (entry->slot == slot && entry->len == len && !memcmp(entry->atoms + entry->count, bytes, len)) return entry;
    }
    return NULL;
}

static size_t size_of(uint32_t len, uint32_t atoms) {
    return (sizeof(ts_entry) + (size_t)atoms * sizeof(uint32_t) + len + 7) & ~(size_t)7;
}

/* Return an entry with room for its atoms, to be filled by the caller; NULL without memory. What does not fit into the
 * young generation lives as long as the event. */
ts_entry *ts_remember(ts_engine *e, const uint8_t *bytes, uint32_t len, uint32_t slot, uint64_t hash, uint32_t atoms) {
    ts_generation *g = &e->young;
    size_t size = size_of(len, atoms);
    int fits = len <= TS_LONGEST_REMEMBERED && g->table && g->count < e->most_entries &&
               size <= e->most_bytes - g->used;
    if (!fits && len <= TS_LONGEST_REMEMBERED) e->full = 1;
    ts_entry *entry = fits ? (ts_entry *)(void *)(g->arena + g->used) : ts_scratch(e, size);
    if (!entry) return NULL;
    entry->slot = slot;
    entry->len = len;
    entry->epoch = 0;
    entry->count = atoms;
    entry->guards = 0;
    memcpy(entry->atoms + atoms, bytes, len);
    if (fits) {
        size_t mask = mask_of(e), i = hash & mask;
        while (g->table[i].at) i = (i + 1) & mask;
        g->table[i].hash = hash;
        g->table[i].at = g->used + 1;
        g->used += size;
        g->count++;
        e->remembered++;
    }
    return entry;
}

const ts_entry *ts_recall(ts_engine *e, const uint8_t *bytes, uint32_t len, uint32_t slot, uint64_t hash) {
    ts_entry *entry = find(e, &e->young, bytes, len, slot, hash);
    if (entry) return entry;
    entry = find(e, &e->old, bytes, len, slot, hash);
    if (!entry) return NULL;
    ts_entry *kept = ts_remember(e, bytes, len, slot, hash, entry->count);
    if (!kept) return entry;
    memcpy(kept->atoms, entry->atoms, entry->count * sizeof(uint32_t));
    return kept;
}

/* Return memory in large pages where the system has them: places in it are drawn at random. */
static void *wide(size_t size) {
    const size_t page = 2u << 20;
    void *made = aligned_alloc(page, (size + page - 1) / page * page);
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    if (made) madvise(made, size, MADV_HUGEPAGE);
#endif
    return made;
}

static int opened(ts_engine *e, ts_generation *g) {
    size_t size = e->most_entries * 2 * sizeof(ts_bucket);
    if (!g->table) {
        g->table = wide(size);
        if (g->table) memset(g->table, 0, size);
    }
    if (!g->arena) g->arena = wide(e->most_bytes);
    if (g->table && g->arena) return 1;
    free(g->table);
    free(g->arena);
    memset(g, 0, sizeof(*g));
    return 0;
}

/* Between events: when the young generation is full it becomes the old one. Without memory nothing is remembered. */
void ts_make_room(ts_engine *e) {
    if (!e->full && e->young.table) return;
    if (e->full) {
        ts_generation emptied = e->old;
        e->old = e->young;
        e->young = emptied;
        e->full = 0;
        if (e->young.table) memset(e->young.table, 0, e->most_entries * 2 * sizeof(ts_bucket));
        e->young.used = 0;
        e->young.count = 0;
    }
    opened(e, &e->young);
}

void ts_forget_values(ts_engine *e) {
    ts_generation *both[] = {&e->young, &e->old};
    for (int i = 0; i < 2; i++) {
        free(both[i]->table);
        free(both[i]->arena);
        memset(both[i], 0, sizeof(ts_generation));
    }
    e->full = 0;
}

void *ts_scratch(ts_engine *e, size_t size) {
    ts_block *block = malloc(sizeof(ts_block) + size);
    if (!block) return NULL;
    block->next = e->scratch;
    e->scratch = block;
    return block + 1;
}

void ts_drop_scratch(ts_engine *e) {
    while (e->scratch) {
        ts_block *next = e->scratch->next;
        free(e->scratch);
        e->scratch = next;
    }
}
