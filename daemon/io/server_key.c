/* SPDX-License-Identifier: MIT */
#include "server_key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "digest.h"
#include "folder.h"
#include "log.h"

/* What others than the owner may do; systemd keeps its credentials in a
 * directory of the service's own, and may show an ACL as the group's bits. */
#define OTHERS 0077
#define OTHERS_OF_CREDENTIAL 0007

static enum jindu_status
parse(struct jp_certificate *certificate, const char *path, const char *text,
    size_t length)
{
    struct jp_certificate_fault fault;
    enum jindu_status status =
        jp_certificate_parse(certificate, text, length, &fault);
    if (status != JINDU_OK) {
        log_error("'%s' is no certificate: line %d: %s%s", path, fault.line,
            fault.name, fault.why);
        return status;
    }
    if (certificate->secret_key[0] == '\0') {
        log_error("'%s' has no secret key: the file whose name ends in "
                  "_secret has it",
            path);
        status = JINDU_INVALID;
    }
    return status;
}

static enum jindu_status
open_key(FILE **file, char path[FOLDER_PATH_SIZE], const char *name,
    mode_t *forbidden)
{
    const char *credentials = getenv("CREDENTIALS_DIRECTORY");
    if (name[0] == '/') {
        (void)snprintf(path, FOLDER_PATH_SIZE, "%s", name);
        *forbidden = OTHERS;
        return folder_open_text(file, path);
    }
    if (credentials == NULL ||
        !folder_join(path, FOLDER_PATH_SIZE, credentials, name)) {
        log_error("the key '%s' is a credential of systemd, and jindud was "
                  "started without: name the file with its whole path",
            name);
        return JINDU_NOT_FOUND;
    }
    *forbidden = OTHERS_OF_CREDENTIAL;
    return folder_open_text(file, path);
}

enum jindu_status
server_key_read(char secret_key[JP_CURVE_KEY_SIZE], const char *path)
{
    FILE *file;
    char whole[FOLDER_PATH_SIZE];
    mode_t forbidden;
    enum jindu_status status = open_key(&file, whole, path, &forbidden);
    if (status != JINDU_OK) {
        return status;
    }
    char text[JP_CERTIFICATE_BYTES_MAX];
    size_t length;
    struct jp_certificate certificate = { .secret_key = "" };
    (void)setvbuf(file, NULL, _IONBF, 0); /* no copy that nobody wipes */
    status = folder_read(file, whole, text, sizeof(text), &length);
    if (status == JINDU_OK) {
        status = parse(&certificate, whole, text, length);
    }
    /* Only now: the public certificate may be open to all, and is no secret
     * that anybody has to make anew. */
    if (status == JINDU_OK) {
        status = folder_check_secret(file, whole, forbidden);
    }
    if (status == JINDU_OK) {
        memcpy(secret_key, certificate.secret_key, JP_CURVE_KEY_SIZE);
    }
    jp_certificate_wipe(&certificate);
    jp_wipe(text, sizeof(text));
    fclose(file);
    return status;
}
