/* SPDX-License-Identifier: EUPL-1.2 */
/* The common shapes of events from the spool to rows of the store without Python.
 *
 * Read in this order: spool.c (one record), text.c (bytes, texts), json.c (a line to nodes), times.c, tables.c (what is
 * remembered), syslog.c and shapes.c (a record to an event), columns.c (an event to a row), take.c (a part of the spool),
 * module.c (the door to Python). What is not plainly one of these shapes is TR_HARD and left to Python (formats/), whose
 * rows decide: the same bytes come out of both, tests/test_quick.py holds them against each other. */
#ifndef TINHSO_ROWS_H
#define TINHSO_ROWS_H

#include <stddef.h>
#include <stdint.h>

#define TR_LONGEST_RAW 262144u
#define TR_LONGEST_VALUE 8192u /* bytes; longer ones are cut by letters, in Python */
#define TR_LONGEST_REMEMBERED 256u
#define TR_MOST_NODES 4096u
#define TR_MOST_CHILDREN 256u
#define TR_DEEPEST 16
#define TR_MOST_GROUPS 8
#define TR_MOST_SOURCES 512u
#define TR_MOST_OF_MANY 64u
#define TR_ONE 5
#define TR_MANY 3
#define TR_MOST_RANKS 32
#define TR_NONE UINT32_MAX
#define TR_MOST_PARAMETERS 32

typedef enum { TR_DONE, TR_HARD, TR_FAILED } tr_verdict; /* TR_FAILED: no memory, or Python raised */

typedef struct {
    uint8_t *at;
    size_t len, room;
    int failed;
} tr_buf;

typedef struct {
    const uint8_t *at;
    uint32_t len;
} tr_text;

/* One record of the spool, as collect/records.py writes it. */
typedef struct {
    size_t stop; /* behind it */
    uint8_t way, is_piece;
    uint64_t arrived_us;
    const uint8_t *source; /* 16 bytes */
    uint64_t sequence;
    tr_text peer, stream, raw;
} tr_record;

/* A value of JSON. at, len: inside the quotes of a string, else the token. */
typedef enum { TR_STRING, TR_INTEGER, TR_NUMBER, TR_TRUE, TR_FALSE, TR_NULL, TR_OBJECT, TR_LIST } tr_kind;
typedef struct {
    tr_text key, text;
    uint32_t next, count; /* node behind all that is in it; children */
    uint8_t kind, is_escaped;
} tr_node;

/* Keyed table of bytes to a number; see tables.c. */
typedef struct {
    uint64_t hash;
    size_t at;
    uint32_t len, value;
} tr_slot;
typedef struct {
    tr_slot *slots;
    tr_buf arena;
    uint32_t size, count, most;
    uint64_t key[2];
} tr_map;

typedef struct {
    int8_t one, one_rank, many, many_rank; /* column and rank among its names, -1: none */
} tr_place;

typedef struct {
    uint16_t keep;
    uint8_t source[16], unit[16]; /* as the store writes UUIDs */
} tr_speaker;

typedef struct {
    uint64_t offset, at_us;
    uint32_t group, start, len, speaker, tag, is_met;
} tr_row;

typedef struct {
    uint16_t day, keep;
    tr_buf body;
} tr_group;

/* What an event says, gathered by syslog.c and shapes.c before its row is written. */
typedef struct {
    tr_text host, kind, product, category, service;
    int has_time;
    int64_t time_us;
    tr_text one[TR_ONE];
    int one_rank[TR_ONE];
    struct {
        const tr_node *node;
        uint32_t rank;
    } many[TR_MANY][TR_MOST_RANKS];
    uint32_t many_count[TR_MANY];
    int writes_line; /* fields go into `line` as they are told */
} tr_event;

typedef struct tr_reader tr_reader;
/* Asked of Python: the number of who speaks (tr_add_speaker), or whether the watch list knows a value; -1: it raised. */
typedef long (*tr_who)(void *with, const tr_record *r, tr_text host);
typedef int (*tr_meets)(void *with, tr_text value);

struct tr_reader {
    uint32_t spool;
    uint64_t segment;
    int32_t zone_s; /* seconds east of UTC, of times without a zone */
    int watches;
    tr_map names, channels, services, web; /* to places; to texts: service of a channel, of a program; category */
    tr_text texts[256], facilities[24];
    uint32_t text_count;
    tr_place places[512];
    uint32_t place_count;
    tr_text sysmon[256]; /* category by number of the event */
    tr_buf words;        /* what texts of tables point into */
    tr_map whose, seen, sources, careful;
    tr_speaker *speakers;
    uint32_t speaker_count, speaker_room;
    tr_who who;
    tr_meets meets;
    void *with;
    /* of the part at hand */
    tr_group groups[TR_MOST_GROUPS];
    uint32_t group_count;
    tr_buf rows, hard; /* of tr_row; of uint64_t */
    tr_buf line, scratch, key, values;
    tr_node nodes[TR_MOST_NODES];
    uint32_t node_count;
    uint32_t stamp, stamps[2 * TR_MOST_CHILDREN], stamped[2 * TR_MOST_CHILDREN];
    uint64_t last_arrival_us;
};

/* spool.c */
uint32_t tr_crc(uint32_t crc, const uint8_t *p, size_t len);
int tr_record_at(const uint8_t *data, size_t at, size_t size, tr_record *r);
/* text.c */
int tr_make_room(tr_buf *b, size_t more);
void tr_put(tr_buf *b, const void *bytes, size_t len);
void tr_put_byte(tr_buf *b, uint8_t byte);
void tr_put_length(tr_buf *b, size_t length);
void tr_put_text(tr_buf *b, tr_text text);
void tr_put_quoted(tr_buf *b, tr_text text);
int tr_is_text(const uint8_t *p, size_t len);
int tr_is_ascii(tr_text text);
int tr_decoded(tr_reader *e, const tr_node *node, tr_text *text);
tr_text tr_kept(tr_reader *e, tr_text text);
static inline int tr_is(tr_text text, const char *word, size_t len) {
    return text.len == len && __builtin_memcmp(text.at, word, len) == 0;
}
#define TR_IS(text, word) tr_is(text, word, sizeof(word) - 1)
#define TR_TEXT(word) ((tr_text){(const uint8_t *)(word), sizeof(word) - 1})
/* json.c */
int tr_parse(tr_reader *e, tr_text line);
const tr_node *tr_child(const tr_reader *e, const tr_node *parent, const char *key, size_t len);
#define TR_CHILD(e, parent, key) tr_child(e, parent, key, sizeof(key) - 1)
/* times.c: 1 and the microseconds since 1970, 0 for what Python has to read */
int tr_iso(tr_text text, int32_t zone_s, int64_t *us);
int tr_bsd(tr_text text, int32_t zone_s, uint64_t arrived_us, int64_t *us, uint32_t *used);
/* tables.c */
int tr_map_new(tr_map *m, uint32_t most, const uint8_t key[16]);
void tr_map_free(tr_map *m);
void tr_map_clear(tr_map *m);
uint32_t tr_find(const tr_map *m, tr_text key); /* TR_NONE: not there */
int tr_add(tr_map *m, tr_text key, uint32_t value); /* clears a full one first; -1: no memory */
/* syslog.c, shapes.c */
tr_verdict tr_syslog(tr_reader *e, const tr_record *r, tr_event *event);
tr_verdict tr_json(tr_reader *e, tr_text line, tr_event *event);
/* columns.c */
int tr_tell(tr_reader *e, tr_event *event, tr_text name, const tr_node *value);
tr_verdict tr_write(tr_reader *e, const tr_record *r, uint64_t place, const tr_event *event);
/* take.c */
tr_reader *tr_new(const uint8_t key[16], uint32_t spool, int32_t zone_s);
void tr_free(tr_reader *e);
long tr_add_speaker(tr_reader *e, const tr_speaker *speaker);
void tr_forget_speakers(tr_reader *e);
void tr_begin(tr_reader *e, uint64_t segment);
/* Take one record; TR_HARD: it was noted as one for Python. */
tr_verdict tr_take(tr_reader *e, const tr_record *r, uint64_t place, int is_done);

#endif
