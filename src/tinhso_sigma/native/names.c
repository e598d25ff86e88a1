/* SPDX-License-Identifier: EUPL-1.2 */
/* Names of fields. Two tables per layout: names without case and spaces, fixed by the rules; names as producers write
 * them, learnt as they come and bounded. A name beyond ASCII never comes here. */
#include "core.h"
#include <stdlib.h>
#include <string.h>

#define MOST_LEARNT 4096u
#define PROBES 8u

static uint64_t mixed(const ts_engine *e, const uint8_t *name, size_t len) {
    uint64_t a = 0, b = 0;
    if (len >= 8) {
        memcpy(&a, name, 8);
        memcpy(&b, name + len - 8, 8);
    } else if (len >= 4) {
        a = ts_load32(name);
        b = ts_load32(name + len - 4);
    } else {
        for (size_t i = 0; i < len; i++) a = a << 8 | name[i];
    }
    uint64_t h = (a ^ e->key[0]) * 0x9E3779B97F4A7C15u ^ (b ^ e->key[1] ^ len) * 0xC2B2AE3D27D4EB4Fu;
    return h ^ h >> 29;
}

static int enter(ts_names *t, const ts_engine *e, const uint8_t *name, size_t len, int32_t field, uint32_t probes) {
    uint64_t h = mixed(e, name, len);
    for (uint32_t i = 0; i < probes; i++) {
        ts_name *slot = &t->slots[(h + i) & (t->size - 1)];
        if (slot->name) continue;
        slot->name = malloc(len ? len : 1);
        if (!slot->name) return -1;
        memcpy(slot->name, name, len);
        slot->len = (uint32_t)len;
        slot->field = field;
        t->count++;
        return 0;
    }
    return 0;
}

static const ts_name *look(const ts_names *t, const ts_engine *e, const uint8_t *name, size_t len, uint32_t probes) {
    if (!t->size) return NULL;
    uint64_t h = mixed(e, name, len);
    for (uint32_t i = 0; i < probes; i++) {
        const ts_name *slot = &t->slots[(h + i) & (t->size - 1)];
        if (!slot->name) return NULL;
        if (slot->len == len && !memcmp(slot->name, name, len)) return slot;
    }
    return NULL;
}

int ts_add_name(ts_engine *e, int shape, const uint8_t *name, size_t len, int32_t field) {
    if (shape < 0 || shape >= TS_MOST_SHAPES) return -1;
    ts_names *t = &e->names[shape];
    if (t->count * 2 >= t->size) {
        ts_names bigger = {calloc(t->size ? t->size * 2 : 64, sizeof(ts_name)), t->size ? t->size * 2 : 64, 0};
        if (!bigger.slots) return -1;
        for (uint32_t i = 0; i < t->size; i++) {
            ts_name *one = &t->slots[i];
            if (one->name && enter(&bigger, e, one->name, one->len, one->field, bigger.size) < 0) return -1;
            free(one->name);
        }
        free(t->slots);
        *t = bigger;
    }
    if (shape >= e->shape_count) e->shape_count = shape + 1;
    return enter(t, e, name, len, field, t->size);
}

/* Return the field that a name means in a layout, -1 when no rule asks for it. */
int32_t ts_field_of(ts_engine *e, int shape, const uint8_t *name, size_t len) {
    ts_names *learnt = &e->learnt[shape];
    const ts_name *found = look(learnt, e, name, len, PROBES);
    if (found) return found->field;
    if (len > TS_LONGEST_NAME) return -1;
    uint8_t folded[TS_LONGEST_NAME];
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        if (name[i] != ' ') folded[n++] = ts_lower(name[i]);
    found = look(&e->names[shape], e, folded, n, e->names[shape].size);
    int32_t field = found ? found->field : -1;
    if (!learnt->slots) {
        learnt->slots = calloc(MOST_LEARNT * 4, sizeof(ts_name));
        learnt->size = learnt->slots ? MOST_LEARNT * 4 : 0;
    }
    if (learnt->size && learnt->count < MOST_LEARNT) enter(learnt, e, name, len, field, PROBES);
    return field;
}
