/* SPDX-License-Identifier: EUPL-1.2 */
/* The thin layer between Python and the core: tinhso_sigma._native.Loop. compiled.py is its only caller. */
#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>

#include "core.h"
#include <string.h>

typedef struct {
    PyObject_HEAD
    ts_engine *engine;
    int is_ready, is_busy;
} Loop;

static PyObject *refused(void) {
    PyErr_SetString(PyExc_ValueError, "the loop cannot take this");
    return NULL;
}

static PyObject *numbered(int number) { return number < 0 ? refused() : PyLong_FromLong(number); }

static PyObject *loop_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    const char *key;
    Py_ssize_t key_len, entries, bytes;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "y#nn", &key, &key_len, &entries, &bytes)) return NULL;
    if (key_len != 16 || entries < 16 || entries > 1 << 26 || bytes < 1 << 16) return refused();
    allocfunc alloc = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Loop *self = (Loop *)(void *)alloc(type, 0);
    if (!self) return NULL;
    self->engine = ts_new((const uint8_t *)key, (size_t)entries, (size_t)bytes);
    if (self->engine) return (PyObject *)self;
    Py_DECREF((PyObject *)self);
    return PyErr_NoMemory();
}

static void loop_dealloc(PyObject *object) {
    PyTypeObject *type = Py_TYPE(object);
    ts_free(((Loop *)object)->engine);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(object);
    Py_DECREF((PyObject *)type);
}

/* The engine while it may still be told things, else NULL with an error. */
static ts_engine *open_engine(PyObject *object) {
    Loop *self = (Loop *)object;
    if (!self->is_ready) return self->engine;
    refused();
    return NULL;
}

static PyObject *loop_fold(PyObject *object, PyObject *args) {
    unsigned int from, to;
    ts_engine *e = open_engine(object);
    if (!e || !PyArg_ParseTuple(args, "II", &from, &to)) return NULL;
    return numbered(ts_fold_pair(e, from, to));
}

static PyObject *loop_node(PyObject *object, PyObject *args) {
    int parent;
    const char *key;
    Py_ssize_t len;
    ts_engine *e = open_engine(object);
    if (!e || !PyArg_ParseTuple(args, "iy#", &parent, &key, &len)) return NULL;
    return numbered(ts_add_node(e, parent, (const uint8_t *)key, (size_t)len));
}

static PyObject *loop_section(PyObject *object, PyObject *args) {
    int node, shape, order, attributes, wrapped;
    ts_engine *e = open_engine(object);
    if (!e || !PyArg_ParseTuple(args, "iiipp", &node, &shape, &order, &attributes, &wrapped)) return NULL;
    return numbered(ts_set_section(e, node, shape, order, attributes, wrapped));
}

static PyObject *loop_system(PyObject *object, PyObject *args) {
    int node, shape;
    ts_engine *e = open_engine(object);
    if (!e || !PyArg_ParseTuple(args, "ii", &node, &shape)) return NULL;
    return numbered(ts_set_system(e, node, shape));
}

static PyObject *loop_name(PyObject *object, PyObject *args) {
    int shape, field;
    const char *name;
    Py_ssize_t len;
    ts_engine *e = open_engine(object);
    if (!e || !PyArg_ParseTuple(args, "iy#i", &shape, &name, &len, &field)) return NULL;
    return numbered(ts_add_name(e, shape, (const uint8_t *)name, (size_t)len, field));
}

static PyObject *loop_atom(PyObject *object, PyObject *args) {
    int field, kind;
    const char *literal;
    Py_ssize_t len;
    double guess;
    ts_engine *e = open_engine(object);
    if (!e || !PyArg_ParseTuple(args, "iiy#d", &field, &kind, &literal, &len, &guess)) return NULL;
    return numbered(ts_add_atom(e, field, kind, (const uint8_t *)literal, (size_t)len, guess));
}

/* Copy bytes of an array of 32-bit numbers to where they are aligned; to be freed by PyMem_Free. */
static int32_t *numbers(const char *bytes, Py_ssize_t len) {
    int32_t *copy = PyMem_Malloc((size_t)len + sizeof(int32_t));
    if (copy) memcpy(copy, bytes, (size_t)len);
    return copy;
}

static PyObject *loop_rule(PyObject *object, PyObject *args) {
    const char *bytes;
    Py_ssize_t len;
    ts_engine *e = open_engine(object);
    if (!e || !PyArg_ParseTuple(args, "y#", &bytes, &len)) return NULL;
    int32_t *program = numbers(bytes, len);
    if (!program) return PyErr_NoMemory();
    int number = ts_add_rule(e, program, (size_t)len / sizeof(int32_t));
    PyMem_Free(program);
    return numbered(number);
}

static PyObject *loop_ready(PyObject *object, PyObject *args) {
    int fields, channel, number, routed;
    ts_engine *e = open_engine(object);
    if (!e || !PyArg_ParseTuple(args, "iiip", &fields, &channel, &number, &routed)) return NULL;
    if (ts_ready(e, fields, channel, number, routed) < 0) return refused();
    ((Loop *)object)->is_ready = 1;
    Py_RETURN_NONE;
}

/* A leaf as it is written in the line, quotes and all; None when there is none. */
static PyObject *token(const ts_leaf *leaf) {
    if (!leaf) Py_RETURN_NONE;
    if (leaf->kind == TS_NULL) return PyBytes_FromString("null"); /* an empty object stands for it too */
    int quotes = leaf->kind == TS_STRING;
    return PyBytes_FromStringAndSize((const char *)leaf->at - quotes, (Py_ssize_t)leaf->len + 2 * quotes);
}

/* Ask which rules concern the origin of the event at hand, and add them. */
static int routed(ts_engine *e, uint32_t tag, PyObject *ask) {
    const ts_leaf *channel = e->routed ? e->found_channel : NULL, *number = e->routed ? e->found_number : NULL;
    PyObject *one = token(channel), *two = token(number);
    PyObject *answer = one && two ? PyObject_CallFunctionObjArgs(ask, one, two, NULL) : NULL;
    Py_XDECREF(one);
    Py_XDECREF(two);
    if (!answer) return -1;
    char *bytes;
    Py_ssize_t len;
    int ok = PyBytes_AsStringAndSize(answer, &bytes, &len);
    int32_t *rules = ok < 0 ? NULL : numbers(bytes, len);
    if (!rules && ok == 0) PyErr_NoMemory();
    if (rules && ts_add_route(e, tag, channel, number, rules, (size_t)len / sizeof(int32_t)) < 0) {
        PyErr_NoMemory();
        ok = -1;
    }
    Py_DECREF(answer);
    if (!rules) return -1;
    PyMem_Free(rules);
    return ok;
}

/* Return the verdict on one line as an object, NULL with an error; nothing: no rule may match. */
static PyObject *verdict(ts_engine *e, PyObject *line, uint32_t tag, PyObject *ask, int *nothing) {
    char *bytes;
    Py_ssize_t len;
    *nothing = 0;
    if (PyBytes_AsStringAndSize(line, &bytes, &len) < 0) return NULL;
    ts_verdict found = ts_match(e, (const uint8_t *)bytes, (size_t)len, tag);
    if (found == TS_ROUTE) {
        if (routed(e, tag, ask) < 0) return NULL;
        found = ts_match(e, (const uint8_t *)bytes, (size_t)len, tag);
    }
    if (PyErr_Occurred()) return NULL;
    if (found != TS_DONE) {
        e->handed_over++;
        Py_RETURN_NONE;
    }
    *nothing = e->candidate_count == 0;
    if (*nothing) return NULL;
    PyObject *list = PyList_New(0);
    for (uint32_t i = 0; list && i < e->candidate_count; i++) {
        PyObject *number = PyLong_FromLong(e->candidates[i]);
        if (!number || PyList_Append(list, number) < 0) Py_CLEAR(list);
        Py_XDECREF(number);
    }
    return list;
}

/* Ask Python which of the predicates hold on a value; what the core calls. */
static int judged(void *with, const ts_engine *e, const ts_leaf *leaf, uint32_t *atoms, uint32_t count) {
    (void)e;
    PyObject *value = token(leaf), *list = PyList_New(0), *answer = NULL;
    int left = -1;
    for (uint32_t i = 0; list && i < count; i++) {
        PyObject *number = PyLong_FromUnsignedLong(atoms[i]);
        if (!number || PyList_Append(list, number) < 0) Py_CLEAR(list);
        Py_XDECREF(number);
    }
    if (value && list) answer = PyObject_CallFunctionObjArgs((PyObject *)with, value, list, NULL);
    if (answer && PyList_Check(answer) && PyList_Size(answer) <= (Py_ssize_t)count) {
        left = (int)PyList_Size(answer);
        for (int i = 0; i < left; i++) atoms[i] = (uint32_t)PyLong_AsUnsignedLong(PyList_GetItem(answer, i));
        if (PyErr_Occurred()) left = -1;
    }
    if (left < 0 && !PyErr_Occurred()) refused();
    Py_XDECREF(value);
    Py_XDECREF(list);
    Py_XDECREF(answer);
    return left;
}

static int told(PyObject *out, Py_ssize_t at, PyObject *what) {
    PyObject *pair = what ? Py_BuildValue("(nO)", at, what) : NULL;
    int ok = pair ? PyList_Append(out, pair) : -1;
    Py_XDECREF(pair);
    Py_XDECREF(what);
    return ok;
}

static PyObject *loop_match(PyObject *object, PyObject *args) {
    Loop *self = (Loop *)object;
    PyObject *lines, *ask, *judge;
    unsigned int tag;
    if (!PyArg_ParseTuple(args, "OIOO", &lines, &tag, &ask, &judge)) return NULL;
    if (!PyList_Check(lines) || !self->is_ready) return refused();
    if (self->is_busy) {
        PyErr_SetString(PyExc_RuntimeError, "an engine serves one thread at a time");
        return NULL;
    }
    PyObject *out = PyList_New(0);
    self->is_busy = 1;
    self->engine->asker = judged;
    self->engine->asker_with = judge;
    for (Py_ssize_t at = 0; out && at < PyList_Size(lines); at++) {
        int nothing;
        PyObject *line = PyList_GetItem(lines, at);
        if (!line) {
            Py_CLEAR(out);
            break;
        }
        Py_INCREF(line); /* the answer to `ask` is Python code, which may change the list */
        PyObject *what = verdict(self->engine, line, tag, ask, &nothing);
        Py_DECREF(line);
        if (!nothing && told(out, at, what) < 0) Py_CLEAR(out);
    }
    self->is_busy = 0;
    return out;
}

static PyObject *loop_counters(PyObject *object, PyObject *args) {
    const ts_engine *e = ((Loop *)object)->engine;
    (void)args;
    return Py_BuildValue("{sKsKsKsKsIsKsK}", "done", e->done, "handed_over", e->handed_over, "scanned", e->scanned,
                         "remembered", e->remembered, "origins", e->route_count, "entries",
                         (unsigned long long)e->young.count + e->old.count, "bytes",
                         (unsigned long long)e->young.used + e->old.used);
}

static PyMethodDef methods[] = {
    {"fold", loop_fold, METH_VARARGS, "fold(character, without_case)"},
    {"node", loop_node, METH_VARARGS, "node(parent, key) -> number; 0 is the event itself"},
    {"section", loop_section, METH_VARARGS, "section(node, shape, order, attributes, wrapped)"},
    {"system", loop_system, METH_VARARGS, "system(node, shape)"},
    {"name", loop_name, METH_VARARGS, "name(shape, folded, field)"},
    {"atom", loop_atom, METH_VARARGS, "atom(field, kind, literal, guess) -> number"},
    {"rule", loop_rule, METH_VARARGS, "rule(program) -> number"},
    {"ready", loop_ready, METH_VARARGS, "ready(fields, channel, number, routed)"},
    {"match", loop_match, METH_VARARGS, "match(lines, tag, ask, judge) -> [(line, candidates or None)]"},
    {"counters", loop_counters, METH_NOARGS, "counters() -> what happened so far"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_new, (void *)loop_new},
    {Py_tp_dealloc, (void *)loop_dealloc},
    {Py_tp_methods, methods},
    {0, NULL},
};

static PyType_Spec spec = {"tinhso_sigma._native.Loop", sizeof(Loop), 0, Py_TPFLAGS_DEFAULT, slots};

#define EDITION 2 /* of what compiled.py and this file say to each other */

static int filled(PyObject *module) {
    PyObject *type = PyType_FromSpec(&spec);
    int ok = type ? PyModule_AddObjectRef(module, "Loop", type) : -1;
    Py_XDECREF(type);
    return ok < 0 ? ok : PyModule_AddIntConstant(module, "EDITION", EDITION);
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, (void *)filled}, {0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "_native", "The hot loop of the detection core.", 0, NULL, module_slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__native(void) { return PyModuleDef_Init(&definition); }
