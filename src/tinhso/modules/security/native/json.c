/* SPDX-License-Identifier: EUPL-1.2 */
/* A line of JSON to nodes, strictly; what it refuses may still be JSON, formats/jsontext.py decides. */
#include "rows.h"
#include <string.h>

typedef struct {
    tr_reader *e;
    const uint8_t *p, *end;
} parser;

static void blanks(parser *s) {
    while (s->p < s->end && (*s->p == ' ' || *s->p == '\t' || *s->p == '\n' || *s->p == '\r')) s->p++;
}

static int is_hex(uint8_t c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }

/* Read a string from behind its first quote; the line is known to be UTF-8. */
static int string(parser *s, tr_text *text, uint8_t *is_escaped) {
    const uint8_t *p = s->p, *end = s->end;
    *is_escaped = 0;
    for (;; p++) {
        if (p >= end || *p < 0x20) return 0;
        if (*p == '"') break;
        if (*p != '\\') continue;
        *is_escaped = 1;
        if (++p >= end) return 0;
        if (*p == 'u') {
            if (end - p < 5 || !is_hex(p[1]) || !is_hex(p[2]) || !is_hex(p[3]) || !is_hex(p[4])) return 0;
            if ((p[1] | 0x20) == 'd' && p[2] > '7') return 0; /* half of a pair */
            p += 4;
        } else if (!memchr("\"\\/bfnrt", *p, 8)) {
            return 0;
        }
    }
    *text = (tr_text){s->p, (uint32_t)(p - s->p)};
    s->p = p + 1;
    return 1;
}

static int is_digit(uint8_t c) { return c >= '0' && c <= '9'; }

/* A number; TR_INTEGER is one that Python would write again as it stands, of up to 18 digits. */
static int number(parser *s, tr_node *node) {
    const uint8_t *from = s->p, *p = s->p, *end = s->end;
    int is_negative = p < end && *p == '-';
    p += is_negative;
    const uint8_t *digits = p;
    while (p < end && is_digit(*p)) p++;
    size_t count = (size_t)(p - digits);
    if (!count || count > 18 || (count > 1 && *digits == '0')) return 0;
    node->kind = is_negative && *digits == '0' ? TR_NUMBER : TR_INTEGER;
    if (p < end && *p == '.') {
        node->kind = TR_NUMBER;
        const uint8_t *fraction = ++p;
        while (p < end && is_digit(*p)) p++;
        if (p == fraction || p - fraction > 18) return 0;
    }
    if (p < end && (*p | 0x20) == 'e') return 0;
    node->text = (tr_text){from, (uint32_t)(p - from)};
    s->p = p;
    return 1;
}

static int word(parser *s, tr_node *node, const char *letters, uint8_t kind) {
    size_t len = strlen(letters);
    if ((size_t)(s->end - s->p) < len || memcmp(s->p, letters, len) != 0) return 0;
    node->kind = kind;
    node->text = (tr_text){s->p, (uint32_t)len};
    s->p += len;
    return 1;
}

/* Whether a name comes twice among the children of an object. */
static int has_twins(tr_reader *e, const tr_node *object) {
    uint32_t mask = 2 * TR_MOST_CHILDREN - 1;
    if (object->count > TR_MOST_CHILDREN) return 1;
    if (!++e->stamp) memset(e->stamped, 0, sizeof e->stamped), e->stamp = 1;
    uint32_t at = (uint32_t)(object - e->nodes) + 1;
    for (uint32_t left = object->count; left; left--, at = e->nodes[at].next) {
        tr_text key = e->nodes[at].key;
        uint32_t hash = key.len * 0x9E3779B1u;
        for (uint32_t i = 0; i < key.len; i++) hash = (hash ^ key.at[i]) * 0x01000193u;
        uint32_t slot = (hash ^ hash >> 15) & mask;
        for (; e->stamped[slot] == e->stamp; slot = (slot + 1) & mask) {
            tr_text other = e->nodes[e->stamps[slot]].key;
            if (other.len == key.len && memcmp(other.at, key.at, key.len) == 0) return 1;
        }
        e->stamped[slot] = e->stamp;
        e->stamps[slot] = at;
    }
    return 0;
}

static int value(parser *s, tr_text key, int depth);

static int children(parser *s, uint32_t mine, int depth) {
    tr_reader *e = s->e;
    int is_object = e->nodes[mine].kind == TR_OBJECT;
    uint8_t close = is_object ? '}' : ']';
    s->p++;
    blanks(s);
    if (s->p < s->end && *s->p == close) {
        s->p++;
        return 1;
    }
    for (;;) {
        tr_text key = {NULL, 0};
        uint8_t is_escaped = 0;
        blanks(s);
        if (is_object) {
            if (s->p >= s->end || *s->p++ != '"' || !string(s, &key, &is_escaped) || is_escaped) return 0;
            blanks(s);
            if (s->p >= s->end || *s->p++ != ':') return 0;
            blanks(s);
        }
        if (!value(s, key, depth + 1)) return 0;
        e->nodes[mine].count++;
        blanks(s);
        if (s->p >= s->end) return 0;
        if (*s->p == close) break;
        if (*s->p++ != ',') return 0;
    }
    s->p++;
    return 1;
}

static int value(parser *s, tr_text key, int depth) {
    tr_reader *e = s->e;
    if (s->p >= s->end || depth > TR_DEEPEST || e->node_count >= TR_MOST_NODES) return 0;
    uint32_t mine = e->node_count++;
    tr_node *node = &e->nodes[mine];
    *node = (tr_node){key, {s->p, 0}, 0, 0, TR_NULL, 0};
    int ok;
    switch (*s->p) {
    case '"':
        s->p++;
        node->kind = TR_STRING;
        ok = string(s, &node->text, &node->is_escaped);
        break;
    case '{':
    case '[':
        node->kind = *s->p == '{' ? TR_OBJECT : TR_LIST;
        ok = children(s, mine, depth);
        node->text.len = (uint32_t)(s->p - node->text.at);
        break;
    case 't':
        ok = word(s, node, "true", TR_TRUE);
        break;
    case 'f':
        ok = word(s, node, "false", TR_FALSE);
        break;
    case 'n':
        ok = word(s, node, "null", TR_NULL);
        break;
    default:
        ok = number(s, node);
    }
    node->next = e->node_count;
    return ok && !(node->kind == TR_OBJECT && has_twins(e, node));
}

/* Make the nodes of an object, the first of them the object itself; 0 when it is not one that is read here. */
int tr_parse(tr_reader *e, tr_text line) {
    parser s = {e, line.at, line.at + line.len};
    e->node_count = 0;
    if (!line.len || *line.at != '{' || !value(&s, (tr_text){NULL, 0}, 0)) return 0;
    blanks(&s);
    return s.p == s.end;
}

/* The child of a name, NULL: there is none. */
const tr_node *tr_child(const tr_reader *e, const tr_node *parent, const char *key, size_t len) {
    if (!parent || parent->kind != TR_OBJECT) return NULL;
    const tr_node *child = parent + 1;
    for (uint32_t left = parent->count; left; left--, child = &e->nodes[child->next])
        if (tr_is(child->key, key, len)) return child;
    return NULL;
}
