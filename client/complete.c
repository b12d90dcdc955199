/* SPDX-License-Identifier: MIT */
#include "complete.h"

#include "commands.h"
#include "contexts.h"
#include "help_topics.h"
#include "language.h"
#include "places.h"

#include <stdio.h>
#include <string.h>

#define WORDS_SIZE 128 /* of a command, three words; longer are none */

struct place {
    struct output *output;
    const struct command *command;       /* NULL: not whole yet */
    char group[WORDS_SIZE];              /* the words of it so far */
    const struct command_option *option; /* the cursor is at its value */
    const char *before;                  /* stands before each candidate */
    const char *typed;
    bool lost; /* what stands before is no command */
};

static void
offer(const struct place *place, const char *word, size_t length,
    const char *what)
{
    size_t typed = strlen(place->typed);
    if (typed > length || strncmp(word, place->typed, typed) != 0) {
        return;
    }
    struct jindu_text line = JINDU_TEXT_INIT;
    struct jindu_text words = JINDU_TEXT_INIT;
    output_append(&line, "%s%.*s\t%s\n", place->before, (int)length, word,
        places_tell(&words, what));
    output_write(place->output, display_or_empty(line.bytes),
        line.length); /* in one line, however long */
    jindu_text_free(&words);
    jindu_text_free(&line);
}

static void
offer_options(const struct place *place, const struct command_option *options)
{
    for (; options != NULL && options->name != NULL; options++) {
        char word[64]; /* an option is a word or two */
        int length = snprintf(word, sizeof(word), "--%s", options->name);
        offer(place, word, (size_t)length, _(options->help));
    }
}

/* "text|csv" */
static void
offer_choices(const struct place *place, const char *choices, const char *what)
{
    while (choices != NULL && *choices != '\0') {
        size_t length = strcspn(choices, "|");
        offer(place, choices, length, what);
        choices += length + (choices[length] == '|' ? 1 : 0);
    }
}

static void
offer_contexts(const struct place *place)
{
    struct contexts contexts;
    if (contexts_list(&contexts) == JINDU_OK) {
        for (size_t i = 0; i < contexts.count; i++) {
            offer(place, contexts.names[i], strlen(contexts.names[i]), "");
        }
    }
}

static void
offer_value(const struct place *place)
{
    const struct command_option *option = place->option;
    if (option->kind == COMMAND_CHOICE) {
        offer_choices(place, option->value, _(option->help));
    } else if (strcmp(option->name, "context") == 0) {
        offer_contexts(place);
    }
}

/* True when an earlier command has the same words up to here. */
static bool
is_told(size_t i, size_t length)
{
    for (size_t j = 0; j < i; j++) {
        const char *name = commands_all[j]->name;
        if (strncmp(name, commands_all[i]->name, length) == 0 &&
            (name[length] == ' ' || name[length] == '\0')) {
            return true;
        }
    }
    return false;
}

/* The word after those of the group. */
static void
offer_words(const struct place *place, const char *group)
{
    size_t skip = strlen(group);
    skip += skip > 0 ? 1 : 0;
    for (size_t i = 0; commands_all[i] != NULL; i++) {
        const struct command *command = commands_all[i];
        const char *name = command->name;
        if (strncmp(name, group, strlen(group)) != 0 ||
            (skip > 0 && name[skip - 1] != ' ')) {
            continue;
        }
        size_t length = strcspn(name + skip, " ");
        bool whole = name[skip + length] == '\0';
        if (!is_told(i, skip + length)) {
            offer(place, name + skip, length,
                whole ? _(command->summary) : "...");
        }
        /* Whoever types Chinese means the Chinese name. */
        if (skip == 0 && command->alias != NULL && *place->typed != '\0') {
            offer(place, command->alias, strlen(command->alias),
                _(command->summary));
        }
    }
}

static void
offer_operand(const struct place *place)
{
    const char *name = place->command->name;
    if (strcmp(name, "help") == 0) {
        offer_words(place, "");
        for (size_t i = 0; help_topics_name(i) != NULL; i++) {
            offer(place, help_topics_name(i), strlen(help_topics_name(i)), "");
        }
    } else if (strcmp(name, "completion") == 0) {
        offer_choices(place, place->command->operands, "");
    } else if (strncmp(name, "context ", strlen("context ")) == 0 &&
               strcmp(name, "context add") != 0) {
        offer_contexts(place);
    }
}

static const struct command_option *
find_in(const struct command_option *options, const char *word, size_t length)
{
    for (; options != NULL && options->name != NULL; options++) {
        bool is_long = length > 2 && word[1] == '-' &&
                       strlen(options->name) == length - 2 &&
                       strncmp(options->name, word + 2, length - 2) == 0;
        bool is_letter = length == 2 && options->letter == word[1];
        if (is_long || is_letter) {
            return options;
        }
    }
    return NULL;
}

/* The option that this word names, if it takes a value. */
static const struct command_option *
find_option(const struct place *place, const char *word, size_t length)
{
    const struct command_option *option = NULL;
    if (*word != '-') {
        return NULL;
    }
    if (place->command != NULL) {
        option = find_in(place->command->options, word, length);
    }
    if (option == NULL) {
        option = find_in(command_common, word, length);
    }
    return option != NULL && option->kind != COMMAND_FLAG ? option : NULL;
}

static void
take_word(struct place *place, const char *word)
{
    char name[WORDS_SIZE];
    if (place->command != NULL || place->lost) {
        return;
    }
    int length = snprintf(name, sizeof(name), "%s%s%s", place->group,
        place->group[0] != '\0' ? " " : "", word);
    if (length < 0 || length >= (int)sizeof(name)) {
        place->lost = true;
        return;
    }
    place->command = commands_find(name);
    place->lost = place->command == NULL && !commands_is_group(name);
    memcpy(place->group, name, sizeof(name));
}

/* bash takes '=' for a word of its own. */
static void
walk(struct place *place, const char *const *words, int count)
{
    for (int i = 0; i < count; i++) {
        const char *word = words[i];
        if (place->option != NULL && strcmp(word, "=") == 0) {
            continue;
        }
        if (place->option != NULL) {
            place->option = NULL;
        } else if (*word == '-') {
            place->option = find_option(place, word, strlen(word));
        } else {
            take_word(place, word);
        }
    }
}

void
complete_print(struct output *output, const char *const *words, int count)
{
    static char before[WORDS_SIZE];
    struct place place = { .output = output, .before = "", .typed = "" };
    if (count > 0) {
        walk(&place, words, count - 1);
        place.typed = words[count - 1];
    }
    if (place.option != NULL && strcmp(place.typed, "=") == 0) {
        place.typed = "";
    }
    size_t name = strcspn(place.typed, "=");
    if (place.option == NULL && place.typed[name] == '=' &&
        name + 2 < sizeof(before)) {
        place.option = find_option(&place, place.typed, name);
        (void)snprintf(
            before, sizeof(before), "%.*s", (int)name + 1, place.typed);
        place.before = before;
        place.typed += name + 1;
    }
    if (place.lost) {
        return;
    }
    if (place.option != NULL) {
        offer_value(&place);
    } else if (*place.typed == '-') {
        offer_options(
            &place, place.command != NULL ? place.command->options : NULL);
        offer_options(&place, command_common);
    } else if (place.command == NULL) {
        offer_words(&place, place.group);
    } else {
        offer_operand(&place);
    }
}
