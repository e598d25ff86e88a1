/* SPDX-License-Identifier: EUPL-1.2 */
/* The fields of an event to the columns of the store, and the bytes of its row (store/rows.py). */
#include "rows.h"
#include <string.h>

/* Whether a number with a fraction is written as Python and orjson would write it again. */
static int is_usual(tr_text t) {
    const uint8_t *point = memchr(t.at, '.', t.len);
    if (!point || t.len > 16) return 0;
    uint32_t whole = (uint32_t)(point - t.at), count = t.len - whole - 1;
    if (whole > 1 || t.at[0] != '0') return count == 1 || t.at[t.len - 1] != '0';
    for (uint32_t i = 1; i <= 3 && i <= count; i++)
        if (point[i] != '0') return t.at[t.len - 1] != '0';
    return count == 1;
}

static int is_usual_value(const tr_reader *e, const tr_node *value) {
    if (value->kind == TR_NUMBER && !is_usual(value->text)) return 0;
    if (value->kind != TR_LIST && value->kind != TR_OBJECT) return 1;
    for (const tr_node *one = value + 1; one < e->nodes + value->next; one++)
        if (one->kind == TR_NUMBER && !is_usual(one->text)) return 0;
    return 1;
}

static int put_field(tr_reader *e, tr_text name, const tr_node *value) {
    if (!is_usual_value(e, value)) return 0;
    if (e->line.len > 1) tr_put_byte(&e->line, ',');
    tr_put_byte(&e->line, '"');
    tr_put(&e->line, name.at, name.len);
    tr_put(&e->line, "\":", 2);
    int quotes = value->kind == TR_STRING;
    tr_put(&e->line, value->text.at - quotes, value->text.len + 2u * (uint32_t)quotes);
    return 1;
}

/* What a plain value says, empty where it says nothing; 0: Python. */
static int said(tr_reader *e, const tr_node *value, tr_text *text) {
    *text = (tr_text){NULL, 0};
    switch (value->kind) {
    case TR_STRING:
        if (!tr_decoded(e, value, text) || text->len > TR_LONGEST_VALUE) return 0;
        if (TR_IS(*text, "-")) text->len = 0;
        return 1;
    case TR_INTEGER:
        *text = value->text;
        return 1;
    case TR_TRUE:
        *text = TR_TEXT("True");
        return 1;
    case TR_FALSE:
        *text = TR_TEXT("False");
        return 1;
    case TR_NULL:
        return 1;
    default:
        return 0;
    }
}

/* The first of a list that says something; a list of more than texts is Python's. */
static int said_first(tr_reader *e, const tr_node *value, tr_text *text) {
    *text = (tr_text){NULL, 0};
    if (value->kind != TR_LIST) return said(e, value, text);
    const tr_node *one = value + 1;
    for (uint32_t left = value->count; left; left--, one = &e->nodes[one->next]) {
        if (one->kind != TR_STRING && one->kind != TR_NULL) return 0;
        if (one->kind == TR_STRING && one->text.len) return said(e, one, text);
    }
    return 1;
}

/* Tell one field; 0: Python. */
int tr_tell(tr_reader *e, tr_event *event, tr_text name, const tr_node *value) {
    if (event->writes_line && !put_field(e, name, value)) return 0;
    uint32_t number = tr_find(&e->names, name);
    if (number == TR_NONE) return 1;
    tr_place place = e->places[number];
    tr_text text;
    if (place.one >= 0) {
        if (!said_first(e, value, &text)) return 0;
        if (text.len && (!event->one[place.one].len || place.one_rank < event->one_rank[place.one])) {
            event->one[place.one] = text;
            event->one_rank[place.one] = place.one_rank;
        }
    }
    if (place.many >= 0) {
        uint32_t count = event->many_count[place.many];
        if (count >= TR_MOST_RANKS) return 0;
        event->many[place.many][count].node = value;
        event->many[place.many][count].rank = (uint32_t)place.many_rank;
        event->many_count[place.many]++;
    }
    return 1;
}

typedef struct {
    tr_reader *e;
    tr_text values[TR_MOST_OF_MANY];
    uint32_t count;
    int is_met;
} list;

/* Add a value that stands in `values` for as long as the event does, once. 0: Python raised. */
static int add(list *l, tr_text value) {
    tr_reader *e = l->e;
    for (uint32_t i = 0; i < l->count; i++)
        if (tr_is(l->values[i], (const char *)value.at, value.len)) return 1;
    if (l->count >= TR_MOST_OF_MANY) return 1;
    l->values[l->count++] = value;
    if (!e->watches) return 1;
    uint32_t known = value.len <= TR_LONGEST_REMEMBERED ? tr_find(&e->seen, value) : TR_NONE;
    if (known == TR_NONE) {
        int found = e->meets(e->with, value);
        if (found < 0) return 0;
        known = (uint32_t)found;
        if (value.len <= TR_LONGEST_REMEMBERED && tr_add(&e->seen, value, known) < 0) return 0;
    }
    l->is_met |= (int)known;
    return 1;
}

static int is_hex(uint8_t c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

/* Add the hashes in a folded text: runs of 32 to 128 hexadecimal digits. */
static int add_hashes(list *l, tr_text text) {
    for (uint32_t at = 0; at < text.len;) {
        uint32_t len = 0;
        while (at + len < text.len && len < 128 && is_hex(text.at[at + len])) len++;
        if (len >= 32 && !add(l, (tr_text){text.at + at, len})) return 0;
        at += len ? len : 1;
    }
    return 1;
}

/* Add what one value says, folded. */
static tr_verdict add_value(list *l, int column, const tr_node *value) {
    tr_text text;
    tr_reader *e = l->e;
    if (!said(e, value, &text) || !tr_is_ascii(text)) return TR_HARD;
    if (!text.len) return TR_DONE;
    size_t from = e->values.len;
    if (e->values.room - from < text.len) return TR_HARD;
    for (uint32_t i = 0; i < text.len; i++) {
        uint8_t c = text.at[i];
        tr_put_byte(&e->values, c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    }
    tr_text folded = {e->values.at + from, text.len};
    if (column == 2) return add_hashes(l, folded) ? TR_DONE : TR_FAILED;
    if (column == 0 && folded.len >= 7 && memcmp(folded.at, "::ffff:", 7) == 0) folded.at += 7, folded.len -= 7;
    while (column == 1 && folded.len && folded.at[folded.len - 1] == '.') folded.len--;
    return add(l, folded) ? TR_DONE : TR_FAILED;
}

/* Gather the values of a column in the order of the ranks of their names. */
static tr_verdict gather(list *l, int column, const tr_event *event) {
    uint32_t count = event->many_count[column], done = 0;
    l->count = 0;
    for (uint32_t rank = 0; done < count && rank < 128; rank++) {
        for (uint32_t i = 0; i < count; i++) {
            const tr_node *value = event->many[column][i].node;
            tr_verdict verdict = TR_DONE;
            if (event->many[column][i].rank != rank) continue;
            done++;
            if (value->kind != TR_LIST) {
                verdict = add_value(l, column, value);
            } else {
                const tr_node *one = value + 1;
                for (uint32_t left = value->count; left && verdict == TR_DONE; left--, one = &l->e->nodes[one->next])
                    verdict = one->kind == TR_STRING || one->kind == TR_NULL ? add_value(l, column, one) : TR_HARD;
            }
            if (verdict != TR_DONE) return verdict;
        }
    }
    return TR_DONE;
}

static void little(uint8_t *p, uint64_t value, int bytes) {
    for (int i = 0; i < bytes; i++) p[i] = (uint8_t)(value >> 8 * i);
}

/* The number of the pair day and class; TR_NONE: more than are kept apart at once. */
static uint32_t group_of(tr_reader *e, uint16_t day, uint16_t keep) {
    for (uint32_t i = 0; i < e->group_count; i++)
        if (e->groups[i].day == day && e->groups[i].keep == keep) return i;
    if (e->group_count >= TR_MOST_GROUPS) return TR_NONE;
    tr_group *group = &e->groups[e->group_count];
    group->day = day;
    group->keep = keep;
    group->body.len = 0;
    return e->group_count++;
}

static uint32_t source_number(tr_reader *e, const tr_event *event) {
    e->key.len = 0;
    tr_put(&e->key, event->product.at, event->product.len);
    tr_put_byte(&e->key, 0);
    tr_put(&e->key, event->category.at, event->category.len);
    tr_put_byte(&e->key, 0);
    tr_put(&e->key, event->service.at, event->service.len);
    tr_text key = {e->key.at, (uint32_t)e->key.len};
    uint32_t known = tr_find(&e->sources, key);
    if (known != TR_NONE || e->sources.count >= TR_MOST_SOURCES) return known;
    known = e->sources.count;
    return tr_add(&e->sources, key, known) < 0 ? TR_NONE : known;
}

static uint32_t speaker_of(tr_reader *e, const tr_record *r, tr_text host) {
    tr_text stream = r->way == 3 ? r->stream : (tr_text){NULL, 0};
    uint8_t head[3] = {r->way == 3, (uint8_t)r->peer.len, (uint8_t)(stream.len > 255)};
    e->key.len = 0;
    tr_put(&e->key, head, sizeof head);
    tr_put(&e->key, r->source, 16);
    tr_put(&e->key, r->peer.at, r->peer.len);
    tr_put_length(&e->key, stream.len);
    tr_put(&e->key, stream.at, stream.len);
    tr_put(&e->key, host.at, host.len);
    tr_text key = {e->key.at, (uint32_t)e->key.len};
    uint32_t known = tr_find(&e->whose, key);
    if (known != TR_NONE) return known;
    long found = e->who(e->with, r, host);
    if (found < 0 || tr_add(&e->whose, key, (uint32_t)found) < 0) return TR_NONE;
    return (uint32_t)found;
}

/* Write the row of an event; what was begun is taken back unless all of it could be written. */
tr_verdict tr_write(tr_reader *e, const tr_record *r, uint64_t place, const tr_event *event) {
    list lists[TR_MANY];
    int is_met = 0;
    for (int i = 0; i < TR_MANY; i++) {
        lists[i].e = e;
        lists[i].is_met = 0;
        tr_verdict verdict = gather(&lists[i], i, event);
        if (verdict != TR_DONE) return verdict;
        is_met |= lists[i].is_met;
    }
    tr_text host = event->host.len ? event->host : r->peer;
    uint32_t tag = source_number(e, event);
    if (tag == TR_NONE || memchr(host.at ? host.at : (const uint8_t *)"", 0, host.len)) return TR_HARD;
    uint32_t speaker = speaker_of(e, r, host);
    if (speaker == TR_NONE) return TR_FAILED;
    const tr_speaker *who = &e->speakers[speaker];
    uint16_t day = (uint16_t)(r->arrived_us / 86400000000u);
    uint32_t number = group_of(e, day, who->keep);
    if (number == TR_NONE) return TR_HARD;
    tr_buf *b = &e->groups[number].body;
    size_t start = b->len;
    uint64_t at = r->arrived_us, time = event->has_time ? (uint64_t)event->time_us : at;
    uint8_t head[42];
    little(head, e->spool, 4);
    little(head + 4, e->segment, 8);
    little(head + 12, place, 8);
    little(head + 20, 0, 2);
    little(head + 22, day, 2);
    little(head + 24, who->keep, 2);
    little(head + 26, at, 8);
    little(head + 34, time, 8);
    tr_put(b, head, sizeof head);
    tr_put(b, who->source, 16);
    tr_put(b, who->unit, 16);
    tr_put_text(b, host);
    tr_put_text(b, event->kind);
    tr_put_text(b, event->product);
    tr_put_text(b, event->category);
    tr_put_text(b, event->service);
    for (int i = 0; i < TR_ONE; i++) tr_put_text(b, event->one[i]);
    for (int i = 0; i < TR_MANY; i++) {
        tr_put_length(b, lists[i].count);
        for (uint32_t k = 0; k < lists[i].count; k++) tr_put_text(b, lists[i].values[k]);
    }
    tr_put_byte(b, 0); /* why: nothing was wrong with it */
    tr_put_text(b, r->raw);
    tr_row row = {place, time, number, (uint32_t)start, (uint32_t)(b->len - start), speaker, tag, (uint32_t)is_met};
    tr_put(&e->rows, &row, sizeof row);
    if (b->failed || e->rows.failed || e->key.failed) return TR_FAILED;
    return TR_DONE;
}
