/* SPDX-License-Identifier: EUPL-1.2 */
/* libFuzzer on the loop without Python: any bytes as a line. Besides what the sanitizers see it holds that
 * - a value answered from memory, after memory was thrown away or never remembered gives the same candidates;
 * - the scanner of a field finds the predicates that trying them one by one finds.
 * A third of what Python would be asked is answered no, so that answers matter.
 * run.sh builds and runs it. */
#include "core.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANY_FIELD, CHANNEL, NUMBER, IMAGE, COMMAND, USER, HASHES, FIELDS };
static const char *const NAMES[] = {"", "channel", "eventid", "image", "commandline", "user", "hashes"};

static const struct {
    int field, kind;
    const char *literal;
} ATOMS[] = {
    {IMAGE, TS_SUFFIX, "\\cmd.exe"}, {IMAGE, TS_SUFFIX, "e"},          {IMAGE, TS_PREFIX, "c:\\"},
    {IMAGE, TS_CONTAINS, "\\temp\\"}, {IMAGE, TS_EXACT, "5"},           {IMAGE, TS_VALUE, ""},
    {COMMAND, TS_CONTAINS, " -enc"}, {COMMAND, TS_CONTAINS, "a"},      {COMMAND, TS_CONTAINS, "/c"},
    {COMMAND, TS_CONTAINS, "iex"},   {COMMAND, TS_REGEX, "from"},      {COMMAND, TS_MAYBE, "base64"},
    {COMMAND, TS_EXACT, ""},         {COMMAND, TS_PRESENT, ""},        {USER, TS_EXACT, "t\xe1\xbb\x89nh\\lan"},
    {USER, TS_PREFIX, "\xc4\x91"},   {USER, TS_SUFFIX, "$"},           {USER, TS_CONTAINS, "k"},
    {HASHES, TS_CONTAINS, "imphash="}, {HASHES, TS_VALUE, ""},         {CHANNEL, TS_EXACT, "security"},
    {NUMBER, TS_EXACT, "1"},         {NUMBER, TS_EXACT, "4688"},       {ANY_FIELD, TS_CONTAINS, "mimikatz"},
    {ANY_FIELD, TS_CONTAINS, "lsadump::"}, {ANY_FIELD, TS_REGEX, "kiwi"}, {ANY_FIELD, TS_CONTAINS, "c:\\a \"q\""},
    {USER, TS_MAYBE, ""},            {USER, TS_REGEX, ""},             {IMAGE, TS_NETWORK, "\4\10\12\1\1\1"},
    {IMAGE, TS_NETWORK, "\6\10\1\1\1\1"}, {USER, TS_NETWORK, "\4\40\12\1\1\1"},
};
#define ATOM_COUNT (sizeof(ATOMS) / sizeof(*ATOMS))

static void must(int ok, const char *what) {
    if (ok) return;
    fprintf(stderr, "broken: %s\n", what);
    abort();
}

/* Stands in for Python: what it says depends on the predicate and the value alone. */
static int judged(void *with, const ts_engine *e, const ts_leaf *leaf, uint32_t *atoms, uint32_t count) {
    (void)with;
    int left = 0;
    for (uint32_t i = 0; i < count; i++) {
        must(atoms[i] < e->atom_count, "asked about an atom");
        if ((atoms[i] + leaf->len + (leaf->len ? leaf->at[leaf->len - 1] : 0)) % 3) atoms[left++] = atoms[i];
    }
    return left;
}

static ts_engine *made(size_t entries, int routed) {
    ts_engine *e = ts_new((const uint8_t *)"sixteen bytes ok", entries, 1 << 16);
    must(e != NULL, "new");
    for (uint32_t c = 'a'; c <= 'z'; c++) must(!ts_fold_pair(e, 0xFF21 + c - 'a', 0xFF41 + c - 'a'), "fold");
    ts_fold_pair(e, 0x212A, 'k');
    ts_fold_pair(e, 0x110, 0x111);
    ts_fold_pair(e, 0x23A, 0x2C65);
    int event = ts_add_node(e, 0, (const uint8_t *)"Event", 5), system = ts_add_node(e, event, (const uint8_t *)"System", 6);
    int data = ts_add_node(e, event, (const uint8_t *)"EventData", 9), user = ts_add_node(e, event, (const uint8_t *)"UserData", 8);
    ts_set_system(e, system, 0);
    ts_set_section(e, system, 0, 0, 1, 0);
    ts_set_section(e, data, 0, 1, 1, 0);
    ts_set_section(e, user, 0, 2, 1, 1);
    ts_set_section(e, 0, 1, 0, 0, 0);
    for (int shape = 0; shape < 2; shape++)
        for (int f = 1; f < FIELDS; f++)
            must(!ts_add_name(e, shape, (const uint8_t *)NAMES[f], strlen(NAMES[f]), f), "name");
    for (size_t i = 0; i < ATOM_COUNT; i++)
        must(ts_add_atom(e, ATOMS[i].field, ATOMS[i].kind, (const uint8_t *)ATOMS[i].literal, ATOMS[i].kind == TS_NETWORK ? 6 : strlen(ATOMS[i].literal), 0.1) == (int)i, "atom");
    for (int32_t i = 0; i < (int32_t)ATOM_COUNT; i++) { /* each alone, each with not-next */
        must(ts_add_rule(e, &i, 0) < 0, "empty rule");
        int32_t alone = i * 2;
        must(ts_add_rule(e, &alone, 1) >= 0, "rule");
        int32_t next = (i + 5) % (int32_t)ATOM_COUNT;
        int negated = ATOMS[next].field != ANY_FIELD;
        int32_t both[] = {TS_AND, 6, alone, TS_OR, 3, next * 2 + negated, TS_FALSE, ((i + 9) % (int32_t)ATOM_COUNT) * 2};
        must(ts_add_rule(e, both, 8) >= 0, "rule of two");
        int32_t same[] = {TS_AND, 5, alone, TS_SAME, 1 + i % (FIELDS - 1), 1 + i / 2 % (FIELDS - 1), i % 8};
        must(ts_add_rule(e, same, 7) >= 0, "rule of two fields");
    }
    e->asker = judged;
    must(!ts_ready(e, FIELDS, CHANNEL, NUMBER, routed), "ready");
    return e;
}

static ts_verdict asked(ts_engine *e, const uint8_t *line, size_t len) {
    ts_verdict found = ts_match(e, line, len, 0);
    if (found != TS_ROUTE) return found;
    int32_t rules[ATOM_COUNT * 3];
    for (int32_t i = 0; i < (int32_t)(ATOM_COUNT * 3); i++) rules[i] = i;
    int routed = e->routed;
    must(!ts_add_route(e, 0, routed ? e->found_channel : NULL, routed ? e->found_number : NULL, rules, ATOM_COUNT * 3),
         "route");
    found = ts_match(e, line, len, 0);
    must(found != TS_ROUTE, "a route is found once it was added");
    return found;
}

static int by_number(const void *a, const void *b) {
    int32_t one = *(const int32_t *)a, two = *(const int32_t *)b;
    return (one > two) - (one < two);
}

static void same(ts_engine *e, ts_engine *other, ts_verdict one, ts_verdict two) {
    must(one == two, "verdict");
    must(e->candidate_count == other->candidate_count, "number of candidates");
    if (!e->candidate_count) return;
    qsort(e->candidates, e->candidate_count, sizeof(int32_t), by_number);
    qsort(other->candidates, other->candidate_count, sizeof(int32_t), by_number);
    must(!memcmp(e->candidates, other->candidates, e->candidate_count * sizeof(int32_t)), "candidates");
}

/* Every leaf, against every atom of its field. */
static void scanned(ts_engine *e) {
    const ts_route *r = e->last;
    for (uint32_t i = 0; r && i < e->leaf_count; i++) {
        const ts_leaf *leaf = &e->leaves[i];
        size_t len;
        int ascii;
        if (leaf->field < 0 || leaf->kind == TS_NULL || leaf->kind == TS_ODD) continue;
        int slot = r->slot_of[leaf->field];
        if (slot < 0) continue;
        must(ts_text(e, leaf, &len, &ascii), "text");
        uint32_t count = ts_scan(e, r->scanners[slot], e->text, len, ascii), expected = 0;
        for (uint32_t n = 0; n < r->atom_count; n++) {
            const ts_atom *atom = &e->atoms[r->atoms[n]];
            expected += atom->field == leaf->field && ts_atom_may_hold(atom, e->text, len, ascii);
        }
        must(count == expected, "scanner");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static ts_engine *large[2], *small[2];
    for (int routed = 0; routed < 2; routed++) {
        if (!large[routed]) {
            large[routed] = made(1024, routed);
            small[routed] = made(16, routed);
        }
        ts_verdict first = asked(large[routed], data, size);
        ts_verdict other = asked(small[routed], data, size);
        same(large[routed], small[routed], first, other);
        ts_verdict again = asked(large[routed], data, size);
        same(large[routed], small[routed], again, other);
        if (first == TS_DONE) scanned(large[routed]);
    }
    return 0;
}
