/* SPDX-License-Identifier: MIT */
#include "client_files.h"

#include <stdio.h>
#include <string.h>

#include "certificate.h"
#include "digest.h"
#include "folder.h"
#include "log.h"
#include "roster.h"

#define CLIENT_SUFFIX ".key"

static enum jindu_status
read_certificate(struct jp_certificate *certificate, const char *path)
{
    FILE *file;
    enum jindu_status status = folder_open_text(&file, path);
    if (status != JINDU_OK) {
        return status;
    }
    char text[JP_CERTIFICATE_BYTES_MAX];
    struct jp_certificate_fault fault;
    size_t length;
    status = folder_check_text(file, path);
    if (status != JINDU_OK) {
        fclose(file);
        return status;
    }
    status = folder_read(file, path, text, sizeof(text), &length);
    fclose(file);
    if (status == JINDU_OK) {
        status = jp_certificate_parse(certificate, text, length, &fault);
        if (status == JINDU_INVALID) {
            log_error("'%s' is no certificate: line %d: %s%s", path, fault.line,
                fault.name, fault.why);
        }
    }
    jp_wipe(text, sizeof(text)); /* it may be a secret one by mistake */
    return status;
}

/* NULL: it may stand in the roster. */
static const char *
find_fault(const struct jp_certificate *certificate, enum role *role)
{
    if (certificate->secret_key[0] != '\0') {
        return "it holds a secret key, which only its owner may have: make "
               "another pair, and hand over the file without _secret";
    }
    if (certificate->role[0] == '\0') {
        return "it has no role";
    }
    if (!role_from_token(certificate->role, role)) {
        return "its role must be admin, office, leader, reporter or observer";
    }
    if (certificate->person[0] == '\0' && role_needs_person(*role)) {
        return "its role needs a person";
    }
    return NULL;
}

static enum jindu_status
add(struct roster *roster, const char *path, const char *name,
    const struct jp_certificate *certificate)
{
    enum role role;
    struct roster_entry *entry;
    const char *fault = find_fault(certificate, &role);
    if (fault != NULL) {
        log_error("'%s' admits nobody: %s", path, fault);
        return JINDU_INVALID;
    }
    enum jindu_status status =
        roster_add_key(roster, certificate->public_key, name, &entry);
    if (status == JINDU_CONFLICT) {
        log_error("'%s' has a key that stands in another file as well", path);
        return JINDU_INVALID;
    }
    if (status == JINDU_BUSY) {
        log_error("'%s' is one more than the %d people there may be", path,
            ROSTER_MAX);
        return JINDU_INVALID;
    }
    if (status == JINDU_OK) {
        entry->has_role = true;
        entry->disabled = certificate->disabled;
        entry->principal.role = role;
        memcpy(entry->principal.person, certificate->person,
            sizeof(entry->principal.person));
    }
    return status;
}

static enum jindu_status
visit(void *cookie, const char *path, const char *file)
{
    char name[ROSTER_NAME_MAX + 1];
    size_t length = strlen(file) - (sizeof(CLIENT_SUFFIX) - 1);
    if (!roster_is_name(file, length)) {
        log_error("'%s' cannot be the name of a principal: at most %d of 0-9, "
                  "a-z, _ and -, and " CLIENT_SUFFIX,
            path, ROSTER_NAME_MAX);
        return JINDU_INVALID;
    }
    memcpy(name, file, length);
    name[length] = '\0';
    struct jp_certificate certificate;
    enum jindu_status status = read_certificate(&certificate, path);
    if (status == JINDU_OK) {
        status = add(cookie, path, name, &certificate);
        jp_certificate_wipe(&certificate);
    }
    return status;
}

enum jindu_status
client_files_read(struct roster *roster, const char *directory)
{
    const struct folder_visitor visitor = { visit, roster };
    enum jindu_status status = folder_check_directory(directory);
    if (status == JINDU_OK) {
        status = folder_each(directory, CLIENT_SUFFIX, visitor);
    }
    if (status == JINDU_NOT_FOUND) {
        log_error("no directory '%s' for the keys of who comes in from "
                  "another computer: make it",
            directory);
    }
    return status;
}
