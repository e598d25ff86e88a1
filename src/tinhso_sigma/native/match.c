/* SPDX-License-Identifier: EUPL-1.2 */
/* One line from its bytes to the rules that may match, and the making of an engine. */
#include "core.h"
#include <stdlib.h>
#include <string.h>

#define PAIR_LINES 512u   /* lines whose pairs of letters are all counted, */
#define PAIR_STRIDE 127u  /* later one in so many (a power of two less one) */
#define COUNTED_LINES 4u  /* of a route: in its last stage one in so many */
static const uint32_t STAGES[] = {64, 1024, 16384}; /* events counted before guards are chosen again */

#if defined(__GNUC__)
#define SOON(p) __builtin_prefetch(p)
#else
#define SOON(p) ((void)(p))
#endif

/* Sort out the leaves that are fields: a section hides the same name in later ones. Returns how many, -1: Python. */
static int fields(ts_engine *e, int shape) {
    int count = 0;
    e->found_channel = e->found_number = NULL;
    for (uint32_t i = 0; i < e->leaf_count; i++) {
        const ts_leaf *leaf = &e->leaves[i];
        const ts_section *section = &e->sections[leaf->section];
        if (section->shape != shape) continue;
        if (leaf->kind == TS_ODD) return -1;
        int32_t field = leaf->field;
        if (field < 0) continue;
        if (e->field_seen[field] == e->event) {
            if (e->field_order[field] < section->order) continue;
            if (e->field_order[field] > section->order) return -1; /* it should have been hidden */
            if (!leaf->list || e->field_list[field] != leaf->list) return -1; /* given twice */
        }
        e->field_seen[field] = e->event;
        e->field_order[field] = (uint16_t)section->order;
        e->field_list[field] = leaf->list;
        if (field == e->channel || field == e->number) {
            if (leaf->list && e->routed) return -1;
            *(field == e->channel ? &e->found_channel : &e->found_number) = leaf;
        }
        e->used[count++] = leaf;
    }
    return count;
}

static int add_origin(ts_engine *e, const ts_leaf *leaf) {
    size_t len = 0;
    int ascii;
    e->origin[e->origin_len++] = !leaf ? 0 : leaf->kind == TS_NULL ? 1 : 2;
    if (leaf && leaf->kind != TS_NULL) {
        if (leaf->len > TS_LONGEST_ORIGIN || !ts_text(e, leaf, &len, &ascii) || len > TS_LONGEST_ORIGIN) return 0;
        memcpy(e->origin + e->origin_len, e->text, len);
    }
    e->origin_len += (uint32_t)len;
    e->origin[e->origin_len++] = 0xFF; /* no text has it */
    return 1;
}

/* Write what the rules that concern an event depend on: whether channel and number are there, and their texts without
 * case. So no way of writing a channel makes one more route. Returns 0 for what is too long or a number of other signs
 * than digits. */
static int write_origin(ts_engine *e) {
    e->origin_len = 0;
    if (!e->routed) return 1;
    const ts_leaf *number = e->found_number;
    for (uint32_t i = 0; number && number->kind != TS_NULL && i < number->len; i++)
        if (number->at[i] < '0' || number->at[i] > '9') return 0;
    return (add_origin(e, e->found_channel) && add_origin(e, e->found_number));
}

static int is_of(const ts_engine *e, const ts_route *r, uint32_t tag) {
    return r->tag == tag && r->origin_len == e->origin_len && !memcmp(r->origin, e->origin, e->origin_len);
}

static ts_route *route_of(ts_engine *e, uint32_t tag) {
    if (e->last && is_of(e, e->last, tag)) return e->last;
    uint64_t at = ts_hash(e, e->origin, e->origin_len, tag);
    for (;; at++) {
        ts_route *r = e->routes[at & (TS_MOST_ROUTES * 2 - 1)];
        if (!r) return NULL;
        if (is_of(e, r, tag)) return e->last = r;
    }
}

/* What a slot is called in memory: 5 and "5" are two values, though one text. */
static uint32_t number_of(const ts_route *r, uint32_t slot, const ts_leaf *leaf) {
    return (r->first_slot + slot) * 2 + (leaf->kind == TS_PLAIN);
}

/* Of the atoms held, ask Python about those only it can judge. Returns how many are left, -1 with an error. */
static int asked(ts_engine *e, const ts_route *r, const ts_leaf *leaf, uint32_t count) {
    uint32_t sure = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t atom = e->held[i];
        int kind = e->atoms[r->atoms[atom]].kind;
        if (kind == TS_MAYBE || kind == TS_REGEX || (kind == TS_NETWORK && e->unsure_network)) continue;
        e->held[i] = e->held[sure];
        e->held[sure++] = atom;
    }
    if (sure == count || !e->asker) return (int)count;
    uint32_t *numbers = ts_scratch(e, (count - sure) * sizeof(uint32_t));
    if (!numbers) return -1;
    for (uint32_t i = sure; i < count; i++) numbers[i - sure] = (uint32_t)r->atoms[e->held[i]];
    int left = e->asker(e->asker_with, e, leaf, numbers, count - sure);
    if (left < 0) return -1;
    uint32_t kept = sure, n = 0;
    for (uint32_t i = sure; i < count && n < (uint32_t)left; i++) { /* both are in the same order */
        if ((uint32_t)r->atoms[e->held[i]] != numbers[n]) continue;
        e->held[kept++] = e->held[i];
        n++;
    }
    return (int)kept;
}

/* Look at a value: what holds on it, remembered from now on. */
static const ts_entry *looked_at(ts_engine *e, const ts_route *r, const ts_leaf *leaf, uint32_t slot, uint64_t hash) {
    size_t len;
    int ascii;
    if (!ts_text(e, leaf, &len, &ascii)) return NULL;
    uint32_t count = ts_scan(e, r->scanners[slot], e->text, len, ascii);
    int held = asked(e, r, leaf, count);
    if (held < 0) return NULL;
    ts_entry *entry = ts_remember(e, leaf->at, leaf->len, number_of(r, slot, leaf), hash, (uint32_t)held);
    if (entry) memcpy(entry->atoms, e->held, (size_t)held * sizeof(uint32_t));
    return entry;
}

/* Find what holds on the fields. Returns how many entries, -1 without memory. */
static int recalled(ts_engine *e, const ts_route *r, int count) {
    int found = 0;
    size_t mask = e->most_entries * 2 - 1;
    for (int i = 0; i < count; i++) {
        const ts_leaf *leaf = e->used[i];
        int slot = r->slot_of[leaf->field];
        if (slot < 0) continue;
        if (leaf->kind != TS_NULL && leaf->len <= TS_LONGEST_REMEMBERED) {
            e->hashes[found] = ts_hash(e, leaf->at, leaf->len, number_of(r, (uint32_t)slot, leaf));
            if (e->young.table) SOON(&e->young.table[e->hashes[found] & mask]);
        }
        e->asked[found++] = leaf;
    }
    for (int i = 0; i < found; i++) {
        const ts_leaf *leaf = e->asked[i];
        uint32_t slot = (uint32_t)r->slot_of[leaf->field];
        const ts_entry *entry = NULL;
        if (leaf->kind == TS_NULL)
            entry = r->on_null[slot];
        else if (leaf->len <= TS_LONGEST_REMEMBERED)
            entry = ts_recall(e, leaf->at, leaf->len, number_of(r, slot, leaf), e->hashes[i]);
        if (!entry) entry = looked_at(e, r, leaf, slot, e->hashes[i]);
        if (!entry) return -1;
        e->entries[i] = entry;
    }
    return found;
}

static inline void set(ts_route *r, uint32_t atom) { r->bits[atom >> 6] |= 1ull << (atom & 63); }
static inline int is_set(const ts_route *r, uint32_t atom) { return r->bits[atom >> 6] >> (atom & 63) & 1; }

/* Texts looked for in any field. Returns NULL when there are none; failed: without memory. */
static ts_entry *anywhere(ts_engine *e, ts_route *r, int shape, const uint8_t *line, size_t len, int *failed) {
    if (!r->anywhere) return NULL;
    int odd = e->flags & (TS_BEYOND_ASCII | TS_ODD_ESCAPE), all = !r->cover || ts_has_text(r, line, len);
    if (!odd && !all) return NULL;
    ts_entry *entry = ts_scratch(e, sizeof(ts_entry) + (size_t)r->atom_count * sizeof(uint32_t));
    *failed = entry == NULL;
    if (!entry) return NULL;
    memset(entry, 0, sizeof(*entry));
    for (uint32_t i = 0; i < e->leaf_count; i++) {
        const ts_leaf *leaf = &e->leaves[i];
        size_t text_len;
        int ascii;
        if (leaf->kind == TS_NULL || e->sections[leaf->section].shape != shape) continue;
        if (!all && !(leaf->flags & (TS_BEYOND_ASCII | TS_ODD_ESCAPE))) continue;
        if (!ts_text(e, leaf, &text_len, &ascii)) {
            *failed = 1;
            return NULL;
        }
        uint32_t count = ts_scan(e, r->anywhere, e->text, text_len, ascii);
        for (uint32_t n = 0; n < count; n++) {
            if (is_set(r, e->held[n])) continue;
            set(r, e->held[n]);
            entry->atoms[entry->count++] = e->held[n];
        }
    }
    return entry;
}

/* Bring the atoms that guard to the front, once per plan. */
static void sorted(const ts_route *r, ts_entry *entry) {
    entry->guards = 0;
    for (uint32_t i = 0; i < entry->count; i++) {
        uint32_t atom = entry->atoms[i];
        if (r->guard_at[atom + 1] == r->guard_at[atom]) continue;
        entry->atoms[i] = entry->atoms[entry->guards];
        entry->atoms[entry->guards++] = atom;
    }
    entry->epoch = r->epoch;
}

static int agree(const uint8_t *mine, size_t len, const uint8_t *other, size_t other_len, int how) {
    if (other_len > len) return 0;
    if ((how & TS_BEGINS) && (how & TS_ENDS)) {
        for (size_t i = 0; i + other_len <= len; i++)
            if (!memcmp(mine + i, other, other_len)) return 1;
        return 0;
    }
    if (how & TS_BEGINS) return !memcmp(mine, other, other_len);
    if (how & TS_ENDS) return !memcmp(mine + len - other_len, other, other_len);
    return len == other_len && !memcmp(mine, other, len);
}

/* Tell whether a value of one field agrees with one of another; failed: without memory. */
static int same(ts_engine *e, const int32_t *fields_and_how, int *failed) {
    const int32_t *p = fields_and_how;
    for (int i = 0; i < e->used_count; i++) {
        if (e->used[i]->field != p[0] || e->used[i]->kind == TS_NULL) continue;
        size_t len, other_len;
        int ascii;
        *failed |= !ts_text(e, e->used[i], &len, &ascii);
        ts_swap_texts(e);
        for (int k = 0; k < e->used_count && !*failed; k++) {
            if (e->used[k]->field != p[1] || e->used[k]->kind == TS_NULL) continue;
            *failed |= !ts_text(e, e->used[k], &other_len, &ascii);
            if (!*failed && agree(e->other, len, e->text, other_len, p[2])) return 1;
        }
    }
    return 0;
}

static int is_true(ts_engine *e, const ts_route *r, uint32_t *at) {
    int32_t op = r->program[(*at)++];
    if (op == TS_SAME) {
        int failed = 0, negated = (r->program[*at + 2] & TS_NEGATED) != 0;
        int found = same(e, r->program + *at, &failed) ^ negated;
        *at += 3;
        return found | failed;
    }
    if (op >= 0) return is_set(r, (uint32_t)op >> 1) ^ (op & 1);
    if (op == TS_TRUE) return 1;
    uint32_t end = *at + 1 + (uint32_t)r->program[*at];
    (*at)++;
    while (*at < end) {
        if (is_true(e, r, at) != (op == TS_AND)) {
            *at = end;
            return op == TS_OR;
        }
    }
    return op == TS_AND;
}

static void consider(ts_engine *e, ts_route *r, uint32_t rule) {
    if (r->stamp[rule] == e->event) return;
    r->stamp[rule] = e->event;
    uint32_t at = r->program_at[rule];
    if (is_true(e, r, &at)) e->candidates[e->candidate_count++] = r->rules[rule];
}

static void count_held(ts_engine *e, ts_route *r, int count) {
    if (r->stage >= sizeof(STAGES) / sizeof(*STAGES)) return;
    r->seen++;
    for (int i = 0; i < count; i++)
        for (uint32_t n = 0; n < e->entries[i]->count; n++) r->counts[e->entries[i]->atoms[n]]++;
    if (r->seen < STAGES[r->stage]) return;
    r->stage++;
    ts_plan(e, r); /* without memory the old plan goes on */
}

/* Find the candidates. Returns whether bits were set that have to be cleared. */
static int judge(ts_engine *e, ts_route *r, int count) {
    uint32_t guards = r->always_count;
    for (int i = 0; i < count; i++) {
        ts_entry *entry = (ts_entry *)(uintptr_t)e->entries[i];
        if (entry->epoch != r->epoch) sorted(r, entry);
        guards += entry->guards;
    }
    if (!guards) return 0;
    for (int i = 0; i < count; i++)
        for (uint32_t n = 0; n < e->entries[i]->count; n++) set(r, e->entries[i]->atoms[n]);
    for (uint32_t i = 0; i < r->always_count; i++) consider(e, r, r->always[i]);
    for (int i = 0; i < count; i++)
        for (uint32_t n = 0; n < e->entries[i]->guards; n++) {
            uint32_t atom = e->entries[i]->atoms[n];
            for (uint32_t k = r->guard_at[atom]; k < r->guard_at[atom + 1]; k++) consider(e, r, r->guarded[k]);
        }
    return 1;
}

static void next_event(ts_engine *e) {
    if (++e->event == 0) { /* after four thousand million events the stamps begin anew */
        e->event = 1;
        memset(e->field_seen, 0, (size_t)e->field_count * sizeof(uint32_t));
        for (int i = 0; i < e->node_count; i++) e->nodes[i].seen = 0;
        ts_forget_routes(e);
    }
    if (e->held_mark > UINT32_MAX - 2 * TS_MOST_LEAVES) {
        memset(e->held_stamp, 0, e->held_room * sizeof(uint32_t));
        e->held_mark = 0;
    }
    ts_drop_scratch(e);
    ts_make_room(e);
    e->candidate_count = 0;
}

ts_verdict ts_match(ts_engine *e, const uint8_t *line, size_t len, uint32_t tag) {
    next_event(e);
    if (len > TS_LONGEST_LINE || !ts_walk(e, line, len)) return TS_PYTHON;
    int shape = 0;
    while (shape < e->shape_count - 1 && !(e->shapes_seen >> shape & 1)) shape++;
    if (e->nested >> shape & 1) return TS_PYTHON;
    int count = fields(e, shape);
    if (count < 0 || !write_origin(e)) return TS_PYTHON;
    ts_route *r = route_of(e, tag);
    if (!r) return TS_ROUTE;
    e->done++;
    if (e->pair_lines < PAIR_LINES || !(e->done & PAIR_STRIDE)) ts_count_pairs(e, line, len);
    if (!r->rule_count) return TS_DONE;
    e->used_count = count;
    count = recalled(e, r, count);
    if (count < 0) return TS_PYTHON;
    int failed = 0;
    ts_entry *found = anywhere(e, r, shape, line, len, &failed);
    if (found) e->entries[count++] = found;
    int dirty = found != NULL;
    if (!failed) {
        count_held(e, r, count);
        dirty |= judge(e, r, count);
    }
    for (int i = 0; dirty && i < count; i++)
        for (uint32_t n = 0; n < e->entries[i]->count; n++) r->bits[e->entries[i]->atoms[n] >> 6] = 0;
    if (failed) memset(r->bits, 0, (r->atom_count / 64 + 1) * sizeof(uint64_t));
    return failed ? TS_PYTHON : TS_DONE;
}

ts_engine *ts_new(const uint8_t key[16], size_t most_entries, size_t most_bytes) {
    size_t entries = 1;
    while (entries < most_entries) entries *= 2;
    ts_engine *e = calloc(1, sizeof(*e));
    if (!e) return NULL;
    memcpy(e->key, key, 16);
    e->most_entries = entries;
    e->most_bytes = most_bytes;
    e->leaves = malloc(TS_MOST_LEAVES * sizeof(ts_leaf));
    e->used = malloc(TS_MOST_LEAVES * sizeof(*e->used));
    e->asked = malloc(TS_MOST_LEAVES * sizeof(*e->asked));
    e->entries = malloc((TS_MOST_LEAVES + 1) * sizeof(*e->entries));
    e->hashes = malloc(TS_MOST_LEAVES * sizeof(uint64_t));
    e->routes = calloc(TS_MOST_ROUTES * 2, sizeof(*e->routes));
    e->pairs = calloc(1u << 16, sizeof(uint32_t));
    e->node_count = 1;
    e->nodes[0].parent = e->nodes[0].section = e->nodes[0].system_of = -1;
    e->field_count = 1;
    if (e->leaves && e->used && e->asked && e->entries && e->hashes && e->routes && e->pairs) return e;
    ts_free(e);
    return NULL;
}

static void free_names(ts_names *t) {
    for (uint32_t i = 0; i < t->size; i++) free(t->slots[i].name);
    free(t->slots);
}

void ts_free(ts_engine *e) {
    if (!e) return;
    if (e->routes) ts_forget_routes(e);
    ts_forget_values(e);
    ts_drop_scratch(e);
    for (int i = 0; i < e->node_count; i++) free(e->nodes[i].key);
    for (int i = 0; i < TS_MOST_SHAPES; i++) {
        free_names(&e->names[i]);
        free_names(&e->learnt[i]);
    }
    for (int i = 0; i < 512; i++) free(e->folds[i]);
    for (uint32_t i = 0; i < e->atom_count; i++) free(e->atoms[i].literal);
    for (uint32_t i = 0; i < e->rule_count; i++) free(e->rules[i].program);
    void *all[] = {e->atoms, e->rules, e->routes, e->leaves, (void *)(uintptr_t)e->used, (void *)(uintptr_t)e->asked, (void *)(uintptr_t)e->entries, e->hashes, e->pairs,
                   e->field_seen, e->field_order, e->field_list, e->text, e->other, e->held, e->held_stamp, e->candidates};
    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) free(all[i]);
    free(e);
}
