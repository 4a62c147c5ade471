/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-http-record.c: see lc-http-record.h.
 */
#include "probes/lc-http-record.h"

#include "base/lc-base-enums.h"

static void
record_text (LcFacts *facts, const char *name, const char *text)
{
  if (text != NULL)
    lc_facts_set_string (facts, name, text);
}

static const char *
get_version (const LcHttpHead *head)
{
  switch (head->version)
    {
    case SOUP_HTTP_1_0:
      return "1.0";
    case SOUP_HTTP_1_1:
      return "1.1";
    case SOUP_HTTP_2_0:
      return "2";
    default:
      return NULL;
    }
}

/**
 * lc_http_record_head:
 * @facts: where status, reason, http_version ("1.1", "2"), server, content_type, via,
 *   date_us and date_seen_us (when the Date tells of the server's clock) and
 *   first_byte_us (when it was measured) go
 */
void
lc_http_record_head (const LcHttpHead *head, LcFacts *facts)
{
  lc_facts_set_int (facts, LC_FACT_STATUS, head->status);
  record_text (facts, LC_FACT_REASON, head->reason);
  record_text (facts, LC_FACT_HTTP_VERSION, get_version (head));
  record_text (facts, LC_FACT_SERVER, head->server);
  record_text (facts, LC_FACT_CONTENT_TYPE, head->content_type);
  record_text (facts, LC_FACT_VIA, head->via);
  if (head->has_date)
    {
      lc_facts_set_int (facts, LC_FACT_DATE_US, head->date_us);
      lc_facts_set_int (facts, LC_FACT_DATE_SEEN_US, head->seen_us);
    }
  if (head->first_byte_us >= 0)
    lc_facts_set_int (facts, LC_FACT_FIRST_BYTE_US, head->first_byte_us);
}

/**
 * lc_http_record_body:
 * @facts: where body_bytes, body_truncated and body_outcome go, unless nobody wanted to
 *   know any more
 */
void
lc_http_record_body (const LcHttpBody *body, LcFacts *facts)
{
  if (body->outcome == LC_OUTCOME_CANCELLED)
    return;
  lc_facts_set_int (facts, LC_FACT_BODY_BYTES, g_bytes_get_size (body->bytes));
  lc_facts_set_bool (facts, LC_FACT_BODY_TRUNCATED, body->truncated);
  lc_facts_set_string (facts, LC_FACT_BODY_OUTCOME, lc_enum_nick (LC_TYPE_OUTCOME, body->outcome));
}
