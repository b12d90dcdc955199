/* SPDX-License-Identifier: MIT */
/*
 * asker: the query of a writer's store, asked as a peer asks it.  What should
 * never fail fails the running test.
 *
 * Ownership  text and document are the last answer's.
 */
#ifndef ASKER_H
#define ASKER_H

#include "query.h"

struct asker {
    struct query *query;
    bool doorbell; /* publish = doorbell */
    struct jindu_text text;
    struct jindu_json *document; /* of text; NULL unless JINDU_OK */
    struct jp_fault fault;
};

void asker_open(struct asker *asker, const char *directory);
void asker_close(struct asker *asker);

/* who: as writer_add() has it. */
enum jindu_status asker_ask(struct asker *asker, const char *who,
    const char *method, const char *params);

/* Members of the answer. */
int64_t asker_integer(const struct asker *asker, const char *name);
const char *asker_string(const struct asker *asker, const char *name);
size_t asker_count(const struct asker *asker, const char *name);

#endif
