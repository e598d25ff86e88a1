/* SPDX-License-Identifier: EUPL-1.2 */
/* Times as sources write them, to microseconds since 1970 (formats/times.py); from 1976 to 2148. */
#include "rows.h"
#include <string.h>

enum { FIRST_YEAR = 1976, LAST_YEAR = 2148 };

/* Days since 1970 of a day of the Gregorian calendar. */
static int64_t days_of(int year, int month, int day) {
    int y = year - (month <= 2), era = y / 400, of_era = y - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return (int64_t)era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static int is_day(int year, int month, int day) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1) return 0;
    return day <= lengths[month - 1] + (month == 2 && is_leap(year));
}

/* A number of exactly so many digits, -1 when it is none. */
static int digits(tr_text t, uint32_t at, uint32_t count) {
    int value = 0;
    if (at + count > t.len) return -1;
    for (uint32_t i = at; i < at + count; i++) {
        if (t.at[i] < '0' || t.at[i] > '9') return -1;
        value = value * 10 + t.at[i] - '0';
    }
    return value;
}

static int is_at(tr_text t, uint32_t at, uint8_t letter) { return at < t.len && t.at[at] == letter; }

/* hh:mm:ss at an offset, to seconds; -1 when it is none. */
static int clock_at(tr_text t, uint32_t at) {
    int hour = digits(t, at, 2), minute = digits(t, at + 3, 2), second = digits(t, at + 6, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
    return is_at(t, at + 2, ':') && is_at(t, at + 5, ':') ? hour * 3600 + minute * 60 + second : -1;
}

/* Digits of a fraction from `at` on, cut to microseconds; how many there are. */
static uint32_t fraction(tr_text t, uint32_t at, int64_t *us) {
    uint32_t count = 0;
    int64_t value = 0;
    for (; at + count < t.len && t.at[at + count] >= '0' && t.at[at + count] <= '9'; count++)
        if (count < 6) value = value * 10 + t.at[at + count] - '0';
    for (uint32_t i = count; i < 6; i++) value *= 10;
    *us = value;
    return count;
}

static int zone(tr_text t, uint32_t at, int32_t zone_s, int64_t *offset) {
    *offset = zone_s;
    if (at == t.len) return 1;
    *offset = 0;
    if (t.len - at == 1 && t.at[at] == 'Z') return 1;
    if (t.len - at == 3 && memcmp(t.at + at, "UTC", 3) == 0) return 1;
    if (t.at[at] != '+' && t.at[at] != '-') return 0;
    int hours = digits(t, at + 1, 2), minutes = digits(t, t.len - 2, 2);
    int has_colon = is_at(t, at + 3, ':');
    if (t.len - at != 5u + (uint32_t)has_colon || hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return 0;
    *offset = (hours * 60 + minutes) * 60 * (t.at[at] == '-' ? -1 : 1);
    return 1;
}

/* An ISO 8601 time. */
int tr_iso(tr_text t, int32_t zone_s, int64_t *us) {
    int year = digits(t, 0, 4), month = digits(t, 5, 2), day = digits(t, 8, 2), seconds = clock_at(t, 11);
    if (year < FIRST_YEAR || year > LAST_YEAR || seconds < 0 || !is_at(t, 4, '-') || !is_at(t, 7, '-')) return 0;
    if (!is_at(t, 10, 'T') && !is_at(t, 10, ' ')) return 0;
    uint32_t at = 19;
    int64_t offset, part = 0;
    if (is_at(t, at, '.') || is_at(t, at, ',')) {
        uint32_t count = fraction(t, at + 1, &part);
        if (!count || count > 9) return 0;
        at += 1 + count;
    }
    if (!is_day(year, month, day) || !zone(t, at, zone_s, &offset)) return 0;
    *us = (days_of(year, month, day) * 86400 + seconds - offset) * 1000000 + part;
    return *us >= 0;
}

/* The year of an instant, from its days since 1970. */
static int year_of(int64_t days) {
    int year = 1970 + (int)(days / 366);
    while (days_of(year + 1, 1, 1) <= days) year++;
    return year;
}

/* The time of RFC 3164 at the beginning of a text, in the year nearest to its arrival; used: how long it is. */
int tr_bsd(tr_text t, int32_t zone_s, uint64_t arrived_us, int64_t *us, uint32_t *used) {
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int month = 0;
    for (int i = 0; i < 12; i++)
        if (t.len > 3 && memcmp(t.at, months + 3 * i, 3) == 0) month = i + 1;
    if (!month || !is_at(t, 3, ' ')) return 0;
    int one = digits(t, 4, 1), two = digits(t, 4, 2), padded = is_at(t, 4, ' ') ? digits(t, 5, 1) : -1;
    int day = padded >= 0 ? padded : two >= 0 ? two : one;
    uint32_t at = 4u + (padded >= 0 || two >= 0 ? 2 : 1);
    int seconds = is_at(t, at, ' ') ? clock_at(t, at + 1) : -1; /* with a year: Python */
    if (day < 1 || seconds < 0 || (two > 39)) return 0;
    at += 9;
    int64_t part = 0;
    if (is_at(t, at, '.')) {
        uint32_t count = fraction(t, at + 1, &part);
        if (!count || count > 6) return 0;
        at += 1 + count;
    }
    at += (uint32_t)is_at(t, at, ':');
    if (!is_at(t, at, ' ')) return 0;
    *used = at + 1;
    int64_t arrived = (int64_t)arrived_us, nearest = INT64_MAX;
    int year = year_of((arrived / 1000000 + zone_s) / 86400), found = 0;
    if (year <= FIRST_YEAR || year >= LAST_YEAR) return 0;
    for (int each = year - 1; each <= year + 1; each++) {
        if (!is_day(each, month, day)) continue;
        int64_t moment = (days_of(each, month, day) * 86400 + seconds - zone_s) * 1000000 + part;
        int64_t away = moment > arrived ? moment - arrived : arrived - moment;
        if (away < nearest) nearest = away, *us = moment, found = 1;
    }
    return found;
}
