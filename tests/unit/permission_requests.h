/* SPDX-License-Identifier: MIT */
/*
 * permission_requests: what test_permission_matrix.c asks, by the names that
 * permission_matrix.txt has for it; the places with a $ are those of
 * matrix_office.h.
 */
#ifndef PERMISSION_REQUESTS_H
#define PERMISSION_REQUESTS_H

#include <stddef.h>

#include "matrix_office.h"

#define OWN "\"plan\":\"2026\",\"item\":1"
#define OTHER "\"plan\":\"2026\",\"item\":2"
#define OWN_CLAIM "\"plan\":\"2026\",\"item\":3"
#define OTHER_CLAIM "\"plan\":\"2026\",\"item\":4"
#define FOR(person) ",\"person\":\"" person "\""
#define NOTE ",\"note\":\"n\""
#define WHY ",\"reason\":\"r\""
#define CONFIRM ",\"confirm\":\"deadline\""
#define NOTICE_OWN "\"notice\":$o"
#define NOTICE_OTHER "\"notice\":$f"
#define READ "{\"stream\":\"$w\",\"after\":0}"
#define READ_AS "{\"stream\":\"$w\",\"cursor\":\"new\"}"
#define COMMIT(after)                                                         \
    "{\"cursor\":\"new\",\"stream\":\"$w\",\"epoch\":\"$e\",\"after\":" after \
    "}"
#define FORGET(letter) "{\"cursor\":\"" letter "\",\"stream\":\"all\"}"
#define LOAD                                                             \
    "{$k,\"plan\":\"2028\",\"draft\":"                                   \
    "\"01900000-0000-7000-8000-0000000000d3\",\"part\":1,\"last\":true," \
    "\"items\":[],\"head\":{\"title\":\"t\",\"year\":2028}}"
#define CALENDAR "{$k,\"calendar\":{\"year\":2027,\"papers\":[],\"days\":[]}}"

static const struct permission_request {
    const char *method;
    const char *what;
    const char *params;
    const char *foreign; /* in the result: it is everybody's; NULL: no list */
} permission_requests[] = {
    { "server.hello", "that", "{}", NULL },
    { "server.status", "that", "{}", NULL },
    { "server.clock", "that", "{$k,\"confirm\":true}", NULL },
    { "server.check", "that", "{}", NULL },
    { "admin.backup", "that", "{\"file\":\"$c\"}", NULL },
    { "admin.permissions", "that", "{}", NULL },
    { "admin.principals", "that", "{}", NULL },
    { "plan.load", "that", LOAD, NULL },
    { "plan.confirm", "a draft", "{$k,\"plan\":\"2027\",$d}", NULL },
    { "plan.confirm", "guesses", "{$k,\"plan\":\"2026\",\"guesses\":true}",
        NULL },
    { "plan.list", "that", "{}", NULL },
    { "plan.show", "that", "{\"plan\":\"2026\"}", NULL },
    { "item.list", "that", "{\"plan\":\"2026\"}", "\"no\":2," },
    { "item.show", "own", "{" OWN "}", NULL },
    { "item.show", "another's", "{" OTHER "}", NULL },
    { "item.claim", "own", "{$k," OWN "}", NULL },
    { "item.claim", "another's", "{$k," OTHER "}", NULL },
    { "item.claim", "own, for Li", "{$k," OWN FOR("Li") "}", NULL },
    { "item.claim", "own, for Zhao", "{$k," OWN FOR("Zhao") "}", NULL },
    { "item.claim", "another's, for Zhao", "{$k," OTHER FOR("Zhao") "}", NULL },
    { "item.verify", "own", "{$k," OWN_CLAIM "}", NULL },
    { "item.verify", "another's", "{$k," OTHER_CLAIM "}", NULL },
    { "item.return", "own", "{$k," OWN_CLAIM WHY "}", NULL },
    { "item.return", "another's", "{$k," OTHER_CLAIM WHY "}", NULL },
    { "item.withdraw", "own", "{$k," OWN WHY "}", NULL },
    { "item.withdraw", "another's", "{$k," OTHER WHY "}", NULL },
    { "item.update", "own", "{$k," OWN CONFIRM "}", NULL },
    { "item.update", "another's", "{$k," OTHER CONFIRM "}", NULL },
    { "report.submit", "own", "{$k," OWN NOTE "}", NULL },
    { "report.submit", "another's", "{$k," OTHER NOTE "}", NULL },
    { "report.submit", "own, for Li", "{$k," OWN NOTE FOR("Li") "}", NULL },
    { "report.submit", "own, for Zhao", "{$k," OWN NOTE FOR("Zhao") "}", NULL },
    { "report.submit", "another's, for Zhao", "{$k," OTHER NOTE FOR("Zhao") "}",
        NULL },
    { "report.submit", "own, for nobody known", "{$k," OWN NOTE FOR("Wu") "}",
        NULL },
    { "report.list", "own", "{" OWN "}", NULL },
    { "report.list", "another's", "{" OTHER "}", NULL },
    { "report.list", "what is of no item", "{}", "jindu.plan.confirmed" },
    { "notice.list", "that", "{}", "\"item\":2," },
    { "notice.acknowledge", "own", "{$k," NOTICE_OWN "}", NULL },
    { "notice.acknowledge", "another's", "{$k," NOTICE_OTHER "}", NULL },
    { "notice.acknowledge", "own, for Li", "{$k," NOTICE_OWN FOR("Li") "}",
        NULL },
    { "notice.acknowledge", "own, for Fang", "{$k," NOTICE_OWN FOR("Fang") "}",
        NULL },
    { "notice.acknowledge", "own, for Zhao", "{$k," NOTICE_OWN FOR("Zhao") "}",
        NULL },
    { "notice.acknowledge", "another's, for Zhao",
        "{$k," NOTICE_OTHER FOR("Zhao") "}", NULL },
    { "calendar.load", "that", CALENDAR, NULL },
    { "calendar.show", "that", "{\"year\":2026}", NULL },
    { "stream.read", "all", READ, NULL },
    { "stream.read", "plan/2026", READ, NULL },
    { "stream.read", "person/Li", READ, NULL },
    { "stream.read", "person/Fang", READ, NULL },
    { "stream.read", "person/Zhao", READ, NULL },
    { "stream.read", "unit/office", READ, NULL },
    { "stream.read", "unit/works", READ, NULL },
    { "stream.read", "unit/drafted", READ, NULL },
    { "stream.read", "unit/nobody", READ, NULL },
    { "stream.read", "unit/office, by a cursor", READ_AS, NULL },
    { "stream.read", "unit/works, by a cursor", READ_AS, NULL },
    { "stream.list", "that", "{}", "unit/works" },
    { "stream.commit", "all", COMMIT("1"), NULL },
    { "stream.commit", "person/Li", COMMIT("1"), NULL },
    { "stream.commit", "unit/office", COMMIT("1"), NULL },
    { "stream.commit", "unit/works", COMMIT("1"), NULL },
    { "stream.commit", "unit/works, too far", COMMIT("99"), NULL },
    { "stream.forget", "own", FORGET("$s"), NULL },
    { "stream.forget", "another's", FORGET("$t"), NULL },
    { "stream.cursors", "that", "{}", "\"$t\"" },
    { "audit.verify", "that", "{}", NULL },
};

#endif
