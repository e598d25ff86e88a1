/* SPDX-License-Identifier: EUPL-1.2 */
/* libFuzzer on the reader without Python: any bytes as the text of a record, and as bytes of the spool. Besides what the
 * sanitizers see it holds that a record gives exactly one row or one note for Python, that the rows of a group lie one
 * behind the other, and that the same record gives the same row again. run.sh builds and runs it. */
#include "rows.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(int ok, const char *what) {
    if (ok) return;
    fprintf(stderr, "broken: %s\n", what);
    abort();
}

static long who(void *with, const tr_record *r, tr_text host) {
    tr_speaker speaker = {(uint16_t)(60000 + host.len % 12), {0}, {0}}; /* more classes than are kept apart */
    speaker.source[0] = r->peer.len ? r->peer.at[0] : 0;
    return tr_add_speaker(with, &speaker);
}

static int meets(void *with, tr_text value) {
    (void)with;
    return value.len % 7 == 0;
}

static const struct {
    const char *name;
    tr_place place;
} NAMES[] = {
    {"User", {0, 0, -1, -1}},      {"TargetUserName", {0, 1, -1, -1}}, {"Image", {1, 0, -1, -1}},
    {"CommandLine", {3, 0, -1, -1}}, {"EventID", {4, 0, -1, -1}},      {"event_type", {4, 1, -1, -1}},
    {"SourceIp", {-1, -1, 0, 0}},  {"src_ip", {-1, -1, 0, 1}},         {"QueryName", {-1, -1, 1, 0}},
    {"http.hostname", {-1, -1, 1, 1}}, {"Hashes", {-1, -1, 2, 0}},     {"MD5", {-1, -1, 2, 1}},
};

static tr_text word(tr_reader *e, const char *text) { return tr_kept(e, (tr_text){(const uint8_t *)text, (uint32_t)strlen(text)}); }

static tr_reader *made(void) {
    tr_reader *e = tr_new((const uint8_t *)"sixteen bytes ok", 7, 25200);
    must(e != NULL, "new");
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        e->places[i] = NAMES[i].place;
        must(!tr_add(&e->names, (tr_text){(const uint8_t *)NAMES[i].name, (uint32_t)strlen(NAMES[i].name)}, (uint32_t)i), "name");
    }
    e->texts[0] = word(e, "sysmon");
    e->texts[1] = word(e, "security");
    e->texts[2] = word(e, "sshd");
    e->texts[3] = word(e, "webserver");
    tr_add(&e->channels, TR_TEXT("microsoft-windows-sysmon/operational"), 0);
    tr_add(&e->channels, TR_TEXT("security"), 1);
    tr_add(&e->services, TR_TEXT("sshd"), 2);
    tr_add(&e->web, TR_TEXT("nginx"), 3);
    e->sysmon[1] = word(e, "process_creation");
    for (int i = 0; i < 24; i++) e->facilities[i] = word(e, "syslog");
    e->watches = 1;
    e->who = who;
    e->meets = meets;
    e->with = e;
    return e;
}

/* Take a record; 1 when a row came of it. */
static int taken(tr_reader *e, const tr_record *r) {
    size_t rows = e->rows.len, hard = e->hard.len;
    tr_verdict verdict = tr_take(e, r, 77, 0);
    must(verdict != TR_FAILED, "memory");
    must(e->rows.len - rows == (verdict == TR_DONE ? sizeof(tr_row) : 0), "rows");
    must(e->hard.len - hard == (verdict == TR_HARD ? 8 : 0), "notes");
    if (verdict != TR_DONE) return 0;
    tr_row row;
    memcpy(&row, e->rows.at + rows, sizeof row);
    must(row.group < e->group_count && row.start + (size_t)row.len == e->groups[row.group].body.len, "the row ends its body");
    must(e->line.len > 1 && e->line.at[0] == '{', "a line for the rules");
    return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static tr_reader *e;
    tr_record r;
    if (!e) e = made();
    if (e->speaker_count > 10000) tr_free(e), e = made();
    tr_map_clear(&e->careful);
    tr_begin(e, 3);
    for (size_t at = 0; tr_record_at(data, at, size, &r); at = r.stop) tr_take(e, &r, at, 0);
    if (size < 1) return 0;
    static const uint8_t nobody[16];
    uint8_t *copy = malloc(size); /* of its own length, so that a look behind it is seen */
    must(copy != NULL, "copy");
    memcpy(copy, data + 1, size - 1);
    memset(&r, 0, sizeof r);
    r.way = 1 + data[0] % 5;
    r.source = nobody;
    tr_map_clear(&e->careful);
    r.arrived_us = 1772413200000000u + data[0];
    r.peer = (tr_text){data, data[0] & 1};
    r.raw = (tr_text){copy, (uint32_t)(size - 1)};
    if (r.peer.len && (data[0] & 0x80)) r.peer.len = 0;
    tr_begin(e, 3);
    if (taken(e, &r)) {
        tr_row one, two;
        must(taken(e, &r), "the same again");
        memcpy(&one, e->rows.at, sizeof one);
        memcpy(&two, e->rows.at + sizeof one, sizeof two);
        const uint8_t *body = e->groups[one.group].body.at;
        must(one.len == two.len && memcmp(body + one.start, body + two.start, one.len) == 0, "the same row");
    }
    free(copy);
    return 0;
}
