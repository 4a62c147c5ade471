/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-i18n.h: what <glib/gi18n-lib.h> has, for words that may go into a report: they
 * are in the language of the process, or in the one that the thread has been
 * told (lc-language.h).
 */
#pragma once

#include <glib.h>
#include <libintl.h>

G_BEGIN_DECLS

const char *lc_gettext (const char *words) G_GNUC_FORMAT (1);
const char *lc_ngettext (const char *one, const char *many, gulong n) G_GNUC_FORMAT (1) G_GNUC_FORMAT (2);
const char *lc_pgettext (const char *key, gsize offset) G_GNUC_FORMAT (1);
const char *lc_pgettext_of (const char *context, const char *words);

/* A macro of <libintl.h>, too. */
#undef ngettext

#define _(words) lc_gettext (words)
#define N_(words) (words)
#define C_(context, words) lc_pgettext (context "\004" words, sizeof (context))
#define ngettext(one, many, n) lc_ngettext (one, many, n)

G_END_DECLS
