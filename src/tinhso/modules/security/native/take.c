/* SPDX-License-Identifier: EUPL-1.2 */
/* Records one after another to rows, lines for the rules, and those that Python has to read.
 * After TR_DONE the newest of `rows` is that of the record and `line` is what the rules are to see of it. */
#include "rows.h"
#include <stdlib.h>
#include <string.h>

enum { MOST_NAMES = 1 << 12, MOST_SPEAKERS = 1 << 17, MOST_SEEN = 1 << 17, MOST_CAREFUL = 1 << 16 };
#define LAST_US ((uint64_t)65536 * 86400 * 1000000) /* a day is two bytes */

tr_reader *tr_new(const uint8_t key[16], uint32_t spool, int32_t zone_s) {
    tr_reader *e = calloc(1, sizeof *e);
    if (!e) return NULL;
    e->spool = spool;
    e->zone_s = zone_s;
    tr_map *small[] = {&e->names, &e->channels, &e->services, &e->web};
    int failed = 0;
    for (int i = 0; i < 4; i++) failed |= tr_map_new(small[i], MOST_NAMES, key);
    failed |= tr_map_new(&e->whose, MOST_SPEAKERS, key) | tr_map_new(&e->seen, MOST_SEEN, key);
    failed |= tr_map_new(&e->sources, TR_MOST_SOURCES + 1, key) | tr_map_new(&e->careful, MOST_CAREFUL, key);
    if (!failed) return e;
    tr_free(e);
    return NULL;
}

void tr_free(tr_reader *e) {
    if (!e) return;
    tr_map *maps[] = {&e->names, &e->channels, &e->services, &e->web, &e->whose, &e->seen, &e->sources, &e->careful};
    for (int i = 0; i < 8; i++) tr_map_free(maps[i]);
    for (size_t at = 0; at < e->words.len; at += sizeof(void *)) {
        void *word;
        memcpy(&word, e->words.at + at, sizeof word);
        free(word);
    }
    tr_buf *bufs[] = {&e->words, &e->rows, &e->hard, &e->line, &e->scratch, &e->key, &e->values};
    for (int i = 0; i < 7; i++) free(bufs[i]->at);
    for (int i = 0; i < TR_MOST_GROUPS; i++) free(e->groups[i].body.at);
    free(e->speakers);
    free(e);
}

/* Note who speaks; the number, -1: no memory. */
long tr_add_speaker(tr_reader *e, const tr_speaker *speaker) {
    if (e->speaker_count == e->speaker_room) {
        uint32_t room = e->speaker_room ? 2 * e->speaker_room : 64;
        tr_speaker *more = realloc(e->speakers, room * sizeof *more);
        if (!more) return -1;
        e->speakers = more;
        e->speaker_room = room;
    }
    e->speakers[e->speaker_count] = *speaker;
    return (long)e->speaker_count++;
}

void tr_forget_speakers(tr_reader *e) {
    tr_map_clear(&e->whose);
    e->speaker_count = 0;
}

void tr_begin(tr_reader *e, uint64_t segment) {
    e->segment = segment;
    e->rows.len = e->hard.len = 0;
    e->rows.failed = e->hard.failed = 0;
    for (uint32_t i = 0; i < e->group_count; i++) e->groups[i].body.len = 0, e->groups[i].body.failed = 0;
    e->group_count = 0;
    e->last_arrival_us = 0;
}

/* Whether a record stands alone: what came before from the same sender cannot change what it means. */
static int stands_alone(tr_reader *e, const tr_record *r) {
    if (r->way == 0 || !tr_is_ascii(r->peer)) return 0;
    if (e->careful.count >= e->careful.most) return 0;
    e->key.len = 0;
    tr_put(&e->key, r->source, 16);
    tr_put(&e->key, r->peer.at, r->peer.len);
    tr_text key = {e->key.at, (uint32_t)e->key.len};
    if (tr_find(&e->careful, key) != TR_NONE) return 0;
    if (r->is_piece || !r->raw.len || r->raw.at[0] == '<' || r->raw.at[0] == '{') return 1;
    tr_add(&e->careful, key, 1); /* auditd or a table of Zeek, perhaps: Python says when that is over */
    return 0;
}

static tr_verdict judged(tr_reader *e, const tr_record *r, uint64_t place) {
    tr_event event;
    memset(&event, 0, offsetof(tr_event, many));
    memset(event.many_count, 0, sizeof event.many_count);
    event.writes_line = 0;
    tr_text raw = r->raw;
    if (r->is_piece || !raw.len || raw.len > TR_LONGEST_RAW || r->arrived_us >= LAST_US) return TR_HARD;
    if (!tr_is_text(raw.at, raw.len)) return TR_HARD;
    e->scratch.len = e->values.len = 0;
    e->line.failed = e->key.failed = 0;
    if (!tr_make_room(&e->scratch, 4 * (size_t)raw.len + 64) || !tr_make_room(&e->values, 8 * (size_t)raw.len + 4096))
        return TR_FAILED;
    tr_verdict verdict = raw.at[0] == '<' ? tr_syslog(e, r, &event) : tr_json(e, raw, &event);
    if (verdict == TR_DONE && event.writes_line && raw.at[0] == '{') tr_put_byte(&e->line, '}');
    if (verdict == TR_DONE && raw.at[0] == '{' && !event.writes_line) {
        e->line.len = 0;
        tr_put(&e->line, raw.at, raw.len);
    }
    if (e->line.failed || e->key.failed) return TR_FAILED;
    return verdict == TR_DONE ? tr_write(e, r, place, &event) : verdict;
}

/* is_done: what becomes whole with it was taken before, only what it leaves open counts. */
tr_verdict tr_take(tr_reader *e, const tr_record *r, uint64_t place, int is_done) {
    tr_verdict verdict = TR_HARD;
    if (stands_alone(e, r)) verdict = is_done ? TR_DONE : judged(e, r, place);
    if (verdict == TR_HARD) {
        tr_put(&e->hard, &place, sizeof place);
        if (e->hard.failed) return TR_FAILED;
    } else if (!is_done) {
        e->last_arrival_us = r->arrived_us;
    }
    return verdict;
}
