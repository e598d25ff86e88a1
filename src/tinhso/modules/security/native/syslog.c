/* SPDX-License-Identifier: EUPL-1.2 */
/* Lines of syslog, RFC 5424 and RFC 3164, as formats/syslog.py reads them. */
#include "rows.h"
#include <string.h>

typedef struct {
    tr_text id, name, value;
} parameter;

typedef struct {
    unsigned priority;
    tr_text kind, host, app, process, message_id, message;
    int has_time;
    int64_t time_us;
    parameter parameters[TR_MOST_PARAMETERS];
    uint32_t parameter_count;
} envelope;

static tr_text rest_of(tr_text text, uint32_t at) { return (tr_text){text.at + at, text.len - at}; }

/* The text before the next blank, which must follow, and what is behind it. Other white space: Python. */
static int token(tr_text *rest, tr_text *found) {
    for (uint32_t i = 0; i < rest->len; i++) {
        uint8_t c = rest->at[i];
        if (c == ' ') {
            *found = (tr_text){rest->at, i};
            *rest = rest_of(*rest, i + 1);
            return i > 0;
        }
        if (c < 0x20) return 0;
    }
    return 0;
}

static tr_text unless_dash(tr_text text) { return TR_IS(text, "-") ? (tr_text){text.at, 0} : text; }

/* The time of RFC 5424, 6.2.3: a T, at most six digits of a fraction, a zone with a colon. */
static int strict_time(tr_text t, int64_t *us) {
    if (t.len < 20 || t.at[10] != 'T' || memchr(t.at, ',', t.len)) return 0;
    uint32_t zone = t.at[t.len - 1] == 'Z' ? 1 : 6;
    if (zone == 6 && t.at[t.len - 3] != ':') return 0;
    if (t.at[19] == '.' ? t.len > 19 + 7 + zone : t.len != 19 + zone) return 0;
    return tr_iso(t, 0, us);
}

static int is_name(uint8_t c) { return c > ' ' && c < 0x7F && c != '"' && c != '=' && c != ']'; }

static uint32_t name_at(tr_text t, uint32_t at) {
    uint32_t len = 0;
    while (at + len < t.len && is_name(t.at[at + len])) len++;
    return len <= 255 ? len : 0;
}

/* One element of structured data from behind its bracket; where it ends, 0: Python. */
static uint32_t element(tr_text t, uint32_t at, envelope *told) {
    uint32_t len = name_at(t, at);
    tr_text id = {t.at + at, len};
    if (!len) return 0;
    for (uint32_t i = 0; i < told->parameter_count; i++)
        if (tr_is(told->parameters[i].id, (const char *)id.at, id.len)) return 0; /* said twice */
    for (at += len; at < t.len && t.at[at] == ' ';) {
        uint32_t name = name_at(t, ++at), from = at + name + 2;
        if (!name || from > t.len || t.at[from - 2] != '=' || t.at[from - 1] != '"') return 0;
        uint32_t end = from;
        while (end < t.len && t.at[end] != '"' && t.at[end] != '\\' && t.at[end] != ']') end++;
        if (end >= t.len || t.at[end] != '"' || told->parameter_count >= TR_MOST_PARAMETERS) return 0;
        parameter *p = &told->parameters[told->parameter_count++];
        *p = (parameter){id, {t.at + at, name}, {t.at + from, end - from}};
        for (parameter *one = told->parameters; one < p; one++)
            if (tr_is(one->id, (const char *)id.at, id.len) && tr_is(one->name, (const char *)t.at + at, name)) return 0;
        at = end + 1;
    }
    return at < t.len && t.at[at] == ']' ? at + 1 : 0;
}

static int of_5424(tr_text rest, envelope *told) {
    tr_text version, time, host, app, process, message_id;
    if (!token(&rest, &version) || !TR_IS(version, "1") || !token(&rest, &time) || !token(&rest, &host)) return 0;
    if (!token(&rest, &app) || !token(&rest, &process) || !token(&rest, &message_id)) return 0;
    told->has_time = !TR_IS(time, "-");
    if (told->has_time && !strict_time(time, &told->time_us)) return 0;
    uint32_t at = 0;
    if (rest.len && rest.at[0] == '-') {
        at = 1;
    } else {
        /* An element without parameters leaves nothing to compare: only one of them is read here. */
        for (int count = 0; at < rest.len && rest.at[at] == '['; count++) {
            uint32_t before = told->parameter_count;
            at = element(rest, at + 1, told);
            if (!at || (before == told->parameter_count && (count || (at < rest.len && rest.at[at] == '[')))) return 0;
        }
        if (!at) return 0;
    }
    if (at < rest.len && rest.at[at] != ' ') return 0;
    told->message = at < rest.len ? rest_of(rest, at + 1) : (tr_text){rest.at, 0};
    if (told->message.len >= 3 && memcmp(told->message.at, "\xEF\xBB\xBF", 3) == 0) told->message = rest_of(told->message, 3);
    told->kind = TR_TEXT("syslog5424");
    told->host = unless_dash(host);
    told->app = unless_dash(app);
    told->process = unless_dash(process);
    told->message_id = unless_dash(message_id);
    return 1;
}

static int is_tag(uint8_t c) { return c > ' ' && c < 0x7F && c != ':' && c != '[' && c != ']'; }

/* `program[process]:` before a message; 0: Python. */
static int tag(envelope *told) {
    tr_text t = told->message;
    uint32_t len = 0, at, process = 0;
    while (len < t.len && is_tag(t.at[len])) len++;
    at = len;
    if (at < t.len && t.at[at] == '[') {
        uint32_t from = ++at;
        for (; at < t.len && t.at[at] != ']'; at++)
            if (t.at[at] <= ' ' || t.at[at] >= 0x7F) return 0;
        process = at - from;
        if (!process || process > 128 || at >= t.len) return 0;
        at++;
    }
    if (!len || len > 64 || at >= t.len || t.at[at] != ':') return !process; /* no tag: all is content */
    told->app = (tr_text){t.at, len};
    if (process) told->process = (tr_text){t.at + len + 1, process};
    at++;
    told->message = rest_of(t, at + (at < t.len && t.at[at] == ' '));
    return 1;
}

static int of_3164(tr_reader *e, tr_text rest, uint64_t arrived_us, envelope *told) {
    uint32_t used = 0;
    if (rest.len && rest.at[0] >= 'A') {
        if (!tr_bsd(rest, e->zone_s, arrived_us, &told->time_us, &used)) return 0;
        rest = rest_of(rest, used);
    } else {
        tr_text time;
        if (!token(&rest, &time) || time.len < 19 || time.at[10] != 'T' || !tr_iso(time, e->zone_s, &told->time_us)) return 0;
    }
    told->has_time = 1;
    const uint8_t *blank = memchr(rest.at, ' ', rest.len);
    uint32_t len = blank ? (uint32_t)(blank - rest.at) : rest.len;
    told->host = (tr_text){rest.at, len};
    told->message = blank ? rest_of(rest, len + 1) : (tr_text){rest.at, 0};
    if (len && rest.at[len - 1] == ':') { /* a program where the machine should be */
        told->host.len = 0;
        told->message = rest;
    }
    told->kind = TR_TEXT("syslog3164");
    return tag(told);
}

/* What a message is: 1 plain text, 2 JSON, 0 what Python looks at. */
static int message_kind(tr_text message) {
    if (!message.len) return 1;
    uint8_t c = message.at[0];
    if (c == '{') return 2;
    if (c <= ' ' || c == '@' || c == 0xC2 || (c & 0xF0) == 0xE0) return 0; /* E0 to EF: may be a blank beyond ASCII */
    const char *starts[] = {"CEF:", "type=", "node="};
    for (int i = 0; i < 3; i++)
        if (message.len >= strlen(starts[i]) && memcmp(message.at, starts[i], strlen(starts[i])) == 0) return 0;
    return 1;
}

static void put_text(tr_reader *e, tr_text prefix, const char *name, tr_text value) {
    if (!value.len) return;
    tr_put(&e->line, ",\"", 2);
    tr_put(&e->line, prefix.at, prefix.len);
    tr_put(&e->line, name, strlen(name));
    tr_put(&e->line, "\":", 2);
    tr_put_quoted(&e->line, value);
}

static void put_number(tr_reader *e, tr_text prefix, const char *name, unsigned value) {
    uint8_t written[3];
    int at = 3;
    do written[--at] = (uint8_t)('0' + value % 10);
    while (value /= 10);
    tr_put_byte(&e->line, e->line.len == 1 ? ' ' : ',');
    tr_put_byte(&e->line, '"');
    tr_put(&e->line, prefix.at, prefix.len);
    tr_put(&e->line, name, strlen(name));
    tr_put(&e->line, "\":", 2);
    tr_put(&e->line, written + at, (size_t)(3 - at));
}

/* Begin the line for the rules with what the envelope says. */
static void put_fields(tr_reader *e, const envelope *told, tr_text prefix) {
    e->line.len = 0;
    tr_put_byte(&e->line, '{');
    put_number(e, prefix, "priority", told->priority);
    put_number(e, prefix, "facility", told->priority >> 3);
    put_number(e, prefix, "severity", told->priority & 7);
    put_text(e, prefix, "app", told->app);
    put_text(e, prefix, "procid", told->process);
    put_text(e, prefix, "msgid", told->message_id);
    for (uint32_t i = 0; i < told->parameter_count; i++) {
        const parameter *p = &told->parameters[i];
        tr_put(&e->line, ",\"", 2);
        tr_put(&e->line, prefix.at, prefix.len);
        tr_put(&e->line, "sd.", 3);
        e->key.len = 0;
        tr_put(&e->key, p->id.at, p->id.len);
        tr_put_byte(&e->key, '.');
        tr_put(&e->key, p->name.at, p->name.len);
        for (size_t at = 0; at < e->key.len; at++) { /* a backslash may stand in a name */
            if (e->key.at[at] == '\\') tr_put_byte(&e->line, '\\');
            tr_put_byte(&e->line, e->key.at[at]);
        }
        tr_put(&e->line, "\":", 2);
        tr_put_quoted(&e->line, p->value);
    }
}

static int lower(tr_reader *e, tr_text text, tr_text *found) {
    e->key.len = 0;
    for (uint32_t i = 0; i < text.len; i++) {
        uint8_t c = text.at[i];
        if (c & 0x80) return 0;
        tr_put_byte(&e->key, c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    }
    *found = (tr_text){e->key.at, text.len};
    return !e->key.failed;
}

static int plain(tr_reader *e, const envelope *told, tr_event *event) {
    tr_text app = {NULL, 0};
    if (told->app.len && !lower(e, told->app, &app)) return 0;
    uint32_t service = app.len ? tr_find(&e->services, app) : TR_NONE;
    uint32_t category = app.len ? tr_find(&e->web, app) : TR_NONE;
    event->kind = told->kind;
    event->product = TR_TEXT("linux");
    event->service = service != TR_NONE ? e->texts[service] : e->facilities[told->priority >> 3];
    if (category != TR_NONE) event->category = e->texts[category];
    put_fields(e, told, (tr_text){NULL, 0});
    tr_put(&e->line, ",\"message\":", 11);
    tr_put_quoted(&e->line, told->message);
    return 1;
}

tr_verdict tr_syslog(tr_reader *e, const tr_record *r, tr_event *event) {
    envelope told;
    memset(&told, 0, offsetof(envelope, parameters));
    told.parameter_count = 0;
    tr_text raw = r->raw;
    uint32_t at = 1;
    for (; at < raw.len && at < 5 && raw.at[at] >= '0' && raw.at[at] <= '9'; at++)
        told.priority = told.priority * 10 + raw.at[at] - '0';
    if (at < 2 || at > 4 || at >= raw.len || raw.at[at] != '>' || told.priority > 191) return TR_HARD;
    tr_text rest = rest_of(raw, at + 1);
    if (!rest.len) return TR_HARD;
    int ok = rest.len > 1 && rest.at[1] == ' ' && rest.at[0] >= '0' && rest.at[0] <= '9'
                 ? of_5424(rest, &told)
                 : of_3164(e, rest, r->arrived_us, &told);
    int kind = ok ? message_kind(told.message) : 0;
    if (!kind) return TR_HARD;
    if (kind == 1) {
        if (!plain(e, &told, event)) return TR_HARD;
    } else {
        put_fields(e, &told, TR_TEXT("syslog."));
        event->writes_line = 1;
        tr_verdict verdict = tr_json(e, told.message, event);
        if (verdict != TR_DONE) return verdict;
    }
    if (!event->host.len) event->host = told.host;
    if (!event->has_time) event->has_time = told.has_time, event->time_us = told.time_us;
    tr_put_byte(&e->line, '}');
    return TR_DONE;
}
