/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-http-head.c: see lc-http-head.h.
 */
#include "net/lc-http-head.h"

static char *
dup_header (SoupMessageHeaders *headers, const char *name)
{
  return g_strdup (soup_message_headers_get_one (headers, name));
}

/* A cache's answer has the Date of when it was made (RFC 9111 4.2.3), at most caches, and
 * at some that of now: it tells nothing of the clock. */
static gboolean
is_from_cache (SoupMessageHeaders *headers)
{
  const char *age = soup_message_headers_get_one (headers, "Age");

  return age != NULL && !g_str_equal (age, "0");
}

static void
take_date (LcHttpHead *self, SoupMessageHeaders *headers)
{
  const char *text = is_from_cache (headers) ? NULL : soup_message_headers_get_one (headers, "Date");
  g_autoptr (GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  if (date == NULL)
    return;
  self->has_date = TRUE;
  self->date_us = g_date_time_to_unix (date) * G_USEC_PER_SEC;
}

static void
take_location (LcHttpHead *self, GUri *base, SoupMessageHeaders *headers)
{
  const char *location = soup_message_headers_get_one (headers, "Location");

  if (location != NULL && self->status >= 300 && self->status < 400)
    self->location = g_uri_parse_relative (base, location, SOUP_HTTP_URI_FLAGS, NULL);
}

/**
 * lc_http_head_new:
 * @message: a message whose answer's head has just arrived
 *
 * Returns: (transfer full): what is in it, seen now
 */
LcHttpHead *
lc_http_head_new (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *reason = soup_message_get_reason_phrase (message);
  LcHttpHead *self = g_new0 (LcHttpHead, 1);

  self->seen_us = g_get_real_time ();
  self->status = soup_message_get_status (message);
  self->reason = reason != NULL && *reason != '\0' ? g_strdup (reason) : NULL;
  self->version = soup_message_get_http_version (message);
  self->server = dup_header (headers, "Server");
  self->content_type = dup_header (headers, "Content-Type");
  self->via = dup_header (headers, "Via");
  take_location (self, soup_message_get_uri (message), headers);
  take_date (self, headers);
  self->first_byte_us = -1;
  return self;
}

LcHttpHead *
lc_http_head_copy (const LcHttpHead *self)
{
  LcHttpHead *copy = g_memdup2 (self, sizeof *self);

  copy->reason = g_strdup (self->reason);
  copy->server = g_strdup (self->server);
  copy->content_type = g_strdup (self->content_type);
  copy->via = g_strdup (self->via);
  copy->location = self->location != NULL ? g_uri_ref (self->location) : NULL;
  return copy;
}

void
lc_http_head_free (LcHttpHead *self)
{
  g_free (self->reason);
  g_free (self->server);
  g_free (self->content_type);
  g_free (self->via);
  g_clear_pointer (&self->location, g_uri_unref);
  g_free (self);
}
