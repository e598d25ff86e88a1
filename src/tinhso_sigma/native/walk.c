/* SPDX-License-Identifier: EUPL-1.2 */
/* A line to its leaves: one pass, no copies. Layouts are a small tree of keys (windows.yaml); below a section every
 * value becomes a leaf, elsewhere values are checked and passed over. Returns 0 for what Python has to judge: what is
 * wrong, a structural key given twice or written with escapes, lists of objects, <Data Name=…>. */
#include "core.h"
#include <stdlib.h>
#include <string.h>

#define MOST_NAMES 128 /* of an object with values inside values */

typedef struct {
    ts_engine *e;
    const uint8_t *p, *end;
} walk;

static inline void space(walk *w) {
    while (w->p < w->end && (*w->p == ' ' || *w->p == '\t' || *w->p == '\n' || *w->p == '\r')) w->p++;
}

/* Take one sign and the space behind it. */
static inline int sign(walk *w, uint8_t c) {
    if (w->p >= w->end || *w->p != c) return 0;
    w->p++;
    space(w);
    return 1;
}

static int word(walk *w, const char *text, size_t len) {
    if ((size_t)(w->end - w->p) < len || memcmp(w->p, text, len) != 0) return 0;
    w->p += len;
    return 1;
}

/* Take a string; at and len: what is between the quotes. */
static inline int string(walk *w, const uint8_t **at, size_t *len, uint32_t *flags) {
    const uint8_t *close = ts_string(w->p + 1, w->end, flags);
    if (!close) return 0;
    *at = w->p + 1;
    *len = (size_t)(close - w->p - 1);
    w->p = close + 1;
    w->e->flags |= *flags;
    return 1;
}

/* Take a key and its colon. */
static inline int key(walk *w, const uint8_t **at, size_t *len, uint32_t *flags) {
    *flags = 0;
    if (w->p >= w->end || *w->p != '"' || !string(w, at, len, flags)) return 0;
    space(w);
    return sign(w, ':');
}

/* After a member: 1 when another follows, 0 at the end (taken), -1 when neither. */
static inline int more(walk *w, uint8_t close) {
    space(w);
    if (sign(w, ',')) return 1;
    if (w->p >= w->end || *w->p != close) return -1;
    w->p++;
    return 0;
}

static int scalar(walk *w, ts_leaf *leaf) {
    leaf->flags = 0;
    if (w->p >= w->end) return 0;
    const uint8_t *begin = w->p;
    int odd = 0, ok;
    switch (*begin) {
    case '"': {
        uint32_t flags = 0;
        size_t len;
        if (!string(w, &leaf->at, &len, &flags)) return 0;
        leaf->len = (uint32_t)len;
        leaf->flags = (uint8_t)flags;
        leaf->kind = TS_STRING;
        return 1;
    }
    case 't':
        ok = word(w, "true", 4);
        break;
    case 'f':
        ok = word(w, "false", 5);
        break;
    case 'n':
        ok = word(w, "null", 4);
        break;
    default:
        w->p = ts_number(w->p, w->end, &odd);
        ok = w->p != NULL;
    }
    if (!ok) return 0;
    leaf->at = begin;
    leaf->len = (uint32_t)(w->p - begin);
    leaf->kind = odd ? TS_ODD : *begin == 'n' ? TS_NULL : TS_PLAIN;
    return 1;
}

/* Check a value nobody asks about and pass over it. */
static int pass(walk *w, int depth) {
    ts_leaf unused;
    const uint8_t *at;
    size_t len;
    uint32_t flags;
    int next;
    if (depth > TS_DEEPEST || w->p >= w->end) return 0;
    if (*w->p != '{' && *w->p != '[') return scalar(w, &unused);
    int object = *w->p == '{';
    uint8_t close = object ? '}' : ']';
    w->p++;
    space(w);
    if (w->p < w->end && *w->p == close) {
        w->p++;
        return 1;
    }
    do {
        if (object && !key(w, &at, &len, &flags)) return 0;
        if (!pass(w, depth + 1)) return 0;
    } while ((next = more(w, close)) == 1);
    return next == 0;
}

/* Tell whether the names of an object (begin: behind its bracket) differ. Where values have values inside, a name given
 * twice would leave leaves behind that are no fields: of two the last counts. */
static int are_distinct(const walk *w, const uint8_t *begin) {
    walk again = *w;
    const uint8_t *names[MOST_NAMES];
    size_t lens[MOST_NAMES];
    uint32_t flags;
    again.p = begin;
    space(&again);
    for (int n = 0;; n++) {
        if (n == MOST_NAMES || !key(&again, &names[n], &lens[n], &flags) || flags) return 0;
        for (int i = 0; i < n; i++)
            if (lens[i] == lens[n] && !memcmp(names[i], names[n], lens[n])) return 0;
        if (!pass(&again, 0)) return 0;
        int next = more(&again, '}');
        if (next != 1) return next == 0;
    }
}

static int leaf_of(walk *w, int section, const uint8_t *name, size_t len, uint32_t list, int nothing) {
    ts_engine *e = w->e;
    if (e->leaf_count >= TS_MOST_LEAVES || len > TS_LONGEST_NAME) return 0;
    ts_leaf *leaf = &e->leaves[e->leaf_count];
    if (nothing) {
        leaf->kind = TS_NULL;
        leaf->len = 0;
        leaf->at = w->p;
        leaf->flags = 0;
    } else if (!scalar(w, leaf)) {
        return 0;
    }
    if (!len) return 1; /* a name of nothing names no field */
    leaf->section = (uint16_t)section;
    leaf->list = list;
    leaf->field = ts_field_of(e, e->sections[section].shape, name, len);
    e->leaf_count++;
    return 1;
}

static int is_one_of(const uint8_t *name, size_t len, const char *const *words) {
    for (; *words; words++) {
        size_t i = 0;
        while (i < len && (*words)[i] && ts_lower(name[i]) == (uint8_t)(*words)[i]) i++;
        if (i == len && !(*words)[i]) return 1;
    }
    return 0;
}

/* The name of a value inside a value, as XML is written in JSON. Returns its length, 0 when it is too long. */
static size_t joined(uint8_t *out, const uint8_t *name, size_t len, const uint8_t *below, size_t below_len) {
    static const char *const texts[] = {"#text", "value", "text", "#value", NULL};
    memcpy(out, name, len);
    if (is_one_of(below, below_len, texts)) return len;
    if ((below_len == 11 && !memcmp(below, "#attributes", 11)) || (below_len == 10 && !memcmp(below, "attributes", 10)))
        return len;
    while (below_len && *below == '@') below++, below_len--;
    if (len + 1 + below_len > TS_LONGEST_NAME) return 0;
    out[len] = '_';
    memcpy(out + len + 1, below, below_len);
    return len + 1 + below_len;
}

static int values(walk *w, int section, const uint8_t *name, size_t len, int depth);

static int listed(walk *w, int section, const uint8_t *name, size_t len, int depth) {
    int next, plain = !w->e->sections[section].attributes;
    uint32_t list = ++w->e->next_list;
    w->p++;
    space(w);
    if (w->p < w->end && *w->p == ']') {
        w->p++;
        return leaf_of(w, section, name, len, list, 1);
    }
    do {
        if (w->p < w->end && (*w->p == '{' || *w->p == '[')) {
            if (!plain || !pass(w, depth + 1)) return 0;
            w->e->nested |= 1u << w->e->sections[section].shape;
        } else if (!leaf_of(w, section, name, len, list, 0)) {
            return 0;
        }
    } while ((next = more(w, ']')) == 1);
    return next == 0;
}

static int inside(walk *w, int section, const uint8_t *name, size_t len, int depth) {
    uint8_t longer[TS_LONGEST_NAME + 1];
    const uint8_t *at;
    size_t at_len;
    uint32_t flags;
    int next;
    if (!len || len > TS_LONGEST_NAME || (len == 4 && !memcmp(name, "Data", 4))) return 0;
    w->p++;
    space(w);
    if (w->p < w->end && *w->p == '}') {
        w->p++;
        return leaf_of(w, section, name, len, 0, 1);
    }
    if (!are_distinct(w, w->p)) return 0;
    do {
        if (!key(w, &at, &at_len, &flags) || flags) return 0;
        size_t joint = joined(longer, name, len, at, at_len);
        if (!joint || !values(w, section, longer, joint, depth + 1)) return 0;
    } while ((next = more(w, '}')) == 1);
    return next == 0;
}

/* Take a value below a section: one leaf, or those of a list, or those inside. */
static int values(walk *w, int section, const uint8_t *name, size_t len, int depth) {
    if (depth > TS_DEEPEST || w->p >= w->end) return 0;
    if (*w->p == '[') return listed(w, section, name, len, depth);
    if (*w->p != '{') return leaf_of(w, section, name, len, 0, 0);
    if (w->e->sections[section].attributes) return inside(w, section, name, len, depth);
    w->e->nested |= 1u << w->e->sections[section].shape;
    return pass(w, depth);
}

static int child_of(const ts_engine *e, int node, const uint8_t *name, size_t len) {
    for (int i = 1; i < e->node_count; i++)
        if (e->nodes[i].parent == node && e->nodes[i].len == len && !memcmp(e->nodes[i].key, name, len)) return i;
    return -1;
}

static int members(walk *w, int node, int wrapped, int depth);

static int below(walk *w, int node, int child, int depth) {
    ts_engine *e = w->e;
    ts_node *to = &e->nodes[child];
    if (to->seen == e->event) return 0; /* of a name given twice the last counts: Python knows how */
    to->seen = e->event;
    if (w->p < w->end && *w->p == '{') {
        int section = e->nodes[node].section;
        if (section >= 0 && !e->sections[section].attributes) e->nested |= 1u << e->sections[section].shape;
        if (to->system_of >= 0) e->shapes_seen |= 1u << to->system_of;
        return members(w, child, to->wrapped, depth + 1);
    }
    return !(w->p < w->end && *w->p == '[' && to->section >= 0);
}

/* Take an object at a node of the layouts. wrapped: the one element around the fields, if it is there, is passed through. */
static int members(walk *w, int node, int wrapped, int depth) {
    ts_engine *e = w->e;
    const uint8_t *at;
    size_t len;
    uint32_t flags;
    int next, section = e->nodes[node].section;
    if (depth > TS_DEEPEST) return 0;
    const uint8_t *begin = ++w->p;
    int deeper = 0;
    space(w);
    if (w->p < w->end && *w->p == '}') {
        w->p++;
        return 1;
    }
    for (int first = 1;; first = 0) {
        if (!key(w, &at, &len, &flags) || flags) return 0;
        int child = e->nodes[node].has_children ? child_of(e, node, at, len) : -1, is_object = w->p < w->end && *w->p == '{';
        if (wrapped && first && is_object) {
            if (!members(w, node, 0, depth + 1)) return 0;
            return more(w, '}') == 0;
        }
        deeper |= is_object && child < 0 && section >= 0 && e->sections[section].attributes;
        if (child >= 0 && !below(w, node, child, depth)) return 0;
        if (child < 0 || !is_object) {
            if (section >= 0 ? !values(w, section, at, len, depth + 1) : !pass(w, depth + 1)) return 0;
        }
        next = more(w, '}');
        if (next != 1) return next == 0 && (!deeper || are_distinct(w, begin));
    }
}

/* Fill the leaves of the engine. Returns 1 when the line is JSON through and through and all of it could be judged. */
int ts_walk(ts_engine *e, const uint8_t *line, size_t len) {
    walk w = {e, line, line + len};
    e->leaf_count = e->next_list = 0;
    e->shapes_seen = e->nested = e->flags = 0;
    space(&w);
    if (w.p >= w.end || *w.p != '{' || !members(&w, 0, 0, 0)) return 0;
    space(&w);
    return w.p == w.end;
}
