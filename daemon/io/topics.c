/* SPDX-License-Identifier: MIT */
#include "topics.h"

#include <stdlib.h>
#include <string.h>

#include "name.h"

/* FNV-1a.  A subscriber could make collisions; it can load the daemon in
 * simpler ways, and is an authenticated member of the office. */
static size_t
bucket_of(const char *bytes, size_t length)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)bytes[i]) * 16777619U;
    }
    return hash % TOPICS_BUCKETS;
}

/* The link that points to the topic, or the NULL where it would be. */
static struct topic **
link_of(struct topics *topics, const char *bytes, size_t length)
{
    struct topic **link = &topics->buckets[bucket_of(bytes, length)];
    while (*link != NULL && ((*link)->length != length ||
                                memcmp((*link)->name, bytes, length) != 0)) {
        link = &(*link)->next;
    }
    return link;
}

static struct topic *
find(const struct topics *topics, const char *bytes, size_t length)
{
    struct topic *topic = topics->buckets[bucket_of(bytes, length)];
    while (topic != NULL && (topic->length != length ||
                                memcmp(topic->name, bytes, length) != 0)) {
        topic = topic->next;
    }
    return topic;
}

static void
unlink_topic(struct topics *topics, struct topic **link)
{
    struct topic *gone = *link;
    *link = gone->next;
    topics->prefixes -= gone->exact ? 0 : 1;
    topics->doubted -= gone->doubts > 0 ? 1 : 0;
    topics->count--;
    free(gone);
}

static void
leave_out(struct topics *topics)
{
    topics->overflowed = true;
    topics->roomy = 0;
}

/* Room for one more: a topic of the same bucket on which nothing was ever
 * published goes first.  One bucket is enough: who fills the table with names
 * of no streams fills every bucket with them. */
static bool
make_room(struct topics *topics, const char *bytes, size_t length)
{
    if (topics->count < TOPICS_MAX) {
        return true;
    }
    struct topic **link = &topics->buckets[bucket_of(bytes, length)];
    while (*link != NULL) {
        if ((*link)->exact && (*link)->known && (*link)->head == 0) {
            /* Somebody may follow it, for when it begins. */
            unlink_topic(topics, link);
            leave_out(topics);
            return true;
        }
        link = &(*link)->next;
    }
    return false;
}

struct topic *
topics_add(struct topics *topics, const char *bytes, size_t length)
{
    if (length > JP_STREAM_MAX + 1) {
        return NULL; /* longer than any topic that is published */
    }
    struct topic *found = *link_of(topics, bytes, length);
    if (found != NULL) {
        topics->doubted -= found->doubts > 0 ? 1 : 0;
        found->doubts = 0;
        return found;
    }
    struct topic *made =
        make_room(topics, bytes, length) ? calloc(1, sizeof(*made)) : NULL;
    if (made == NULL) {
        leave_out(topics);
        return NULL;
    }
    char stream[JP_STREAM_MAX + 1];
    memcpy(made->name, bytes, length);
    made->length = length;
    made->floor = 1;
    made->exact = jp_name_topic(bytes, length, stream);
    topics->prefixes += made->exact ? 0 : 1;
    topics->count++;
    *link_of(topics, bytes, length) = made;
    return made;
}

static void
doubt(struct topics *topics, struct topic *topic)
{
    if (topic->doubts == 0) {
        topic->doubts = 1;
        topics->doubted++;
    }
}

void
topics_doubt(struct topics *topics, const char *bytes, size_t length)
{
    if (length > JP_STREAM_MAX + 1) {
        return;
    }
    struct topic *topic = *link_of(topics, bytes, length);
    if (topic != NULL) {
        doubt(topics, topic);
    }
}

static void
doubt_one(void *cookie, struct topic *topic)
{
    doubt(cookie, topic);
}

void
topics_doubt_all(struct topics *topics)
{
    topics_each(topics, doubt_one, topics);
}

void
topics_age(struct topics *topics)
{
    for (size_t i = 0; i < TOPICS_BUCKETS; i++) {
        struct topic **link = &topics->buckets[i];
        while (*link != NULL) {
            if ((*link)->doubts > 0 && (*link)->doubts++ == TOPICS_DOUBTS) {
                unlink_topic(topics, link);
            } else {
                link = &(*link)->next;
            }
        }
    }
    if (topics->overflowed && topics->count < TOPICS_MAX &&
        topics->roomy++ == TOPICS_DOUBTS) {
        topics->overflowed = false;
    }
}

struct topic *
topics_find(const struct topics *topics, const char *stream)
{
    char name[JP_STREAM_MAX + 2];
    size_t length = strlen(stream);
    if (length > JP_STREAM_MAX) {
        return NULL;
    }
    memcpy(name, stream, length);
    name[length++] = '/';
    struct topic *topic = find(topics, name, length);
    return topic != NULL && topic->exact ? topic : NULL;
}

bool
topics_hold(const struct topics *topics, const char *bytes, size_t length)
{
    const struct topic *topic = find(topics, bytes, length);
    return topic != NULL && topic->doubts == 0;
}

bool
topics_may_match(const struct topics *topics, const char *stream)
{
    return topics->overflowed || topics->prefixes > 0 ||
           (topics->count > 0 && topics_find(topics, stream) != NULL);
}

void
topics_each(const struct topics *topics,
    void (*visit)(void *cookie, struct topic *topic), void *cookie)
{
    for (size_t i = 0; i < TOPICS_BUCKETS; i++) {
        for (struct topic *topic = topics->buckets[i]; topic != NULL;
             topic = topic->next) {
            visit(cookie, topic);
        }
    }
}

void
topics_fini(struct topics *topics)
{
    for (size_t i = 0; i < TOPICS_BUCKETS; i++) {
        while (topics->buckets[i] != NULL) {
            struct topic *next = topics->buckets[i]->next;
            free(topics->buckets[i]);
            topics->buckets[i] = next;
        }
    }
    *topics = (struct topics){ .count = 0 };
}
