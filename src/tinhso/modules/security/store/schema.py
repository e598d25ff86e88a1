# SPDX-License-Identifier: EUPL-1.2
"""The table of events in ClickHouse's SQL, and what its columns are called for people."""

COLUMNS: tuple[tuple[str, str], ...] = (
    ("spool", "UInt32"),
    ("segment", "UInt64"),
    ("offset", "UInt64"),
    ("part", "UInt16"),
    ("day", "Date"),
    ("keep", "UInt16"),
    ("arrived", "DateTime64(6, 'UTC')"),
    ("time", "DateTime64(6, 'UTC')"),
    ("source", "UUID"),
    ("unit", "UUID"),
    ("host", "LowCardinality(String)"),
    ("kind", "LowCardinality(String)"),
    ("product", "LowCardinality(String)"),
    ("category", "LowCardinality(String)"),
    ("service", "LowCardinality(String)"),
    ("user", "String"),
    ("image", "String"),
    ("parent_image", "String"),
    ("command_line", "String"),
    ("number", "LowCardinality(String)"),
    ("addresses", "Array(String)"),
    ("names", "Array(String)"),
    ("hashes", "Array(String)"),
    ("why", "LowCardinality(String)"),
    ("raw", "String"),
)
"""In the order of `rows.encode`."""

INSERT = f"INSERT INTO events ({', '.join(name for name, _ in COLUMNS)}) FORMAT RowBinary"

_CODECS = {"raw": " CODEC(ZSTD(1))", "arrived": " CODEC(Delta, ZSTD(1))", "time": " CODEC(Delta, ZSTD(1))"}
_INDICES = (
    "INDEX by_time time TYPE minmax GRANULARITY 1",
    "INDEX by_arrival arrived TYPE minmax GRANULARITY 1",
    "INDEX by_word lower(raw) TYPE tokenbf_v1(32768, 2, 0) GRANULARITY 1",
    "INDEX by_address addresses TYPE bloom_filter(0.01) GRANULARITY 1",
    "INDEX by_name names TYPE bloom_filter(0.01) GRANULARITY 1",
    "INDEX by_hash hashes TYPE bloom_filter(0.01) GRANULARITY 1",
)
_WRITTEN = ", ".join([f"{name} {kind}{_CODECS.get(name, '')}" for name, kind in COLUMNS] + list(_INDICES))

CREATE = (
    f"CREATE TABLE IF NOT EXISTS events ({_WRITTEN}) ENGINE = MergeTree PARTITION BY (day, keep) "
    "ORDER BY (spool, segment, offset, part) SETTINGS fsync_after_insert = 1, fsync_part_directory = 1"
)
"""One insert is one day and one class (`classes`), so one part: it is there whole or not at all (ADR 0058)."""
