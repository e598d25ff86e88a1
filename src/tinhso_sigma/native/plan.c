/* SPDX-License-Identifier: EUPL-1.2 */
/* The rules of one origin: what channel and number already decide is folded away, predicates get small numbers, and each
 * rule gets its guard (planning.py: the cheapest predicates of which one must hold), chosen again as events are counted. */
#include "core.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NO, YES, OPEN };

typedef struct {
    ts_engine *e;
    int32_t *out;
    uint32_t len;
    uint8_t *known; /* per atom of channel and number: 0 not looked at, 1 no, 2 yes */
    const ts_leaf *channel, *number;
} folder;

static int holds_on(folder *f, const ts_atom *atom, const ts_leaf *leaf) {
    size_t len;
    int ascii;
    if (!leaf) return 0;
    if (atom->kind == TS_PRESENT) return 1;
    if (leaf->kind == TS_NULL) return 0;
    if (!ts_text(f->e, leaf, &len, &ascii)) return 1;
    return ts_atom_may_hold(atom, f->e->text, len, ascii);
}

static int constant(folder *f, int32_t number) {
    const ts_atom *atom = &f->e->atoms[number];
    if (atom->kind == TS_MAYBE || atom->kind == TS_REGEX || atom->kind == TS_NETWORK) return OPEN; /* Python is asked */
    if (!f->e->routed || !atom->field || (atom->field != f->e->channel && atom->field != f->e->number)) return OPEN;
    if (!f->known[number])
        f->known[number] = (uint8_t)(1 + holds_on(f, atom, atom->field == f->e->channel ? f->channel : f->number));
    return f->known[number] == 2 ? YES : NO;
}

/* Write what is left of a program to f->out. Returns NO or YES when nothing is. */
static int fold(folder *f, const int32_t *p, uint32_t *at) {
    int32_t op = p[(*at)++];
    if (op == TS_TRUE || op == TS_FALSE) return op == TS_TRUE ? YES : NO;
    if (op >= 0) {
        int known = constant(f, op >> 1);
        if (known != OPEN) return known ^ (op & 1);
        f->out[f->len++] = op;
        return OPEN;
    }
    if (op == TS_SAME) {
        memcpy(f->out + f->len, p + *at - 1, 4 * sizeof(int32_t));
        f->len += 4;
        *at += 3;
        return OPEN;
    }
    uint32_t end = *at + 1 + (uint32_t)p[*at], head = f->len, children = 0;
    (*at)++;
    f->out[f->len] = op;
    f->len += 2;
    while (*at < end) {
        int found = fold(f, p, at);
        if (found == (op == TS_AND ? NO : YES)) {
            f->len = head;
            *at = end;
            return found;
        }
        children += found == OPEN;
    }
    if (!children) {
        f->len = head;
        return op == TS_AND ? YES : NO;
    }
    if (children == 1) {
        memmove(f->out + head, f->out + head + 2, (f->len - head - 2) * sizeof(int32_t));
        f->len -= 2;
    } else {
        f->out[head + 1] = (int32_t)(f->len - head - 2);
    }
    return OPEN;
}

/* Fold the rules into r->program and r->rules. */
static int fold_rules(ts_engine *e, ts_route *r, const int32_t *rules, size_t count, const ts_leaf *channel,
                      const ts_leaf *number) {
    size_t room = 1;
    for (size_t i = 0; i < count; i++) room += e->rules[rules[i]].len + 1;
    folder f = {e, malloc(room * sizeof(int32_t)), 0, calloc(e->atom_count + 1, 1), channel, number};
    r->rules = malloc((count + 1) * sizeof(int32_t));
    r->program_at = malloc((count + 1) * sizeof(uint32_t));
    int ok = f.out && f.known && r->rules && r->program_at;
    for (size_t i = 0; ok && i < count; i++) {
        uint32_t begin = f.len, at = 0;
        int found = fold(&f, e->rules[rules[i]].program, &at);
        if (found == NO) continue;
        if (found == YES) f.out[f.len++] = TS_TRUE;
        r->program_at[r->rule_count] = begin;
        r->rules[r->rule_count++] = rules[i];
    }
    if (ok) r->program_at[r->rule_count] = f.len;
    free(f.known);
    r->program = f.out;
    return ok;
}

static int is_leaf(const int32_t *program, uint32_t *at) {
    if (program[*at] >= 0) return 1;
    if (program[*at] == TS_SAME) *at += 3; /* two fields and how */
    else *at += program[*at] == TS_AND || program[*at] == TS_OR; /* the length follows */
    return 0;
}

/* Give the atoms that are left numbers from 0. */
static int renumber(ts_engine *e, ts_route *r) {
    uint32_t len = r->program_at[r->rule_count];
    uint32_t *local = calloc(e->atom_count + 1, sizeof(uint32_t));
    r->atoms = malloc((len + 1) * sizeof(int32_t));
    int ok = local && r->atoms;
    for (uint32_t at = 0; ok && at < len; at++) {
        if (!is_leaf(r->program, &at)) continue;
        int32_t op = r->program[at], atom = op >> 1;
        if (!local[atom]) {
            r->atoms[r->atom_count++] = atom;
            local[atom] = r->atom_count;
        }
        r->program[at] = (int32_t)(local[atom] - 1) * 2 + (op & 1);
    }
    free(local);
    return ok;
}

static ts_entry *null_entry(const ts_engine *e, const ts_route *r, const uint32_t *mine, uint32_t count) {
    ts_entry *entry = calloc(1, sizeof(ts_entry) + count * sizeof(uint32_t));
    for (uint32_t i = 0; entry && i < count; i++)
        if (e->atoms[r->atoms[mine[i]]].kind == TS_PRESENT) entry->atoms[entry->count++] = mine[i];
    return entry;
}

/* Make a scanner per field, that of any field apart. */
static int scanners(ts_engine *e, ts_route *r) {
    uint32_t fields = (uint32_t)e->field_count;
    uint32_t *at = calloc(fields + 2, sizeof(uint32_t)), *by = malloc((r->atom_count + 1) * sizeof(uint32_t));
    r->slot_of = malloc((fields + 1) * sizeof(int16_t));
    r->scanners = calloc(fields + 1, sizeof(ts_scanner *));
    r->on_null = calloc(fields + 1, sizeof(ts_entry *));
    int ok = at && by && r->slot_of && r->scanners && r->on_null;
    if (ok) {
        for (uint32_t i = 0; i < r->atom_count; i++) at[e->atoms[r->atoms[i]].field + 1]++;
        for (uint32_t i = 0; i < fields; i++) at[i + 1] += at[i];
        for (uint32_t i = 0; i < r->atom_count; i++) by[at[e->atoms[r->atoms[i]].field]++] = i;
    }
    for (uint32_t field = 0; ok && field < fields; field++) {
        uint32_t begin = field ? at[field - 1] : 0, count = at[field] - begin; /* at has moved on by one field */
        r->slot_of[field] = -1;
        if (!count) continue;
        ts_scanner *made = ts_scanner_new(e, r, by + begin, count);
        ok = made != NULL;
        if (made) r->bytes += ts_scanner_bytes(made);
        if (!field) {
            r->anywhere = made;
            continue;
        }
        r->slot_of[field] = (int16_t)r->slot_count;
        r->scanners[r->slot_count] = made;
        r->on_null[r->slot_count] = null_entry(e, r, by + begin, count);
        ok = ok && r->on_null[r->slot_count];
        r->slot_count++;
    }
    free(at);
    free(by);
    return ok;
}

static double atom_cost(const ts_engine *e, const ts_route *r, int32_t atom) {
    double guess = e->atoms[r->atoms[atom]].guess;
    return r->stage ? (double)r->counts[atom] / (r->seen ? r->seen : 1) + guess / 100 : guess;
}

/* Return what the cheapest guard of a node costs, INFINITY without one; costs: by place in the program. */
static double cost(const ts_engine *e, const ts_route *r, uint32_t *at, double *costs) {
    uint32_t here = *at;
    int32_t op = r->program[(*at)++];
    double found = INFINITY;
    if (op >= 0) {
        if (!(op & 1)) found = atom_cost(e, r, op >> 1);
    } else if (op == TS_AND || op == TS_OR) {
        uint32_t end = *at + 1 + (uint32_t)r->program[*at];
        (*at)++;
        if (op == TS_OR) found = 0;
        while (*at < end) {
            double one = cost(e, r, at, costs);
            found = op == TS_OR ? found + one : one < found ? one : found;
        }
    }
    if (op == TS_SAME) *at += 3;
    costs[here] = found;
    return found;
}

static uint32_t next_of(const int32_t *program, uint32_t at) {
    if (program[at] == TS_SAME) return at + 4;
    return program[at] == TS_AND || program[at] == TS_OR ? at + 2 + (uint32_t)program[at + 1] : at + 1;
}

/* Write the atoms of the cheapest guard of a node that has one. */
static void guard(const ts_route *r, uint32_t at, const double *costs, int32_t *out, uint32_t *count) {
    int32_t op = r->program[at];
    if (op >= 0) {
        out[(*count)++] = op >> 1;
        return;
    }
    uint32_t end = next_of(r->program, at), best = at + 2;
    for (uint32_t child = at + 2; child < end; child = next_of(r->program, child)) {
        if (op == TS_OR) guard(r, child, costs, out, count);
        if (costs[child] < costs[best]) best = child;
    }
    if (op == TS_AND) guard(r, best, costs, out, count);
}

/* Choose guards by what was counted (before that, by a guess), and begin to count anew. */
int ts_plan(ts_engine *e, ts_route *r) {
    uint32_t len = r->program_at[r->rule_count], count = 0;
    double *costs = malloc((len + 1) * sizeof(double));
    int32_t *atoms = malloc((len + 1) * sizeof(int32_t));
    uint32_t *rules = malloc((len + 1) * sizeof(uint32_t));
    int ok = costs && atoms && rules;
    r->always_count = 0;
    for (uint32_t i = 0; ok && i < r->rule_count; i++) {
        uint32_t at = r->program_at[i], begin = count;
        if (cost(e, r, &at, costs) == INFINITY)
            r->always[r->always_count++] = i;
        else
            guard(r, r->program_at[i], costs, atoms, &count);
        while (begin < count) rules[begin++] = i;
    }
    if (ok) {
        memset(r->guard_at, 0, (r->atom_count + 2) * sizeof(uint32_t));
        for (uint32_t i = 0; i < count; i++) r->guard_at[atoms[i] + 2]++;
        for (uint32_t i = 1; i <= r->atom_count; i++) r->guard_at[i + 1] += r->guard_at[i];
        for (uint32_t i = 0; i < count; i++) r->guarded[r->guard_at[atoms[i] + 1]++] = rules[i];
        memset(r->counts, 0, r->atom_count * sizeof(uint32_t));
        r->seen = 0;
        r->epoch++;
        ok = ts_cover_new(e, r);
    }
    free(costs);
    free(atoms);
    free(rules);
    return ok;
}

static int entered(ts_engine *e, ts_route *r) {
    if (r->atom_count + 1 > e->held_room) {
        uint32_t room = r->atom_count + 1;
        uint32_t *held = realloc(e->held, room * sizeof(uint32_t));
        if (held) e->held = held;
        uint32_t *stamps = realloc(e->held_stamp, room * sizeof(uint32_t));
        if (stamps) e->held_stamp = stamps;
        if (!held || !stamps) return 0;
        memset(stamps, 0, room * sizeof(uint32_t));
        e->held_mark = 0;
        e->held_room = room;
    }
    int32_t *candidates = realloc(e->candidates, (e->rule_count + 1) * sizeof(int32_t));
    if (!candidates) return 0;
    e->candidates = candidates;
    uint64_t at = ts_hash(e, r->origin, r->origin_len, r->tag);
    while (e->routes[at & (TS_MOST_ROUTES * 2 - 1)]) at++;
    e->routes[at & (TS_MOST_ROUTES * 2 - 1)] = r;
    e->route_count++;
    e->route_bytes += r->bytes;
    return 1;
}

/* Add the rules that concern the origin of the event at hand. Too many origins: all are forgotten first. */
int ts_add_route(ts_engine *e, uint32_t tag, const ts_leaf *channel, const ts_leaf *number, const int32_t *rules,
                 size_t count) {
    for (size_t i = 0; i < count; i++)
        if (rules[i] < 0 || (uint32_t)rules[i] >= e->rule_count) return -1;
    if (e->route_count >= TS_MOST_ROUTES || e->route_bytes > TS_MOST_ROUTE_BYTES || e->next_slot > UINT32_MAX - 65536u) ts_forget_routes(e);
    ts_route *r = calloc(1, sizeof(*r));
    if (!r) return -1;
    r->tag = tag;
    r->origin = malloc(e->origin_len + 1);
    if (r->origin) memcpy(r->origin, e->origin, e->origin_len);
    r->origin_len = e->origin_len;
    int ok = r->origin && fold_rules(e, r, rules, count, channel, number) && renumber(e, r);
    if (ok) {
        r->counts = calloc(r->atom_count + 1, sizeof(uint32_t));
        r->guard_at = calloc(r->atom_count + 2, sizeof(uint32_t));
        r->guarded = malloc((r->program_at[r->rule_count] + 1) * sizeof(uint32_t));
        r->always = malloc((r->rule_count + 1) * sizeof(uint32_t));
        r->stamp = calloc(r->rule_count + 1, sizeof(uint32_t));
        r->bits = calloc(r->atom_count / 64 + 1, sizeof(uint64_t));
        ok = r->counts && r->guard_at && r->guarded && r->always && r->stamp && r->bits;
    }
    if (ok) r->bytes = sizeof(*r) + 16 * (size_t)r->program_at[r->rule_count] + 32 * (size_t)r->atom_count;
    r->first_slot = e->next_slot;
    if (!ok || !scanners(e, r) || !ts_plan(e, r) || !entered(e, r)) {
        ts_route_free(r);
        return -1;
    }
    e->next_slot += r->slot_count;
    return 0;
}

void ts_route_free(ts_route *r) {
    if (!r) return;
    for (uint32_t i = 0; i < r->slot_count; i++) {
        ts_scanner_free(r->scanners[i]);
        free(r->on_null[i]);
    }
    ts_scanner_free(r->anywhere);
    ts_cover_free(r);
    void *all[] = {r->origin, r->rules, r->program, r->program_at, r->atoms, r->counts, r->guard_at,
                   r->guarded, r->always, r->slot_of, r->scanners, r->on_null, r->stamp, r->bits};
    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) free(all[i]);
    free(r);
}

void ts_forget_routes(ts_engine *e) {
    for (uint32_t i = 0; i < TS_MOST_ROUTES * 2; i++) {
        ts_route_free(e->routes[i]);
        e->routes[i] = NULL;
    }
    e->route_count = e->next_slot = 0;
    e->route_bytes = 0;
    e->last = NULL;
    ts_forget_values(e);
}
