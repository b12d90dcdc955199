/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <string.h>

#include "utf8.h"

/* No spelling of a deadline comes near it; what is longer has no date. */
#define WORDS_MAX 240

/* Where one date was found in the folded text. */
struct match {
    const char *start;
    const char *end;
    struct import_words words;
};

struct word {
    const char *text;
    size_t length;
};
#define WORD(literal)                  \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

/* What may stand around a date without changing it.  Longer ones first. */
static const struct word fillers[] = { WORD("00:00:00"), WORD("00:00"),
    WORD("之前"), WORD("以前"), WORD("前"), WORD("完成"), WORD("力争"),
    WORD("确保"), WORD("争取"), WORD("截至"), WORD("截止"), WORD("到"),
    WORD("至"), WORD("于"), WORD("在"), WORD("止"), WORD("度"), WORD("今年"),
    WORD("本年"), WORD("当年"), WORD("今"), WORD("本"), WORD("当"),
    WORD("。") };

static const struct word counts[] = { WORD("百日"), WORD("天"), WORD("日内"),
    WORD("工作日"), WORD("个月"), WORD("周内") };

static const struct word lasting[] = { WORD("长期"), WORD("持续"), WORD("长效"),
    WORD("常态"), WORD("常年"), WORD("不定期"), WORD("每") };

/* Signs of a date or a period that none of the rules took. */
static const struct word periods[] = { WORD("年"), WORD("月"), WORD("日"),
    WORD("季度"), WORD("旬"), WORD("周"), WORD("号") };

static const struct word year_ends[] = { WORD("年底"), WORD("底"), WORD("年末"),
    WORD("末"), WORD("年内"), WORD("内"), WORD("全年") };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Digits and signs to ASCII, blanks to one space or, beside anything but two
 * digits, to nothing. */
static void
words_fold(char *folded, const char *text)
{
    size_t length = 0;
    uint32_t character = 0;
    size_t count = 0;
    bool blank = false;

    while ((count = import_utf8_next(text, &character)) > 0 &&
           length + count + 2 < WORDS_MAX) {
        int digit = import_utf8_digit(character);

        if (import_utf8_is_blank(character)) {
            blank = true;
            text += count;
            continue;
        }
        if (blank && digit >= 0 && length > 0 &&
            import_utf8_digit((unsigned char)folded[length - 1]) >= 0) {
            folded[length++] = ' ';
        }
        blank = false;
        if (digit >= 0) {
            folded[length++] = (char)('0' + digit);
        } else if (character == 0xFF0E || character == 0xFF0F ||
                   character == 0xFF0D || character == 0xFF1A) {
            folded[length++] = (char)(character - 0xFEE0);
        } else {
            memcpy(folded + length, text, count);
            length += count;
        }
        text += count;
    }
    folded[length] = '\0';
}

static bool
starts_with(const char *text, const char *word)
{
    return strncmp(text, word, strlen(word)) == 0;
}

/* The first word of the list that text begins with and that is at most max
 * long; its length, or 0. */
static size_t
word_within(
    const char *text, size_t max, const struct word *words, size_t count)
{
    size_t i = 0;

    for (i = 0; i < count; i++) {
        if (words[i].length <= max &&
            strncmp(text, words[i].text, words[i].length) == 0) {
            return words[i].length;
        }
    }
    return 0;
}

static size_t
word_at(const char *text, const struct word *words, size_t count)
{
    return word_within(text, WORDS_MAX, words, count);
}

static bool
holds_word(const char *text, const struct word *words, size_t count)
{
    for (; *text; text++) {
        if (word_at(text, words, count) > 0) {
            return true;
        }
    }
    return false;
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Up to four digits; *digits says how many, 0 for none or for more. */
static int
number_at(const char *text, size_t *digits)
{
    int number = 0;
    size_t count = 0;

    while (is_digit(text[count]) && count < 5) {
        number = number * 10 + (text[count] - '0');
        count++;
    }
    *digits = count > 4 ? 0 : count;
    return number;
}

static struct import_words
words_day(int year, int month, int day)
{
    struct import_words words = {
        .kind = IMPORT_WORDS_DATE, .rule = "day", .date = JINDU_DATE_NONE
    };

    if (!jindu_date_from_civil(year, month, day, &words.date)) {
        words.kind = IMPORT_WORDS_INVALID;
    }
    return words;
}

static struct import_words
words_month_end(int year, int month)
{
    struct import_words words =
        month == 12 ? words_day(year + 1, 1, 1) : words_day(year, month + 1, 1);

    if (month < 1 || month > 12) {
        words.kind = IMPORT_WORDS_INVALID;
    }
    if (words.kind == IMPORT_WORDS_DATE) {
        words.date--;
        words.rule = "month_end";
    }
    return words;
}

static struct import_words
words_year_end(int year)
{
    struct import_words words = words_day(year, 12, 31);

    words.assumed = true;
    words.rule = "year_end";
    return words;
}

static struct import_words
words_half_year(int year)
{
    struct import_words words = words_day(year, 6, 30);

    words.rule = "half_year";
    return words;
}

/* "12月31日", "12月底" or "12月"; false when at does not begin so. */
static bool
match_month(struct match *match, const char *at, int year)
{
    size_t digits = 0;
    int month = number_at(at, &digits);
    int day = 0;

    if (digits < 1 || digits > 2 || !starts_with(at + digits, "月")) {
        return false;
    }
    at += digits + strlen("月");
    day = number_at(at, &digits);
    if (digits > 0 &&
        (starts_with(at + digits, "日") || starts_with(at + digits, "号"))) {
        match->words = words_day(year, month, day);
        at += digits + strlen("日");
    } else {
        match->words = words_month_end(year, month);
        if (starts_with(at, "底") || starts_with(at, "末")) {
            at += strlen("底");
        }
    }
    match->end = at;
    return true;
}

/* What follows "2021年". */
static bool
match_in_year(struct match *match, const char *at, int year)
{
    size_t length = word_at(at, year_ends, COUNT(year_ends));

    if (length > 0) {
        match->words = words_year_end(year);
        match->end = at + length;
        return true;
    }
    if (starts_with(at, "上半年")) {
        match->words = words_half_year(year);
        match->end = at + strlen("上半年");
        return true;
    }
    return match_month(match, at, year);
}

/* "2021-12-31", and with dots or slashes. */
static bool
match_signs(struct match *match, const char *at, int year)
{
    const char sign = *at;
    size_t digits = 0;
    int month = 0;
    int day = 0;

    if (!sign || !strchr("-./", sign)) {
        return false;
    }
    month = number_at(++at, &digits);
    at += digits;
    if (digits < 1 || digits > 2 || *at != sign) {
        return false;
    }
    day = number_at(++at, &digits);
    at += digits;
    if (digits < 1 || digits > 2) {
        return false;
    }
    match->words = words_day(year, month, day);
    match->end = at;
    return true;
}

static bool
match_at(struct match *match, const char *at, int year)
{
    size_t digits = 0;
    int number = number_at(at, &digits);
    bool found = false;

    match->start = at;
    if (digits == 4) {
        at += digits;
        found = starts_with(at, "年")
                    ? match_in_year(match, at + strlen("年"), number)
                    : match_signs(match, at, number);
    } else if (digits > 0) {
        found = match_month(match, at, year);
    } else if (starts_with(at, "上半年") ||
               (word_at(at, year_ends, COUNT(year_ends)) >= strlen("年底"))) {
        found = match_in_year(match, at, year);
    }
    if (found && year == 0 && digits != 4) {
        match->words.kind = IMPORT_WORDS_YEAR;
    }
    return found;
}

/* Nothing but fillers from at up to end? */
static bool
only_fillers(const char *at, const char *end)
{
    while (at < end) {
        size_t length =
            word_within(at, (size_t)(end - at), fillers, COUNT(fillers));

        if (*at == ' ') {
            length = 1;
        }
        if (length == 0) {
            return false;
        }
        at += length;
    }
    return true;
}

static struct import_words
words_without_date(const char *text)
{
    struct import_words words = {
        .kind = IMPORT_WORDS_NONE, .date = JINDU_DATE_NONE, .rule = ""
    };
    size_t i = 0;

    if (holds_word(text, counts, COUNT(counts))) {
        words.kind = IMPORT_WORDS_START;
        return words;
    }
    if (holds_word(text, lasting, COUNT(lasting))) {
        return words;
    }
    if (holds_word(text, periods, COUNT(periods))) {
        words.kind = IMPORT_WORDS_UNREADABLE;
    }
    for (i = 0; text[i]; i++) {
        if (is_digit(text[i])) {
            words.kind = IMPORT_WORDS_UNREADABLE;
        }
    }
    return words;
}

struct import_words
import_words_read(const char *text, int year)
{
    struct match first = { 0 };
    struct match match = { 0 };
    size_t found = 0;
    char folded[WORDS_MAX];
    const char *at = folded;

    words_fold(folded, text);
    while (*at) {
        if (match_at(&match, at, year)) {
            if (found++ == 0) {
                first = match;
            }
            at = match.end;
            continue;
        }
        /* A number that is no date is passed over whole. */
        do {
            at++;
        } while (is_digit(at[0]) && is_digit(at[-1]));
    }
    if (found == 0 ||
        (first.words.assumed && holds_word(folded, lasting, COUNT(lasting)))) {
        return words_without_date(folded);
    }
    if (found > 1) {
        first.words.kind = IMPORT_WORDS_TWO;
    } else if (first.words.kind == IMPORT_WORDS_DATE &&
               (!only_fillers(folded, first.start) ||
                   !only_fillers(first.end, at))) {
        first.words.kind = holds_word(first.end, counts, COUNT(counts))
                               ? IMPORT_WORDS_START
                               : IMPORT_WORDS_UNREADABLE;
    }
    if (first.words.kind != IMPORT_WORDS_DATE) {
        first.words.date = JINDU_DATE_NONE;
    }
    return first.words;
}
