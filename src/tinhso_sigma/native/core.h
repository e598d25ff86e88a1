/* SPDX-License-Identifier: EUPL-1.2 */
/* The hot loop without Python: from the bytes of a line to the rules that may match it.
 *
 * Read in this order: json.c (one token), walk.c (a line to leaves), names.c (names to fields), text.c (a leaf to folded
 * text), scan.c (text to predicates), memo.c (remembered values), plan.c (the rules of one origin), cover.c (texts looked
 * for anywhere), match.c (a line to candidates); build.c takes what it is told, module.c is the door to Python.
 * docs/explanation/sigma-engine.md draws it. Everything here may give too many candidates, never too few; what it cannot
 * judge it hands to Python (TS_PYTHON). */
#ifndef TINHSO_SIGMA_CORE_H
#define TINHSO_SIGMA_CORE_H

#include <stddef.h>
#include <stdint.h>

#define TS_LONGEST_LINE (4u << 20)
#define TS_LONGEST_REMEMBERED 4096u
#define TS_LONGEST_NAME 200u
#define TS_MOST_LEAVES 4096u
#define TS_MOST_NODES 64
#define TS_MOST_SHAPES 16
#define TS_MOST_ROUTES 4096u
#define TS_MOST_ROUTE_BYTES ((size_t)256 << 20)
#define TS_LONGEST_ORIGIN 256u /* bytes of a channel, or of a number */
#define TS_DEEPEST 48

typedef enum { TS_DONE, TS_ROUTE, TS_PYTHON } ts_verdict;

/* What an atom asks of the folded text of one value. TS_MAYBE and TS_REGEX: nobody but Python can tell, and it is asked
 * for each new value that holds the literal (beyond ASCII, of an expression always). TS_NETWORK: an address inside
 * a network (literal: version, bits, address); Python is asked where the text is no plain IPv4 address but may be one. */
typedef enum { TS_EXACT, TS_PREFIX, TS_SUFFIX, TS_CONTAINS, TS_MAYBE, TS_REGEX, TS_VALUE, TS_PRESENT, TS_NETWORK } ts_kind;

/* Programs of rules, prefix order: TS_AND or TS_OR, length of the children, children; TS_TRUE; TS_FALSE; or
 * atom * 2 + negated; or TS_SAME, field, other field, how (bits below). Texts looked for in any field (field 0) are not
 * asked of Python and so never negated. */
enum { TS_AND = -1, TS_OR = -2, TS_TRUE = -3, TS_FALSE = -4, TS_SAME = -5 };
enum { TS_BEGINS = 1, TS_ENDS = 2, TS_NEGATED = 4 };

/* Flags of a string. Odd escapes stand for what is mostly written without (\/, \u0041). */
enum { TS_BEYOND_ASCII = 1, TS_ESCAPED = 2, TS_ODD_ESCAPE = 4 };
typedef enum { TS_STRING, TS_PLAIN, TS_NULL, TS_ODD } ts_leaf_kind;

typedef struct {
    const uint8_t *at; /* inside the quotes of a string */
    uint32_t len;
    int32_t field; /* -1: no rule asks for it */
    uint32_t list; /* values of one list share a number, 0: none */
    uint16_t section;
    uint8_t kind, flags;
} ts_leaf;

typedef struct {
    uint8_t *key;
    uint32_t len;
    int parent, section, system_of; /* section and shape, -1: none */
    int wrapped, has_children;
    uint32_t seen;
} ts_node;

typedef struct {
    int shape, order, attributes;
} ts_section;

typedef struct {
    uint8_t *name;
    uint32_t len;
    int32_t field;
} ts_name;

typedef struct {
    ts_name *slots; /* open addressing, power of two */
    uint32_t size, count;
} ts_names;

typedef struct {
    int32_t field;
    uint8_t kind;
    uint8_t *literal;
    uint32_t len;
    double guess;
} ts_atom;

typedef struct {
    int32_t *program;
    uint32_t len;
} ts_rule;

/* Remembered: the atoms (of its route) that may hold on a value. The first `guards` of them guard a rule. */
typedef struct {
    uint32_t slot, len, epoch, count, guards;
    uint32_t atoms[];
} ts_entry;

typedef struct ts_scanner ts_scanner;
typedef struct ts_engine ts_engine;
/* Asked: keep those of the atoms (numbers of the engine) that hold on a value; returns how many, -1: an error. */
typedef int (*ts_asker)(void *with, const ts_engine *e, const ts_leaf *leaf, uint32_t *atoms, uint32_t count);

typedef struct {
    uint8_t *origin; /* channel and number without case, see match.c */
    uint32_t origin_len, tag;
    size_t bytes; /* it takes, about */
    int32_t *rules; /* numbers of the live rules */
    uint32_t rule_count;
    int32_t *program;    /* all programs, one after the other */
    uint32_t *program_at; /* rule_count + 1 */
    int32_t *atoms;      /* local to global */
    uint32_t atom_count;
    uint32_t *counts; /* per atom: in how many events it held while counting */
    uint32_t seen, stage, epoch;
    uint32_t *guard_at; /* atom_count + 1, into guarded */
    uint32_t *guarded;  /* live rules by guard */
    uint32_t *always;   /* live rules that nothing guards */
    uint32_t always_count;
    uint32_t first_slot;
    int16_t *slot_of; /* field to slot, -1: nobody asks */
    ts_scanner **scanners;
    ts_entry **on_null;
    uint32_t slot_count;
    ts_scanner *anywhere;
    struct ts_cover *cover; /* NULL: look at every value */
    uint32_t *stamp;      /* per live rule: event that looked at it */
    uint64_t *bits;       /* per atom, clear between events */
} ts_route;

typedef struct {
    uint64_t hash;
    uint64_t at; /* offset of the entry + 1, 0: free */
} ts_bucket;

typedef struct {
    ts_bucket *table;
    uint8_t *arena;
    size_t used;
    uint32_t count;
} ts_generation;

typedef struct ts_block {
    struct ts_block *next;
} ts_block;

struct ts_engine {
    uint64_t key[2];
    ts_asker asker;
    void *asker_with;
    ts_node nodes[TS_MOST_NODES];
    int node_count;
    ts_section sections[TS_MOST_NODES];
    int section_count, shape_count;
    ts_names names[TS_MOST_SHAPES];
    ts_names learnt[TS_MOST_SHAPES]; /* as producers write them */
    uint32_t *folds[512];            /* pages of 256: what a character is without case */
    ts_atom *atoms;
    uint32_t atom_count, atom_room;
    ts_rule *rules;
    uint32_t rule_count, rule_room;
    int32_t field_count, channel, number; /* field 0 is any field */
    int routed;
    ts_route **routes; /* open addressing, TS_MOST_ROUTES * 2 */
    uint32_t route_count;
    size_t route_bytes;
    ts_route *last;
    uint32_t next_slot;
    ts_generation young, old;
    size_t most_entries, most_bytes;
    int full;
    ts_block *scratch;
    /* of the event at hand */
    uint32_t event;
    uint32_t *pairs, pair_lines; /* how often letters follow one another in lines, by a sample */
    ts_leaf *leaves;
    uint32_t leaf_count, next_list;
    uint32_t shapes_seen, nested, flags;
    uint32_t *field_seen;
    uint16_t *field_order;
    uint32_t *field_list;
    const ts_leaf **used, **asked;
    int used_count;
    const ts_entry **entries;
    uint64_t *hashes;
    uint8_t *text, *other;
    size_t text_room, other_room;
    uint32_t *held, *held_stamp, held_mark, held_room;
    int unsure_network; /* the scan took all networks for true */
    const ts_leaf *found_channel, *found_number;
    uint8_t origin[2 * TS_LONGEST_ORIGIN + 16];
    uint32_t origin_len;
    int32_t *candidates;
    uint32_t candidate_count;
    /* what happened, for those who measure */
    uint64_t done, scanned, remembered, handed_over;
};

/* Building: each returns a number, or -1 when memory or a bound is reached. */
ts_engine *ts_new(const uint8_t key[16], size_t most_entries, size_t most_bytes);
void ts_free(ts_engine *e);
int ts_fold_pair(ts_engine *e, uint32_t from, uint32_t to);
int ts_add_node(ts_engine *e, int parent, const uint8_t *key, size_t len);
int ts_set_section(ts_engine *e, int node, int shape, int order, int attributes, int wrapped);
int ts_set_system(ts_engine *e, int node, int shape);
int ts_add_name(ts_engine *e, int shape, const uint8_t *name, size_t len, int32_t field);
int ts_add_atom(ts_engine *e, int32_t field, int kind, const uint8_t *literal, size_t len, double guess);
int ts_add_rule(ts_engine *e, const int32_t *program, size_t len);
int ts_ready(ts_engine *e, int32_t fields, int32_t channel, int32_t number, int routed);
int ts_add_route(ts_engine *e, uint32_t tag, const ts_leaf *channel, const ts_leaf *number, const int32_t *rules,
                 size_t count);
void ts_forget_routes(ts_engine *e);

/* Judging one line. TS_ROUTE: add the route of found_channel and found_number, then ask again. */
ts_verdict ts_match(ts_engine *e, const uint8_t *line, size_t len, uint32_t tag);

/* json.c */
const uint8_t *ts_string(const uint8_t *p, const uint8_t *end, uint32_t *flags);
const uint8_t *ts_number(const uint8_t *p, const uint8_t *end, int *odd);
/* walk.c */
int ts_walk(ts_engine *e, const uint8_t *line, size_t len);
int32_t ts_field_of(ts_engine *e, int shape, const uint8_t *name, size_t len);
/* text.c */
void ts_swap_texts(ts_engine *e);
int ts_text(ts_engine *e, const ts_leaf *leaf, size_t *len, int *ascii);
/* scan.c */
ts_scanner *ts_scanner_new(const ts_engine *e, const ts_route *r, const uint32_t *local, uint32_t count);
void ts_scanner_free(ts_scanner *s);
size_t ts_scanner_bytes(const ts_scanner *s);
uint32_t ts_scan(ts_engine *e, const ts_scanner *s, const uint8_t *text, size_t len, int ascii);
int ts_atom_may_hold(const ts_atom *atom, const uint8_t *text, size_t len, int ascii);
/* memo.c */
uint64_t ts_hash(const ts_engine *e, const uint8_t *bytes, size_t len, uint32_t slot);
const ts_entry *ts_recall(ts_engine *e, const uint8_t *bytes, uint32_t len, uint32_t slot, uint64_t hash);
ts_entry *ts_remember(ts_engine *e, const uint8_t *bytes, uint32_t len, uint32_t slot, uint64_t hash, uint32_t atoms);
void ts_make_room(ts_engine *e);
void ts_forget_values(ts_engine *e);
void *ts_scratch(ts_engine *e, size_t size);
void ts_drop_scratch(ts_engine *e);
/* plan.c */
int ts_plan(ts_engine *e, ts_route *r);
void ts_route_free(ts_route *r);
/* cover.c */
int ts_cover_new(const ts_engine *e, ts_route *r);
void ts_cover_free(ts_route *r);
void ts_count_pairs(ts_engine *e, const uint8_t *line, size_t len);
int ts_has_text(const ts_route *r, const uint8_t *line, size_t len);

static inline uint32_t ts_load32(const uint8_t *p) {
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint8_t ts_lower(uint8_t c) { return c >= 'A' && c <= 'Z' ? (uint8_t)(c | 0x20) : c; }

#endif
