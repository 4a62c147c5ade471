/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-language.h: the languages that Linecheck speaks, and words in another one than
 * the process has.
 *
 * The C library translates for a whole process, and from glibc 2.41 on only into
 * languages of which the system has a locale. A report may be for somebody else. Therefore a thread can be
 * told a language: what lc-i18n.h translates there comes from that language's
 * catalogue, whatever the locale is and whatever other threads do. Decimal marks and
 * the names of months follow where the system has a locale of the language.
 *
 * A language is called as its file in po/: "de", "pt_BR"; "en" is what the sources
 * have.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Once, at the start of a program: the locale and the catalogues of the process. */
void               lc_language_init (void);

const char *const *lc_language_list (void);
const char        *lc_language_find (const char *word);
gboolean           lc_language_is_installed (const char *language);
char              *lc_language_dup_name (const char *language);

/* For this thread; each push has its pop. */
void               lc_language_push (const char *language);
void               lc_language_pop (void);
gboolean           lc_language_has_dates (void);

G_END_DECLS
