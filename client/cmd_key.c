/* SPDX-License-Identifier: MIT */
/* The keys of this computer: files only, no daemon is asked. */
#include "ask.h"
#include "commands.h"
#include "language.h"
#include "typed.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define SECRET_SUFFIX "_secret"
#define FOLDER_MODE 0700

static int
complain(struct context *context, enum jindu_status status, const char *detail)
{
    return output_fail(&context->output, jindu_status_token(status),
        jindu_status_exit(status), "%s", detail);
}

/* The operand, or where the certificate of this person belongs. */
static int
find_file(struct context *context, char path[JINDU_KEYFILE_PATH_SIZE])
{
    char detail[JINDU_KEYFILE_DETAIL_SIZE];
    if (context->operand_count == 0) {
        enum jindu_status status =
            jindu_keyfile_own(path, context->settings.certificate, detail);
        return status == JINDU_OK ? 0 : complain(context, status, detail);
    }
    int length =
        snprintf(path, JINDU_KEYFILE_PATH_SIZE, "%s", context->operands[0]);
    if (length >= JINDU_KEYFILE_PATH_SIZE) {
        return command_usage(context, _("'%s' is too long a path"),
            typed_shown(context, context->operands[0]));
    }
    return 0;
}

/* The folders of settings, which a new person has not yet.  What cannot be
 * made is told when the file cannot be written. */
static void
make_folders(const char *path)
{
    char part[JINDU_KEYFILE_PATH_SIZE];
    for (const char *at = strchr(path + 1, '/'); at != NULL;
         at = strchr(at + 1, '/')) {
        (void)snprintf(part, sizeof(part), "%.*s", (int)(at - path), path);
        if (mkdir(part, FOLDER_MODE) != 0 && errno != EEXIST) {
            return;
        }
    }
}

static void
print_made(struct context *context, const char *file, const char *key)
{
    struct output *output = &context->output;
    const char *path = typed_shown(context, file);
    if (!context->settings.json) {
        output_print(output, "%s\n", key);
        output_remark(output,
            _("'%s' is for the other side; '%s_secret' stays on this computer"),
            path, path);
        return;
    }
    struct jindu_text json = JINDU_TEXT_INIT;
    jindu_json_put_object(&json, NULL);
    jindu_json_put_string(&json, "file", path);
    jindu_json_put_string(&json, "key", key);
    jindu_json_end_object(&json);
    output_check(&json);
    output_print(output, "%s\n", display_or_empty(json.bytes));
    jindu_text_free(&json);
}

static int
run_new(struct context *context)
{
    char path[JINDU_KEYFILE_PATH_SIZE];
    char key[JINDU_CURVE_KEY_SIZE];
    char detail[JINDU_KEYFILE_DETAIL_SIZE];
    int exit_status = find_file(context, path);
    if (exit_status != 0) {
        return exit_status;
    }
    /* Either file names the pair. */
    size_t length = strlen(path);
    size_t suffix = strlen(SECRET_SUFFIX);
    if (length > suffix && strcmp(path + length - suffix, SECRET_SUFFIX) == 0) {
        path[length - suffix] = '\0';
    } else if (context->operand_count == 0) {
        return command_usage(context,
            _("the certificate '%s' does not end in _secret: name the new file"),
            path);
    }
    if (context->operand_count == 0) {
        make_folders(path);
    }
    enum jindu_status status = jindu_keyfile_make(path, key, detail);
    if (status == JINDU_CONFLICT) {
        exit_status = output_fail(&context->output, jindu_status_token(status),
            jindu_status_exit(status), _("there is a key '%s' already"),
            typed_shown(context, path));
        output_hint(&context->output, "%s",
            _("it stays as it is; choose another name, or move it away first"));
        return exit_status;
    }
    if (status != JINDU_OK) {
        return complain(context, status, detail);
    }
    print_made(context, path, key);
    return 0;
}

static int
run_show(struct context *context)
{
    struct jindu_keyfile keyfile = JINDU_KEYFILE_INIT;
    char path[JINDU_KEYFILE_PATH_SIZE];
    char detail[JINDU_KEYFILE_DETAIL_SIZE];
    int exit_status = find_file(context, path);
    if (exit_status != 0) {
        return exit_status;
    }
    enum jindu_status status = jindu_keyfile_read(&keyfile, path, detail);
    if (status == JINDU_NOT_FOUND) {
        exit_status = output_fail(&context->output, jindu_status_token(status),
            jindu_status_exit(status), _("there is no key '%s'"),
            typed_shown(context, path));
        if (context->operand_count == 0) {
            output_hint(&context->output, "%s",
                _("'jindu key new' makes a key for this computer"));
        }
        return exit_status;
    }
    if (status != JINDU_OK) {
        return complain(context, status, detail);
    }
    output_print(&context->output,
        context->settings.json ? "{\"key\":\"%s\"}\n" : "%s\n", keyfile.key);
    return 0;
}

const struct command cmd_key_new = {
    .name = "key new",
    .operands = N_("[FILE]"),
    .most = 1,
    .file = 1,
    .summary = N_("make a key pair, and print the public key"),
    .details = N_("FILE gets the public key, which the other side needs, and "
                  "FILE_secret the secret one, which stays here; neither may "
                  "be there before. Without FILE it is the key of this "
                  "person.\n"
                  "  jindu key new\n"
                  "  sudo jindu key new /etc/jindu/server.key"),
    .run = run_new,
};

const struct command cmd_key_show = {
    .name = "key show",
    .operands = N_("[FILE]"),
    .most = 1,
    .file = 1,
    .summary = N_("print the public key of a certificate"),
    .run = run_show,
};
