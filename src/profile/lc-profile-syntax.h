/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-profile-syntax.h: what the words of a profile may look like.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LC_REGION_PLACEHOLDER "{region}"

gboolean lc_syntax_is_id (const char *text);
gboolean lc_syntax_is_plain_text (const char *text);
gboolean lc_syntax_is_host (const char *text);
gboolean lc_syntax_is_host_template (const char *text);
gboolean lc_syntax_is_date (const char *text);
gboolean lc_syntax_is_https_url (const char *text);
gboolean lc_syntax_is_http_path (const char *text);
gboolean lc_syntax_is_email (const char *text);
gboolean lc_syntax_is_phone (const char *text);

char    *lc_syntax_fill_host (const char *host_template, const char *label);

G_END_DECLS
