/* SPDX-License-Identifier: MIT */
/*
 * Who is admitted from other computers: a folder of public certificates, one
 * for each, which jindud reads when it is told to reload.
 */
#include "ask.h"
#include "commands.h"
#include "language.h"
#include "typed.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define FOLDER_MODE 0755
#define ENDING ".key"
#define NAME_MAX_BYTES 27 /* "key:" and it are the name of a principal */
#define ROLES "admin|office|leader|reporter|observer"

#define CLIENTS_OPTION                                                \
    {                                                                 \
        "clients", 0, COMMAND_FILE, N_("DIR"),                        \
            N_("the folder of the certificates (/etc/jindu/clients)") \
    }
#define PERSON_OPTION                                                   \
    {                                                                   \
        "person", 0, COMMAND_PERSON, N_("NAME"),                        \
            N_("their name in the plan; a leader or reporter needs it") \
    }
#define LAST_OPTION                       \
    {                                     \
        NULL, 0, COMMAND_FLAG, NULL, NULL \
    }

static const struct command_option add_options[] = {
    { "role", 0, COMMAND_CHOICE, ROLES, N_("what they may do; required") },
    PERSON_OPTION,
    CLIENTS_OPTION,
    LAST_OPTION,
};

static const struct command_option role_options[] = { PERSON_OPTION,
    CLIENTS_OPTION, LAST_OPTION };

static const struct command_option switch_options[] = { CLIENTS_OPTION,
    LAST_OPTION };

/* A certificate of the folder. */
struct entry {
    const char *name;
    char path[JINDU_KEYFILE_PATH_SIZE];
    struct jindu_keyfile keyfile;
    char detail[JINDU_KEYFILE_DETAIL_SIZE];
};

static const char *
clients(const struct context *context)
{
    const char *folder = command_text(context, "clients");
    return folder != NULL ? folder : JINDU_CLIENTS_DIR;
}

static int
complain(struct context *context, const struct entry *entry,
    enum jindu_status status)
{
    return output_fail(&context->output, jindu_status_token(status),
        jindu_status_exit(status), "%s", entry->detail);
}

static bool
is_name(const char *word)
{
    size_t length = strlen(word);
    return length > 0 && length <= NAME_MAX_BYTES && word[0] != '_' &&
           word[0] != '-' &&
           strspn(word, "0123456789abcdefghijklmnopqrstuvwxyz_-") == length;
}

/* The first operand. */
static int
begin(struct context *context, struct entry *entry)
{
    memset(entry, 0, sizeof(*entry));
    entry->name = context->operands[0];
    entry->keyfile = (struct jindu_keyfile)JINDU_KEYFILE_INIT;
    if (!is_name(entry->name)) {
        return command_usage(context,
            _("'%s' is no name: 1 to %d of a to z, 0 to 9, - and _"),
            entry->name, NAME_MAX_BYTES);
    }
    int length = snprintf(entry->path, sizeof(entry->path), "%s/%s" ENDING,
        clients(context), entry->name);
    return length < (int)sizeof(entry->path)
               ? 0
               : command_usage(context, "%s", _("the path is too long"));
}

static int
read_entry(struct context *context, struct entry *entry)
{
    int exit_status = begin(context, entry);
    if (exit_status != 0) {
        return exit_status;
    }
    enum jindu_status status =
        jindu_keyfile_read(&entry->keyfile, entry->path, entry->detail);
    return status == JINDU_OK ? 0 : complain(context, entry, status);
}

/* The person stays unless another is named. */
static int
put_role(struct context *context, struct entry *entry, const char *role)
{
    struct jindu_keyfile *keyfile = &entry->keyfile;
    const char *person = command_text(context, "person");
    (void)snprintf(keyfile->role, sizeof(keyfile->role), "%s", role);
    if (person != NULL) {
        int length =
            snprintf(keyfile->person, sizeof(keyfile->person), "%s", person);
        if (length >= (int)sizeof(keyfile->person)) {
            return command_usage(
                context, _("--person: '%s' is too long"), person);
        }
    }
    bool acts = strcmp(role, "reporter") == 0 || strcmp(role, "leader") == 0;
    return acts && keyfile->person[0] == '\0'
               ? command_usage(
                     context, _("the role %s needs --person NAME"), role)
               : 0;
}

static void
print(struct context *context, const struct entry *entry)
{
    const struct jindu_keyfile *keyfile = &entry->keyfile;
    const char *person = keyfile->person[0] != '\0' ? keyfile->person : NULL;
    struct output *output = &context->output;
    if (context->settings.json) {
        struct jindu_text json = JINDU_TEXT_INIT;
        jindu_json_put_object(&json, NULL);
        jindu_json_put_boolean(&json, "disabled", keyfile->disabled);
        jindu_json_put_string(&json, "file", entry->path);
        jindu_json_put_string(&json, "key", keyfile->key);
        jindu_json_put_string(&json, "name", entry->name);
        jindu_json_put_string(&json, "person", person);
        jindu_json_put_string(&json, "role", keyfile->role);
        jindu_json_end_object(&json);
        output_check(&json);
        output_print(output, "%s\n", display_or_empty(json.bytes));
        jindu_text_free(&json);
        return;
    }
    output_print(output, "%s  %s%s%s%s\n", entry->name, keyfile->role,
        person != NULL ? "  " : "", display_or_empty(person),
        keyfile->disabled ? _("  disabled") : "");
    output_remark(output,
        _("'%s' is written; 'systemctl reload jindud' makes "
          "it count"),
        entry->path);
}

static int
write_entry(struct context *context, struct entry *entry, bool replace)
{
    enum jindu_status status = jindu_keyfile_write(
        &entry->keyfile, entry->path, replace, entry->detail);
    if (status != JINDU_OK) {
        return complain(context, entry, status);
    }
    print(context, entry);
    return 0;
}

/* True for "NAME.key", which other is then. */
static bool
is_other(const char *file, char other[NAME_MAX_BYTES + 1])
{
    size_t length = strlen(file);
    size_t ending = strlen(ENDING);
    if (length <= ending || length - ending > NAME_MAX_BYTES ||
        strcmp(file + length - ending, ENDING) != 0) {
        return false;
    }
    (void)snprintf(
        other, NAME_MAX_BYTES + 1, "%.*s", (int)(length - ending), file);
    return is_name(other);
}

/* One key is one principal.  A file that cannot be read would stop the daemon's
 * reload as well, so it is told here. */
static int
compare(struct context *context, const struct entry *entry, DIR *folder)
{
    struct entry found = { .keyfile = JINDU_KEYFILE_INIT };
    char other[NAME_MAX_BYTES + 1];
    for (const struct dirent *at = readdir(folder); at != NULL;
         at = readdir(folder)) {
        if (!is_other(at->d_name, other)) {
            continue;
        }
        (void)snprintf(found.path, sizeof(found.path), "%s/%s",
            clients(context), at->d_name);
        enum jindu_status status =
            jindu_keyfile_read(&found.keyfile, found.path, found.detail);
        if (status != JINDU_OK) {
            return complain(context, &found, status);
        }
        if (strcmp(other, entry->name) == 0 ||
            strcmp(found.keyfile.key, entry->keyfile.key) == 0) {
            return output_fail(&context->output,
                jindu_status_token(JINDU_CONFLICT),
                jindu_status_exit(JINDU_CONFLICT),
                strcmp(other, entry->name) == 0
                    ? _("there is a principal '%s' already")
                    : _("this key is enrolled already, as '%s'"),
                other);
        }
    }
    return 0;
}

static int
compare_all(struct context *context, struct entry *entry)
{
    const char *path = clients(context);
    DIR *folder = NULL;
    if (mkdir(path, FOLDER_MODE) == 0 || errno == EEXIST) {
        folder = opendir(path);
    }
    if (folder == NULL) {
        enum jindu_status status =
            errno == EACCES || errno == EPERM ? JINDU_DENIED : JINDU_NOT_FOUND;
        return output_fail(&context->output, jindu_status_token(status),
            jindu_status_exit(status), _("cannot open '%s': %s"), path,
            language_error(errno));
    }
    int exit_status = compare(context, entry, folder);
    (void)closedir(folder);
    return exit_status;
}

/* KEY|FILE.  What its bearer wrote about themselves does not count. */
static int
read_key(struct context *context, struct entry *entry, const char *key)
{
    struct jindu_keyfile *keyfile = &entry->keyfile;
    if (jindu_keyfile_is_key(key)) {
        (void)snprintf(keyfile->key, sizeof(keyfile->key), "%s", key);
        return 0;
    }
    enum jindu_status status = jindu_keyfile_read(keyfile, key, entry->detail);
    if (status != JINDU_OK) {
        return complain(context, entry, status);
    }
    if (keyfile->secret) {
        return output_fail(&context->output, jindu_status_token(JINDU_INVALID),
            jindu_status_exit(JINDU_INVALID),
            _("'%s' is the secret half of a key, which should never leave the "
              "computer it was made on: make a new pair there with 'jindu key "
              "new', and bring the file without _secret"),
            typed_shown(context, key));
    }
    keyfile->person[0] = '\0';
    keyfile->disabled = false;
    return 0;
}

static int
run_add(struct context *context)
{
    const char *role = command_text(context, "role");
    struct entry entry;
    if (role == NULL) {
        return command_usage(context, _("--role is needed: %s"), ROLES);
    }
    int exit_status = begin(context, &entry);
    if (exit_status != 0) {
        return exit_status;
    }
    exit_status = read_key(context, &entry, context->operands[1]);
    if (exit_status == 0) {
        exit_status = put_role(context, &entry, role);
    }
    if (exit_status == 0) {
        exit_status = compare_all(context, &entry);
    }
    return exit_status != 0 ? exit_status : write_entry(context, &entry, false);
}

static int
change(struct context *context, bool disabled)
{
    struct entry entry;
    int exit_status = read_entry(context, &entry);
    entry.keyfile.disabled = disabled;
    return exit_status != 0 ? exit_status : write_entry(context, &entry, true);
}

static int
run_disable(struct context *context)
{
    return change(context, true);
}

static int
run_enable(struct context *context)
{
    return change(context, false);
}

static bool
is_role(const char *word)
{
    const char *at = strstr("|" ROLES "|", word);
    return *word != '\0' && strchr(word, '|') == NULL && at != NULL &&
           at[-1] == '|' && at[strlen(word)] == '|';
}

static int
run_role(struct context *context)
{
    const char *role = context->operands[1];
    struct entry entry;
    if (!is_role(role)) {
        return command_usage(context, _("'%s' is no role (%s)"), role, ROLES);
    }
    int exit_status = read_entry(context, &entry);
    if (exit_status == 0) {
        exit_status = put_role(context, &entry, role);
    }
    return exit_status != 0 ? exit_status : write_entry(context, &entry, true);
}

const struct command cmd_principal_add = {
    .name = "admin principal add",
    .operands = N_("NAME KEY|FILE"),
    .least = 2,
    .most = 2,
    .file = 2,
    .summary = N_("admit a key from other computers"),
    .details = N_("KEY is what 'jindu key show' prints there, FILE the public "
                  "certificate. Run it where jindud runs, as somebody who may "
                  "write to the folder.\n"
                  "  sudo jindu admin principal add wang wang.key --role "
                  "reporter --person 王小明\n"
                  "  sudo systemctl reload jindud"),
    .options = add_options,
    .run = run_add,
};

const struct command cmd_principal_disable = {
    .name = "admin principal disable",
    .operands = N_("NAME"),
    .least = 1,
    .most = 1,
    .summary = N_("admit a key no longer; it stays known"),
    .options = switch_options,
    .run = run_disable,
};

const struct command cmd_principal_enable = {
    .name = "admin principal enable",
    .operands = N_("NAME"),
    .least = 1,
    .most = 1,
    .summary = N_("admit a disabled key again"),
    .options = switch_options,
    .run = run_enable,
};

const struct command cmd_principal_role = {
    .name = "admin principal role",
    .operands = N_("NAME ROLE"),
    .least = 2,
    .most = 2,
    .summary = N_("change what the bearer of a key may do"),
    .options = role_options,
    .run = run_role,
};
