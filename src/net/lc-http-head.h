/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-http-head.h: the head of an answer over HTTP (RFC 9110).
 */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * LcHttpHead:
 * @status: HTTP status
 * @reason: (nullable): the reason phrase, as it was sent
 * @version: of HTTP
 * @server: (nullable): the header Server, as it was sent
 * @content_type: (nullable): the header Content-Type, as it was sent
 * @via: (nullable): the header Via (RFC 9110 7.6.3), as it was sent
 * @location: (nullable): where a redirect leads, absolute
 * @has_date: whether there is a Date that tells of the server's clock: not, when a
 *   cache answered
 * @date_us: the header Date (RFC 9110 6.6.1), microseconds since 1970
 * @seen_us: when the head was seen, by the clock of this computer, microseconds since 1970
 * @first_byte_us: from the request's start to the answer's, or -1 when not measured
 */
typedef struct
{
  guint status;
  char *reason;
  SoupHTTPVersion version;
  char *server;
  char *content_type;
  char *via;
  GUri *location;
  gboolean has_date;
  gint64 date_us;
  gint64 seen_us;
  gint64 first_byte_us;
} LcHttpHead;

LcHttpHead *lc_http_head_new (SoupMessage *message);
LcHttpHead *lc_http_head_copy (const LcHttpHead *self);
void        lc_http_head_free (LcHttpHead *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcHttpHead, lc_http_head_free)

G_END_DECLS
