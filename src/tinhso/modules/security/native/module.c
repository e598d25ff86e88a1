/* SPDX-License-Identifier: EUPL-1.2 */
/* The thin layer between Python and the reader: tinhso.modules.security._rows.Reader. detection/quick.py is its only
 * caller. */
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>

#include "rows.h"
#include <string.h>

typedef struct {
    PyObject_HEAD
    tr_reader *reader;
    PyObject *who, *meets; /* borrowed while `take` runs */
    int is_busy;
} Reader;

static PyObject *refused(void) {
    PyErr_SetString(PyExc_ValueError, "the reader cannot take this");
    return NULL;
}

static PyObject *bytes_of(const void *at, size_t len) {
    return PyBytes_FromStringAndSize(len ? (const char *)at : "", (Py_ssize_t)len);
}

/* Ask Python who speaks; answers are (class, source, unit), both in the store's order of bytes. */
static long ask_who(void *with, const tr_record *r, tr_text host) {
    Reader *self = with;
    PyObject *answer = PyObject_CallFunction(self->who, "iy#y#y#y#", (int)r->way, (const char *)r->source, (Py_ssize_t)16,
                                             (const char *)r->peer.at, (Py_ssize_t)r->peer.len, (const char *)r->stream.at,
                                             (Py_ssize_t)r->stream.len, host.at ? (const char *)host.at : "", (Py_ssize_t)host.len);
    if (!answer) return -1;
    unsigned short keep;
    const char *source, *unit;
    Py_ssize_t source_len, unit_len;
    tr_speaker speaker;
    long number = -1;
    if (!PyArg_ParseTuple(answer, "Hy#y#", &keep, &source, &source_len, &unit, &unit_len)) goto done;
    if (source_len != 16 || unit_len != 16) {
        refused();
        goto done;
    }
    speaker.keep = keep;
    memcpy(speaker.source, source, 16);
    memcpy(speaker.unit, unit, 16);
    number = tr_add_speaker(self->reader, &speaker);
    if (number < 0) PyErr_NoMemory();
done:
    Py_DECREF(answer);
    return number;
}

static int ask_meets(void *with, tr_text value) {
    Reader *self = with;
    PyObject *answer = PyObject_CallFunction(self->meets, "y#", value.len ? (const char *)value.at : "", (Py_ssize_t)value.len);
    if (!answer) return -1;
    int found = PyObject_IsTrue(answer);
    Py_DECREF(answer);
    return found;
}

static PyObject *reader_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    const char *key;
    Py_ssize_t key_len;
    unsigned int spool;
    int zone_s;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "y#Ii", &key, &key_len, &spool, &zone_s)) return NULL;
    if (key_len != 16 || zone_s <= -86400 || zone_s >= 86400) return refused();
    allocfunc alloc = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Reader *self = (Reader *)(void *)alloc(type, 0);
    if (!self) return NULL;
    self->reader = tr_new((const uint8_t *)key, spool, zone_s);
    if (self->reader) {
        self->reader->who = ask_who;
        self->reader->meets = ask_meets;
        self->reader->with = self;
        return (PyObject *)self;
    }
    Py_DECREF((PyObject *)self);
    return PyErr_NoMemory();
}

static void reader_dealloc(PyObject *object) {
    PyTypeObject *type = Py_TYPE(object);
    tr_free(((Reader *)object)->reader);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(object);
    Py_DECREF((PyObject *)type);
}

/* The reader while nothing runs in it, else NULL with an error. */
static tr_reader *idle(PyObject *object) {
    Reader *self = (Reader *)object;
    if (!self->is_busy) return self->reader;
    refused();
    return NULL;
}

static PyObject *reader_name(PyObject *object, PyObject *args) {
    const char *name;
    Py_ssize_t len;
    int one, one_rank, many, many_rank;
    tr_reader *e = idle(object);
    if (!e || !PyArg_ParseTuple(args, "y#iiii", &name, &len, &one, &one_rank, &many, &many_rank)) return NULL;
    if (one >= TR_ONE || many >= TR_MANY || one_rank > 99 || many_rank > 99 || e->place_count >= 512) return refused();
    e->places[e->place_count] = (tr_place){(int8_t)one, (int8_t)one_rank, (int8_t)many, (int8_t)many_rank};
    if (tr_add(&e->names, (tr_text){(const uint8_t *)name, (uint32_t)len}, e->place_count++) < 0) return PyErr_NoMemory();
    Py_RETURN_NONE;
}

/* A word of a table: which ("c" channel to service, "s" program that is a service, "w" web server), key, word. */
static PyObject *reader_word(PyObject *object, PyObject *args) {
    const char *key, *word;
    Py_ssize_t key_len, word_len;
    int which;
    tr_reader *e = idle(object);
    if (!e || !PyArg_ParseTuple(args, "Cy#y#", &which, &key, &key_len, &word, &word_len)) return NULL;
    tr_map *map = which == 'c' ? &e->channels : which == 's' ? &e->services : which == 'w' ? &e->web : NULL;
    if (!map || e->text_count >= sizeof e->texts / sizeof *e->texts) return refused();
    tr_text kept = tr_kept(e, (tr_text){(const uint8_t *)word, (uint32_t)word_len});
    if (!kept.at) return PyErr_NoMemory();
    e->texts[e->text_count] = kept;
    if (tr_add(map, (tr_text){(const uint8_t *)key, (uint32_t)key_len}, e->text_count++) < 0) return PyErr_NoMemory();
    Py_RETURN_NONE;
}

/* A word by number: which ("f" service of a facility, "y" category of an event of Sysmon), number, word. */
static PyObject *reader_numbered(PyObject *object, PyObject *args) {
    const char *word;
    Py_ssize_t len;
    int which;
    unsigned int number;
    tr_reader *e = idle(object);
    if (!e || !PyArg_ParseTuple(args, "CIy#", &which, &number, &word, &len)) return NULL;
    if (!((which == 'f' && number < 24) || (which == 'y' && number < 256))) return refused();
    tr_text kept = tr_kept(e, (tr_text){(const uint8_t *)word, (uint32_t)len});
    if (!kept.at) return PyErr_NoMemory();
    *(which == 'f' ? &e->facilities[number] : &e->sysmon[number]) = kept;
    Py_RETURN_NONE;
}

static PyObject *reader_forget_speakers(PyObject *object, PyObject *unused) {
    tr_reader *e = idle(object);
    (void)unused;
    if (!e) return NULL;
    tr_forget_speakers(e);
    Py_RETURN_NONE;
}

static PyObject *reader_watch(PyObject *object, PyObject *args) {
    int watches;
    tr_reader *e = idle(object);
    if (!e || !PyArg_ParseTuple(args, "p", &watches)) return NULL;
    tr_map_clear(&e->seen);
    e->watches = watches;
    Py_RETURN_NONE;
}

static PyObject *reader_careful(PyObject *object, PyObject *args) {
    PyObject *keys;
    tr_reader *e = idle(object);
    if (!e || !PyArg_ParseTuple(args, "O!", &PyList_Type, &keys)) return NULL;
    tr_map_clear(&e->careful);
    for (Py_ssize_t i = 0; i < PyList_Size(keys); i++) {
        char *key;
        Py_ssize_t len;
        if (PyBytes_AsStringAndSize(PyList_GetItem(keys, i), &key, &len) < 0) return NULL;
        if (e->careful.count < e->careful.most && tr_add(&e->careful, (tr_text){(const uint8_t *)key, (uint32_t)len}, 1) < 0)
            return PyErr_NoMemory();
    }
    Py_RETURN_NONE;
}

/* Lists by number of the source: [] or (lines, numbers of their rows). */
static int put_line(PyObject *by_tag, const tr_reader *e, size_t row_number) {
    tr_row row;
    memcpy(&row, e->rows.at + row_number * sizeof row, sizeof row);
    while (PyList_Size(by_tag) <= (Py_ssize_t)row.tag) {
        PyObject *none = Py_BuildValue("([][])");
        int failed = !none || PyList_Append(by_tag, none) < 0;
        Py_XDECREF(none);
        if (failed) return -1;
    }
    PyObject *pair = PyList_GetItem(by_tag, (Py_ssize_t)row.tag);
    PyObject *line = bytes_of(e->line.at, e->line.len), *number = PyLong_FromSize_t(row_number);
    int failed = !line || !number || PyList_Append(PyTuple_GetItem(pair, 0), line) < 0 ||
                 PyList_Append(PyTuple_GetItem(pair, 1), number) < 0;
    Py_XDECREF(line);
    Py_XDECREF(number);
    return failed ? -1 : 0;
}

static PyObject *sources_of(const tr_reader *e) {
    PyObject *found = PyList_New((Py_ssize_t)e->sources.count);
    for (uint32_t i = 0; found && i < e->sources.size; i++) {
        const tr_slot *slot = &e->sources.slots[i];
        if (!slot->hash) continue;
        PyObject *one = bytes_of(e->sources.arena.at + slot->at, slot->len);
        if (!one) {
            Py_DECREF(found);
            return NULL;
        }
        PyList_SetItem(found, (Py_ssize_t)slot->value, one);
    }
    return found;
}

static PyObject *groups_of(const tr_reader *e) {
    PyObject *found = PyList_New(0);
    for (uint32_t i = 0; found && i < e->group_count; i++) {
        const tr_group *g = &e->groups[i];
        PyObject *one = Py_BuildValue("HHy#", g->day, g->keep, g->body.len ? (const char *)g->body.at : "", (Py_ssize_t)g->body.len);
        if (!one || PyList_Append(found, one) < 0) Py_CLEAR(found);
        Py_XDECREF(one);
    }
    return found;
}

/* Read whole records of `data` from `at` on until `limit` bytes; where it stopped, and NULL lists on an error. */
static int read_all(Reader *self, const uint8_t *data, size_t size, size_t *at, size_t limit, uint64_t base, uint64_t done,
                    PyObject *by_tag) {
    tr_reader *e = self->reader;
    size_t from = *at;
    tr_record r;
    while (*at - from < limit && tr_record_at(data, *at, size, &r)) {
        size_t rows = e->rows.len / sizeof(tr_row);
        tr_verdict verdict = tr_take(e, &r, base + *at, base + *at < done);
        if (verdict == TR_FAILED) {
            if (!PyErr_Occurred()) PyErr_NoMemory();
            return -1;
        }
        if (verdict == TR_DONE && e->rows.len / sizeof(tr_row) > rows && put_line(by_tag, e, rows) < 0) return -1;
        *at = r.stop;
    }
    return 0;
}

static PyObject *reader_take(PyObject *object, PyObject *args) {
    Reader *self = (Reader *)object;
    const char *data;
    Py_ssize_t size, at, limit;
    unsigned long long segment, base, done;
    tr_reader *e = idle(object);
    if (!e || !PyArg_ParseTuple(args, "y#nnKKKOO", &data, &size, &at, &limit, &segment, &base, &done, &self->who, &self->meets))
        return NULL;
    if (at < 0 || at > size || limit < 1) return refused();
    PyObject *by_tag = PyList_New(0), *answer = NULL, *sources = NULL, *groups = NULL;
    size_t stop = (size_t)at;
    if (!by_tag) return NULL;
    tr_begin(e, segment);
    self->is_busy = 1;
    int failed = read_all(self, (const uint8_t *)data, (size_t)size, &stop, (size_t)limit, base, done, by_tag);
    self->is_busy = 0;
    if (!failed && (sources = sources_of(e)) && (groups = groups_of(e)))
        answer = Py_BuildValue("nOOOy#y#K", (Py_ssize_t)stop, by_tag, sources, groups, e->rows.len ? (const char *)e->rows.at : "",
                               (Py_ssize_t)e->rows.len, e->hard.len ? (const char *)e->hard.at : "", (Py_ssize_t)e->hard.len,
                               (unsigned long long)e->last_arrival_us);
    Py_XDECREF(by_tag);
    Py_XDECREF(sources);
    Py_XDECREF(groups);
    return answer;
}

static PyMethodDef methods[] = {
    {"name", reader_name, METH_VARARGS, NULL},
    {"word", reader_word, METH_VARARGS, NULL},
    {"numbered", reader_numbered, METH_VARARGS, NULL},
    {"forget_speakers", reader_forget_speakers, METH_NOARGS, NULL},
    {"watch", reader_watch, METH_VARARGS, NULL},
    {"careful", reader_careful, METH_VARARGS, NULL},
    {"take", reader_take, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_new, reader_new},
    {Py_tp_dealloc, reader_dealloc},
    {Py_tp_methods, methods},
    {0, NULL},
};
static PyType_Spec spec = {"tinhso.modules.security._rows.Reader", sizeof(Reader), 0, Py_TPFLAGS_DEFAULT, slots};

static int module_exec(PyObject *module) {
    PyObject *type = PyType_FromSpec(&spec);
    if (!type) return -1;
    int failed = PyModule_AddObjectRef(module, "Reader", type) < 0 || PyModule_AddIntConstant(module, "EDITION", 1) < 0;
    Py_DECREF(type);
    return failed ? -1 : 0;
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, (void *)module_exec}, {0, NULL}};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_rows", NULL, 0, NULL, module_slots, NULL, NULL, NULL};

__attribute__((visibility("default"))) PyObject *PyInit__rows(void) { return PyModuleDef_Init(&definition); }
