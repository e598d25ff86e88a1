/* SPDX-License-Identifier: EUPL-1.2 */
/* What an engine is told before the first line: layouts, predicates, rules. All of it is checked here, so that a mistake
 * of the caller is an error and never a wild access. */
#include "core.h"
#include <stdlib.h>
#include <string.h>

#define MOST_PROGRAM (1u << 24)
#define DEEPEST_RULE 256
#define MOST_FIELDS 30000

int ts_add_node(ts_engine *e, int parent, const uint8_t *key, size_t len) {
    if (e->node_count >= TS_MOST_NODES || parent < 0 || parent >= e->node_count || len > TS_LONGEST_NAME) return -1;
    ts_node *node = &e->nodes[e->node_count];
    node->key = malloc(len ? len : 1);
    if (!node->key) return -1;
    memcpy(node->key, key, len);
    node->len = (uint32_t)len;
    node->parent = parent;
    e->nodes[parent].has_children = 1;
    node->section = node->system_of = -1;
    return e->node_count++;
}

int ts_set_section(ts_engine *e, int node, int shape, int order, int attributes, int wrapped) {
    if (node < 0 || node >= e->node_count || e->nodes[node].section >= 0 || e->section_count >= TS_MOST_NODES) return -1;
    if (shape < 0 || shape >= TS_MOST_SHAPES || order < 0 || order > 255) return -1;
    ts_section *section = &e->sections[e->section_count];
    section->shape = shape;
    section->order = order;
    section->attributes = attributes;
    e->nodes[node].section = e->section_count++;
    e->nodes[node].wrapped = wrapped;
    if (shape >= e->shape_count) e->shape_count = shape + 1;
    return 0;
}

int ts_set_system(ts_engine *e, int node, int shape) {
    if (node < 0 || node >= e->node_count || e->nodes[node].system_of >= 0) return -1;
    if (shape < 0 || shape >= TS_MOST_SHAPES) return -1;
    e->nodes[node].system_of = shape;
    return 0;
}

/* Make room for one more in a list that doubles. */
static int grown(void **list, uint32_t count, uint32_t *room, size_t size) {
    if (count < *room) return 1;
    uint32_t wanted = *room ? *room * 2 : 256;
    void *bigger = realloc(*list, wanted * size);
    if (!bigger) return 0;
    *list = bigger;
    *room = wanted;
    return 1;
}

int ts_add_atom(ts_engine *e, int32_t field, int kind, const uint8_t *literal, size_t len, double guess) {
    if (field < 0 || kind < TS_EXACT || kind > TS_NETWORK || len > TS_LONGEST_LINE) return -1;
    if (!grown((void **)&e->atoms, e->atom_count, &e->atom_room, sizeof(ts_atom))) return -1;
    if (kind == TS_NETWORK && (len < 6 || (literal[0] != 4 && literal[0] != 6) || literal[1] > 128)) return -1;
    if (kind == TS_NETWORK && literal[0] == 4 && literal[1] > 32) return -1;
    ts_atom *atom = &e->atoms[e->atom_count];
    atom->literal = malloc(len ? len : 1);
    if (!atom->literal) return -1;
    memcpy(atom->literal, literal, len);
    atom->len = (uint32_t)len;
    atom->field = field;
    atom->kind = (uint8_t)kind;
    atom->guess = guess;
    if (field >= e->field_count) e->field_count = field + 1;
    return (int)e->atom_count++;
}

/* Return where a node of a program ends, 0 when it is none. */
static size_t checked(const ts_engine *e, const int32_t *p, size_t at, size_t len, int depth) {
    if (at >= len || depth > DEEPEST_RULE) return 0;
    int32_t op = p[at];
    if (op == TS_TRUE || op == TS_FALSE) return at + 1;
    if (op >= 0) {
        if ((uint32_t)op >> 1 >= e->atom_count) return 0;
        return (op & 1) && !e->atoms[op >> 1].field ? 0 : at + 1;
    }
    if (op == TS_SAME) {
        if (at + 4 > len || p[at + 3] < 0 || p[at + 3] > 7) return 0;
        for (int i = 1; i < 3; i++)
            if (p[at + i] < 1 || p[at + i] >= MOST_FIELDS) return 0;
        return at + 4;
    }
    if ((op != TS_AND && op != TS_OR) || at + 1 >= len || p[at + 1] < 0) return 0;
    size_t end = at + 2 + (size_t)p[at + 1];
    if (end > len) return 0;
    for (at += 2; at < end;) {
        at = checked(e, p, at, end, depth + 1);
        if (!at) return 0;
    }
    return at == end ? end : 0;
}

int ts_add_rule(ts_engine *e, const int32_t *program, size_t len) {
    if (len > MOST_PROGRAM || checked(e, program, 0, len, 0) != len || !len) return -1;
    if (!grown((void **)&e->rules, e->rule_count, &e->rule_room, sizeof(ts_rule))) return -1;
    int32_t *copy = malloc(len * sizeof(int32_t));
    if (!copy) return -1;
    memcpy(copy, program, len * sizeof(int32_t));
    e->rules[e->rule_count].program = copy;
    e->rules[e->rule_count].len = (uint32_t)len;
    return (int)e->rule_count++;
}

/* After the last of it. fields: how many there are; channel and number: which two say where an event comes from. */
int ts_ready(ts_engine *e, int32_t fields, int32_t channel, int32_t number, int routed) {
    if (fields < e->field_count || fields > MOST_FIELDS || channel < 1 || channel >= fields || number < 1 || number >= fields)
        return -1;
    e->field_count = fields;
    e->channel = channel;
    e->number = number;
    e->routed = routed;
    e->field_seen = calloc((size_t)fields, sizeof(uint32_t));
    e->field_order = calloc((size_t)fields, sizeof(uint16_t));
    e->field_list = calloc((size_t)fields, sizeof(uint32_t));
    return e->field_seen && e->field_order && e->field_list ? 0 : -1;
}
