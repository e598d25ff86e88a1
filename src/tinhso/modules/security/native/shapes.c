/* SPDX-License-Identifier: EUPL-1.2 */
/* Objects of JSON known by their shape: Windows events in three layouts and Suricata's EVE, as formats/windows.py and
 * formats/shapes.py read them. All others are Python's. */
#include "rows.h"
#include <string.h>

static int is_kind(const tr_node *node, int kind) { return node && node->kind == kind; }

static int is_there(const tr_node *node) { return node && node->kind != TR_NULL; }

/* A text that may be missing; 0: something else stands there. */
static int text_of(tr_reader *e, const tr_node *node, tr_text *text) {
    *text = (tr_text){NULL, 0};
    if (!is_there(node)) return 1;
    return tr_decoded(e, node, text);
}

static int begins(tr_text text, uint8_t one, uint8_t other) { return text.len && (text.at[0] == one || text.at[0] == other); }

/* Whether no name among the children holds a blank or a dot, which would mean something else. */
static int has_plain_names(const tr_reader *e, const tr_node *object) {
    const tr_node *child = object + 1;
    for (uint32_t left = object->count; left; left--, child = &e->nodes[child->next])
        if (memchr(child->key.at, ' ', child->key.len) || memchr(child->key.at, '.', child->key.len)) return 0;
    return 1;
}

/* The number of an event as text without leading zeros; 0: Python. */
static int number_of(tr_reader *e, const tr_node *node, tr_text *number) {
    if (is_kind(node, TR_OBJECT)) node = TR_CHILD(e, node, "#text");
    if (!node || (node->kind != TR_INTEGER && node->kind != TR_STRING) || node->is_escaped) return 0;
    *number = node->text;
    if (!number->len || number->len > 9) return 0;
    for (uint32_t i = 0; i < number->len; i++)
        if (number->at[i] < '0' || number->at[i] > '9') return 0;
    while (number->len > 1 && number->at[0] == '0') number->at++, number->len--;
    return 1;
}

static void source_of(tr_reader *e, tr_event *event, tr_text channel, tr_text number) {
    event->kind = TR_TEXT("windows");
    event->product = TR_TEXT("windows");
    uint32_t value = 0, service = tr_find(&e->channels, channel);
    for (uint32_t i = 0; i < number.len; i++) value = value * 10 + number.at[i] - '0';
    if (service == TR_NONE) return;
    event->service = e->texts[service];
    if (TR_IS(event->service, "sysmon") && value < 256) event->category = e->sysmon[value];
    if (TR_IS(event->service, "security") && value == 4688) event->category = TR_TEXT("process_creation");
    if (TR_IS(event->service, "powershell") && value == 4103) event->category = TR_TEXT("ps_module");
    if (TR_IS(event->service, "powershell") && value == 4104) event->category = TR_TEXT("ps_script");
}

/* Host, time, number and source of an event of Windows. */
static tr_verdict finish(tr_reader *e, tr_event *event, const tr_node *host, const tr_node *channel,
                         const tr_node *time, const tr_node *number) {
    tr_text channel_text, time_text, number_text;
    if (!text_of(e, host, &event->host) || !text_of(e, channel, &channel_text) || !text_of(e, time, &time_text))
        return TR_HARD;
    if (!number_of(e, number, &number_text) || !tr_is_ascii(channel_text)) return TR_HARD;
    event->has_time = time_text.len > 0;
    if (event->has_time && !tr_iso(time_text, e->zone_s, &event->time_us)) return TR_HARD;
    e->key.len = 0;
    for (uint32_t i = 0; i < channel_text.len; i++) {
        uint8_t c = channel_text.at[i];
        tr_put_byte(&e->key, c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    }
    source_of(e, event, (tr_text){e->key.at, channel_text.len}, number_text);
    tr_node said = {TR_TEXT("EventID"), number_text, 0, 0, TR_INTEGER, 0};
    return tr_tell(e, event, said.key, &said) && !e->key.failed ? TR_DONE : TR_HARD;
}

/* Tell the fields of EventData to the columns. A name loses its blanks; one that System has too, or that one of its
 * attributes may have, would be kept apart (EventData_): where a column asks for it, Python decides. */
static int tell_data(tr_reader *e, tr_event *event, const tr_node *data, const tr_node *system) {
    if (!is_there(data)) return 1;
    if (data->kind != TR_OBJECT || event->writes_line) return 0;
    const tr_node *child = data + 1;
    for (uint32_t left = data->count; left; left--, child = &e->nodes[child->next]) {
        tr_text name = child->key;
        if (begins(name, '#', '@')) continue;
        if (TR_IS(name, "Data") && (child->kind == TR_LIST || child->kind == TR_OBJECT)) return 0;
        if (TR_IS(name, "SystemTime") || TR_IS(name, "EventID")) return 0;
        int has_blank = memchr(name.at, ' ', name.len) != NULL;
        e->key.len = 0;
        for (uint32_t i = 0; has_blank && i < name.len; i++)
            if (name.at[i] != ' ') tr_put_byte(&e->key, name.at[i]);
        if (has_blank) name = (tr_text){e->key.at, (uint32_t)e->key.len};
        if (tr_find(&e->names, name) == TR_NONE) continue;
        if (has_blank || memchr(name.at, '_', name.len) || tr_child(e, system, (const char *)name.at, name.len)) return 0;
        if (!tr_tell(e, event, name, child)) return 0;
    }
    return 1;
}

/* Tell one element of System; the attributes of one stand under <element>_<attribute>. */
static int tell_element(tr_reader *e, tr_event *event, const tr_node *child) {
    if (child->kind != TR_OBJECT) return tr_tell(e, event, child->key, child);
    const tr_node *inner = TR_CHILD(e, child, "#attributes");
    if (inner && inner->kind != TR_OBJECT) return 0;
    if (!inner) inner = child;
    const tr_node *one = inner + 1;
    for (uint32_t left = inner->count; left; left--, one = &e->nodes[one->next]) {
        tr_text name = one->key;
        while (begins(name, '@', '@')) name.at++, name.len--;
        size_t from = e->values.len; /* names made here live as long as the event */
        if (e->values.room - from < child->key.len + name.len + 1u) return 0;
        tr_put(&e->values, child->key.at, child->key.len);
        tr_put_byte(&e->values, '_');
        tr_put(&e->values, name.at, name.len);
        if (!tr_tell(e, event, (tr_text){e->values.at + from, (uint32_t)(e->values.len - from)}, one)) return 0;
    }
    return 1;
}

/* Where the time of an event stands: among the attributes of TimeCreated, or side by side with the rest; 0: Python. */
static int find_time(const tr_reader *e, const tr_node *system, const tr_node **time) {
    const tr_node *created = TR_CHILD(e, system, "TimeCreated");
    *time = TR_CHILD(e, system, "SystemTime");
    if (TR_CHILD(e, system, "TimeCreated_SystemTime")) return 0;
    if (!is_kind(created, TR_OBJECT)) return 1;
    const tr_node *attributes = TR_CHILD(e, created, "#attributes");
    if (!attributes) attributes = created;
    if (*time || TR_CHILD(e, attributes, "@SystemTime")) return 0;
    *time = TR_CHILD(e, attributes, "SystemTime");
    return 1;
}

static tr_verdict of_xml(tr_reader *e, tr_event *event, const tr_node *top, const tr_node *system) {
    const tr_node *time, *child = system + 1;
    int has_inner = 0, has_joined = 0;
    if (is_there(TR_CHILD(e, top, "UserData")) || event->writes_line || !find_time(e, system, &time)) return TR_HARD;
    for (uint32_t left = system->count; left; left--, child = &e->nodes[child->next]) {
        if (TR_IS(child->key, "EventID")) continue;
        has_inner |= child->kind == TR_OBJECT;
        has_joined |= memchr(child->key.at, '_', child->key.len) != NULL;
        if ((has_inner && has_joined) || !tell_element(e, event, child)) return TR_HARD;
    }
    if (!tell_data(e, event, TR_CHILD(e, top, "EventData"), system)) return TR_HARD;
    return finish(e, event, TR_CHILD(e, system, "Computer"), TR_CHILD(e, system, "Channel"), time,
                  TR_CHILD(e, system, "EventID"));
}

static tr_verdict of_winlogbeat(tr_reader *e, tr_event *event, const tr_node *top, const tr_node *log) {
    static const struct {
        const char *ours, *theirs;
    } names[] = {{"Channel", "channel"}, {"Computer", "computer_name"}, {"Provider_Name", "provider_name"}, {"EventRecordID", "record_id"}};
    const tr_node *found[4], *data = TR_CHILD(e, log, "event_data"), *time = TR_CHILD(e, top, "@timestamp");
    if (!has_plain_names(e, log) || is_there(TR_CHILD(e, log, "user_data")) || event->writes_line) return TR_HARD;
    for (int i = 0; i < 4; i++) {
        found[i] = tr_child(e, log, names[i].theirs, strlen(names[i].theirs));
        /* data of the same name would have to step aside */
        if (is_kind(data, TR_OBJECT) && tr_child(e, data, names[i].ours, strlen(names[i].ours))) return TR_HARD;
    }
    if (is_kind(data, TR_OBJECT) && (TR_CHILD(e, data, "SystemTime") || TR_CHILD(e, data, "EventID"))) return TR_HARD;
    const tr_node nothing = {{NULL, 0}, {NULL, 0}, 0, 0, TR_OBJECT, 0};
    if (!tell_data(e, event, data, &nothing)) return TR_HARD;
    return finish(e, event, found[1], found[0], time, TR_CHILD(e, log, "event_id"));
}

/* All fields side by side (NXLog). */
static tr_verdict of_flat(tr_reader *e, tr_event *event, const tr_node *top) {
    const tr_node *host = TR_CHILD(e, top, "Computer"), *time = TR_CHILD(e, top, "SystemTime"), *child = top + 1;
    const tr_node *their_host = TR_CHILD(e, top, "Hostname"), *their_time = TR_CHILD(e, top, "EventTime");
    const tr_node *theirs = TR_CHILD(e, top, "SourceName"), *ours = TR_CHILD(e, top, "Provider_Name");
    const tr_node *number = TR_CHILD(e, top, "EventID");
    if (!has_plain_names(e, top)) return TR_HARD;
    for (uint32_t left = top->count; left; left--, child = &e->nodes[child->next])
        if (child != number && !tr_tell(e, event, child->key, child)) return TR_HARD;
    if (event->writes_line) { /* what is made of other names is among the fields too */
        if (!host && their_host && !tr_tell(e, event, TR_TEXT("Computer"), their_host)) return TR_HARD;
        if (!time && their_time && !tr_tell(e, event, TR_TEXT("SystemTime"), their_time)) return TR_HARD;
        if (!ours && theirs && !tr_tell(e, event, TR_TEXT("Provider_Name"), theirs)) return TR_HARD;
    }
    return finish(e, event, host ? host : their_host, TR_CHILD(e, top, "Channel"), time ? time : their_time, number);
}

/* Tell what lies in an object under dotted names; lists stay as they are. */
static int tell_flat(tr_reader *e, tr_event *event, const tr_node *object, tr_text prefix) {
    const tr_node *child = object + 1;
    if (!has_plain_names(e, object)) return 0;
    for (uint32_t left = object->count; left; left--, child = &e->nodes[child->next]) {
        size_t from = e->values.len;
        if (e->values.room - from < prefix.len + child->key.len + 1u) return 0;
        tr_put(&e->values, prefix.at, prefix.len);
        tr_put(&e->values, child->key.at, child->key.len);
        int is_inner = child->kind == TR_OBJECT && child->count;
        if (is_inner) tr_put_byte(&e->values, '.');
        tr_text name = {e->values.at + from, (uint32_t)(e->values.len - from)};
        if (!(is_inner ? tell_flat(e, event, child, name) : tr_tell(e, event, name, child))) return 0;
    }
    return 1;
}

static tr_verdict of_suricata(tr_reader *e, tr_event *event, const tr_node *top) {
    tr_text service, time;
    const tr_node *type = TR_CHILD(e, top, "event_type"), *said = TR_CHILD(e, top, "timestamp");
    if (!is_kind(type, TR_STRING) || !is_kind(said, TR_STRING)) return TR_HARD;
    /* "syslog": its fields would be called as those of the envelope are */
    if (TR_CHILD(e, top, "rule") || TR_CHILD(e, top, "class_uid") || TR_CHILD(e, top, "syslog")) return TR_HARD;
    if (!text_of(e, type, &service) || !text_of(e, said, &time) || !text_of(e, TR_CHILD(e, top, "host"), &event->host))
        return TR_HARD;
    if (!service.len || service.len > 64 || memchr(service.at, 0, service.len) || !tr_iso(time, e->zone_s, &event->time_us)) return TR_HARD;
    event->has_time = 1;
    event->kind = event->product = TR_TEXT("suricata");
    event->service = service;
    if (TR_IS(service, "dns")) event->category = TR_TEXT("dns");
    if (!event->writes_line) {
        event->writes_line = 1;
        e->line.len = 0;
        tr_put_byte(&e->line, '{');
    }
    return tell_flat(e, event, top, (tr_text){NULL, 0}) ? TR_DONE : TR_HARD;
}

/* Read an object of JSON: an event of its own, or the message of a line of syslog (writes_line). */
tr_verdict tr_json(tr_reader *e, tr_text line, tr_event *event) {
    if (!tr_parse(e, line)) return TR_HARD;
    const tr_node *top = e->nodes, *log = TR_CHILD(e, top, "winlog"), *outer = TR_CHILD(e, top, "Event");
    const tr_node *system = TR_CHILD(e, outer, "System");
    if (!has_plain_names(e, top)) return TR_HARD;
    if (is_kind(log, TR_OBJECT)) return of_winlogbeat(e, event, top, log);
    if (is_kind(system, TR_OBJECT)) return of_xml(e, event, outer, system);
    if (!TR_CHILD(e, top, "EventID")) return of_suricata(e, event, top);
    if (TR_CHILD(e, top, "Channel") || TR_CHILD(e, top, "ProviderGuid") || TR_CHILD(e, top, "System"))
        return of_flat(e, event, top);
    return TR_HARD;
}
