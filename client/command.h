/* SPDX-License-Identifier: MIT */
/*
 * command: what a command is, and what it is run with.
 *
 * One static list (commands.c) drives dispatch, help, completion, and is what
 * the man page is tested against.
 *
 * Ownership  Everything in a context is borrowed by the command.
 * Errors     A command returns the exit status and has said why, if not 0.
 * Threading  One thread.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "output.h"
#include "settings.h"

#define COMMAND_EXIT_OTHER 1
#define COMMAND_EXIT_FOUND 10   /* check found some */
#define COMMAND_EXIT_ANSWERS 11 /* import needs answers */
#define COMMAND_EXIT_USAGE 64
#define COMMAND_EXIT_INPUT 65 /* a file that cannot be imported */
#define COMMAND_EXIT_WRITE 74 /* stdout could not be written */

#define COMMAND_VALUES_MAX 32   /* options of one command and the common ones */
#define COMMAND_OPERANDS_MAX 64 /* completion gets a whole command line */
#define COMMAND_ZONE_SIZE 64    /* names of zones have at most 32 bytes */
/* Of "person/" and a name, and of most paths; what is longer is not told. */
#define COMMAND_MISSING_SIZE 256
#define COMMAND_LIST_MAX 64 /* a table has no more columns that can be read */
#define COMMAND_ITEM_MAX 2147483647LL /* PROTOCOL.md, "Shapes" */

enum command_kind {
    COMMAND_FLAG,
    COMMAND_TEXT,
    COMMAND_PERSON, /* a name, as the import writes it */
    COMMAND_UNIT,
    COMMAND_NUMBER, /* 0 and more */
    COMMAND_DATE,   /* YYYY-MM-DD */
    COMMAND_DAYS,   /* 7 or 7d */
    COMMAND_CHOICE, /* value lists them: "text|csv" */
    COMMAND_LIST,   /* a text, each time it is given; context->list */
    COMMAND_FILE,   /* a path, endpoint or shell command: stays its bytes */
};

struct command_option {
    const char *name; /* NULL ends a list */
    int letter;       /* 0: none */
    enum command_kind kind;
    const char *value; /* the name of the value in help; NULL for a flag */
    const char *help;
};

struct context;

struct command {
    const char *name;  /* "plan import" */
    const char *alias; /* another spelling; NULL: none */
    const char *operands;
    int least; /* how many operands */
    int most;
    int file; /* which operand is a path and stays its bytes; 0: none */
    const char *summary;
    const char *details;                  /* more for the help; NULL: none */
    const struct command_option *options; /* NULL: only the common ones */
    int (*run)(struct context *context);
    bool paged; /* prints a table, and asks nothing */
    bool bare;  /* runs before settings are loaded, however wrong they are */
};

struct jindu_client;
struct typed;

struct context {
    const struct command *command;
    const char *operands[COMMAND_OPERANDS_MAX];
    int operand_count;
    /* Of command->options, then of command_common; NULL: not given. */
    const char *values[COMMAND_VALUES_MAX];
    const char *list[COMMAND_LIST_MAX]; /* of the one LIST of the command */
    size_t list_count;
    bool help;
    struct settings settings;
    struct output output;
    struct jindu_client *client;        /* opened by the first question */
    struct typed *typed;                /* words out of argv; typed.h */
    const char *result;                 /* the last answer as text; ask.h */
    char zone[COMMAND_ZONE_SIZE];       /* of the office; "": not told yet */
    char missing[COMMAND_MISSING_SIZE]; /* the last question's, if any */
};

extern const struct command_option command_common[]; /* of every command */

/* The value of an option of this command; NULL when it was not given. */
const char *command_text(const struct context *context, const char *name);
bool command_flag(const struct context *context, const char *name);
/* Of a NUMBER or DAYS option that parsing accepted. */
long long command_number(
    const struct context *context, const char *name, long long otherwise);

/* The operand as a number; says what is wrong with it. */
bool command_operand_number(
    struct context *context, int index, long long most, long long *number);
/* The same for the number of an item, or the sequence of a notice: from 1. */
bool command_operand_item(
    struct context *context, int index, long long *number);
bool command_operand_sequence(
    struct context *context, int index, long long *number);

/* Says what is wrong with the command line.  Returns COMMAND_EXIT_USAGE. */
int command_usage(struct context *context, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
