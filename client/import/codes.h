/* SPDX-License-Identifier: MIT */
/*
 * codes: the one list of what an import may say about a file.  A row is: C
 * name, token, level, sentence; {1} and {2} stand for the two words of a
 * finding.  Adding a row is the whole change.
 */
#ifndef IMPORT_CODES_H
#define IMPORT_CODES_H

/* With one of these there is no plan. */
#define IMPORT_FATAL_MAP(X)                                                    \
    X(EMPTY, "empty", ERROR, "the file is empty")                              \
    X(TOO_LARGE, "too_large", ERROR, "the file is larger than 64 MiB")         \
    X(NOT_TEXT, "not_text", ERROR, "the file is {1}, not text")                \
    X(NOT_UTF8, "not_utf8", ERROR,                                             \
        "not UTF-8 at byte {1}, though the file begins with its mark")         \
    X(NO_ENCODING, "no_encoding", ERROR,                                       \
        "neither UTF-8 (wrong at byte {1}) nor GB18030 (wrong at byte {2})")   \
    X(NO_CONVERTER, "no_converter", ERROR, "this computer cannot read {1}")    \
    X(ODD, "odd", ERROR,                                                       \
        "byte {1}, the last one of UTF-16 text, is half a character")          \
    X(SURROGATE, "surrogate", ERROR,                                           \
        "half a character at byte {1} of UTF-16 text")                         \
    X(NUL, "nul", ERROR,                                                       \
        "a NUL at byte {1}: no text, or UTF-16 without its mark")              \
    X(CONTROL, "control", ERROR, "a control character at byte {1}")            \
    X(FORMAT, "format", ERROR, "no such format: '{1}'")                        \
    X(CELL_TOO_LARGE, "cell_too_large", ERROR, "a cell is larger than 64 KiB") \
    X(TOO_MANY_ROWS, "too_many_rows", ERROR, "more than 1,000,000 rows")       \
    X(OPEN_QUOTE, "open_quote", ERROR,                                         \
        "a quoted cell begins here and never ends")                            \
    X(NO_TABLE, "no_table", ERROR, "no table found")                           \
    X(NO_ITEMS, "no_items", ERROR, "the table has no rows")                    \
    X(NO_HEADER, "no_header", ERROR,                                           \
        "this row may be the one above the table, but it has headings that "   \
        "are not known: {1}")                                                  \
    X(HEADING_COLUMN, "heading_column", ERROR,                                 \
        "'{1}' is no column: no, category, name, target, units, persons, "     \
        "leaders, deadline, none")                                             \
    X(HEADING_WORD, "heading_word", ERROR,                                     \
        "'{1}' is no heading: it has 1 to 21 characters")                      \
    X(HEADINGS_FULL, "headings_full", ERROR, "too many headings")              \
    X(COLUMN_MISSING, "column_missing", ERROR,                                 \
        "the table has no column '{1}'")                                       \
    X(COLUMN_DOUBLE, "column_double", ERROR,                                   \
        "two columns are headed '{1}' or the same in other words")

/* About a row or a cell; the plan is there. */
#define IMPORT_ROW_MAP(X)                                                     \
    X(YEAR_MISSING, "year_missing", ERROR,                                    \
        "the title names no year, and none was given")                        \
    X(CELL_COUNT, "cell_count", ERROR, "{1} cells instead of {2}")            \
    X(NUMBER_MISSING, "number_missing", ERROR, "the row has no number")       \
    X(NUMBER_INVALID, "number_invalid", ERROR, "'{1}' is not an item number") \
    X(NUMBER_DOUBLE, "number_double", ERROR,                                  \
        "number {1} stands on line {2} already")                              \
    X(BLANK, "blank", ERROR, "'{1}' must not be blank")                       \
    X(DATE_INVALID, "date_invalid", ERROR, "'{1}' is no day of the calendar") \
    X(DATE_TWO, "date_two", ERROR, "'{1}' holds more than one date")          \
    X(DATE_START, "date_start", ERROR,                                        \
        "'{1}' counts days from a start that is not given")                   \
    X(DATE_YEAR, "date_year", ERROR, "'{1}' needs the year of the plan")      \
    X(DATE_UNREADABLE, "date_unreadable", ERROR,                              \
        "'{1}' cannot be read as a date")                                     \
    X(TOO_LONG, "too_long", ERROR, "more than {1} characters")                \
    X(ROW_TOO_LONG, "row_too_long", ERROR,                                    \
        "the row is too long to be sent in one message")                      \
    X(ID_INVALID, "id_invalid", ERROR,                                        \
        "the name '{1}' is longer than 120 bytes")                            \
    X(TOO_MANY_IDS, "too_many_ids", ERROR, "more than 32 names in one cell")  \
    X(TITLE_MISSING, "title_missing", ASK, "no title before the table")       \
    X(CARRIED, "carried", ASK, "blank and taken from item {2}: {1}")          \
    X(UNIT_DOUBT, "unit_doubt", ASK,                                          \
        "is the unit '{1}', from the row above, or '{2}', as the name says?") \
    X(REALLY_BLANK, "really_blank", ASK, "is it really blank: {1}?")          \
    X(NAME_ODD, "name_odd", ASK, "is '{1}' one name?")                        \
    X(UNEVEN, "uneven", ASK,                                                  \
        "units, persons, leaders {1} cannot be paired; all are addressed")    \
    X(UNDATED, "undated", ASK, "no date in '{1}'; the words are kept")        \
    X(ASSUMED, "assumed", ASK, "'{1}' is taken as {2}")                       \
    X(MAP_UNUSED, "map_unused", ASK,                                          \
        "no column is headed '{1}', of which --map speaks")                   \
    X(LOOSE_LINE, "loose_line", ASK, "a line between two rows: '{1}'")        \
    X(YEAR_DIFFERS, "year_differs", NOTE,                                     \
        "the title says {1}, the plan is read as {2}")                        \
    X(CATEGORY_CARRIED, "category_carried", NOTE,                             \
        "category blank and taken from item {2}: {1}")                        \
    X(BOOKMARK, "bookmark", NOTE, "a bookmark mark was left out")             \
    X(HEADER_AGAIN, "header_again", NOTE, "the header row stands here again") \
    X(TOTAL_LEFT_OUT, "total_left_out", NOTE,                                 \
        "a line of totals was left out: '{1}'")                               \
    X(COLUMN_IGNORED, "column_ignored", NOTE, "column '{1}' is not read")     \
    X(NAME_TWICE, "name_twice", NOTE, "'{1}' stands twice in one cell")

#define IMPORT_CODE_MAP(X) IMPORT_FATAL_MAP(X) IMPORT_ROW_MAP(X)

#endif
