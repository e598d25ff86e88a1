/* SPDX-License-Identifier: EUPL-1.2 */
/* Bytes to a number: open addressing, keyed hash (SipHash-1-3), so that who chooses the bytes cannot choose the slots. */
#include "rows.h"
#include <stdlib.h>
#include <string.h>

#define ROTATE(x, by) ((x) << (by) | (x) >> (64 - (by)))

static void round_of(uint64_t v[4]) {
    v[0] += v[1], v[1] = ROTATE(v[1], 13) ^ v[0], v[0] = ROTATE(v[0], 32);
    v[2] += v[3], v[3] = ROTATE(v[3], 16) ^ v[2];
    v[0] += v[3], v[3] = ROTATE(v[3], 21) ^ v[0];
    v[2] += v[1], v[1] = ROTATE(v[1], 17) ^ v[2], v[2] = ROTATE(v[2], 32);
}

static uint64_t hash_of(const uint64_t key[2], tr_text text) {
    uint64_t v[4] = {key[0] ^ 0x736f6d6570736575u, key[1] ^ 0x646f72616e646f6du, key[0] ^ 0x6c7967656e657261u,
                     key[1] ^ 0x7465646279746573u};
    uint32_t at = 0;
    uint64_t word;
    for (; at + 8 <= text.len; at += 8) {
        memcpy(&word, text.at + at, 8);
        v[3] ^= word;
        round_of(v);
        v[0] ^= word;
    }
    word = (uint64_t)text.len << 56;
    for (uint32_t i = 0; at + i < text.len; i++) word |= (uint64_t)text.at[at + i] << 8 * i;
    v[3] ^= word;
    round_of(v);
    v[0] ^= word;
    v[2] ^= 0xFF;
    for (int i = 0; i < 3; i++) round_of(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

int tr_map_new(tr_map *m, uint32_t most, const uint8_t key[16]) {
    memset(m, 0, sizeof *m);
    memcpy(m->key, key, 16);
    m->most = most;
    m->size = 64;
    m->slots = calloc(m->size, sizeof *m->slots);
    return m->slots ? 0 : -1;
}

void tr_map_free(tr_map *m) {
    free(m->slots);
    free(m->arena.at);
    memset(m, 0, sizeof *m);
}

void tr_map_clear(tr_map *m) {
    if (m->count) memset(m->slots, 0, m->size * sizeof *m->slots);
    m->count = 0;
    m->arena.len = 0;
    m->arena.failed = 0;
}

/* The slot of a key, or the free one where it would be. A free one has no hash; a hash of 0 counts as 1. */
static tr_slot *slot_of(const tr_map *m, tr_text key, uint64_t hash) {
    uint32_t mask = m->size - 1;
    for (uint32_t at = (uint32_t)hash & mask;; at = (at + 1) & mask) {
        tr_slot *slot = &m->slots[at];
        if (!slot->hash) return slot;
        if (slot->hash == hash && slot->len == key.len && memcmp(m->arena.at + slot->at, key.at, key.len) == 0)
            return slot;
    }
}

static uint64_t marked(const tr_map *m, tr_text key) {
    uint64_t hash = hash_of(m->key, key);
    return hash ? hash : 1;
}

uint32_t tr_find(const tr_map *m, tr_text key) {
    if (!m->count) return TR_NONE;
    const tr_slot *slot = slot_of(m, key, marked(m, key));
    return slot->hash ? slot->value : TR_NONE;
}

static int widen(tr_map *m) {
    tr_slot *old = m->slots, *slots = calloc(2u * m->size, sizeof *slots);
    if (!slots) return -1;
    uint32_t mask = 2 * m->size - 1;
    for (uint32_t i = 0; i < m->size; i++) {
        if (!old[i].hash) continue;
        uint32_t at = (uint32_t)old[i].hash & mask;
        while (slots[at].hash) at = (at + 1) & mask;
        slots[at] = old[i];
    }
    free(old);
    m->slots = slots;
    m->size *= 2;
    return 0;
}

int tr_add(tr_map *m, tr_text key, uint32_t value) {
    if (m->count >= m->most) tr_map_clear(m);
    if (m->count * 2 >= m->size && widen(m) < 0) return -1;
    uint64_t hash = marked(m, key);
    tr_slot *slot = slot_of(m, key, hash);
    if (!slot->hash) {
        *slot = (tr_slot){hash, m->arena.len, key.len, value};
        tr_put_byte(&m->arena, 0); /* an empty key has an address too */
        slot->at = m->arena.len;
        tr_put(&m->arena, key.at, key.len);
        if (m->arena.failed) {
            memset(slot, 0, sizeof *slot);
            return -1;
        }
        m->count++;
    }
    slot->value = value;
    return 0;
}
