/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-text-wrap.h: text in cells of one width, as a terminal or a mail shows it.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint      lc_text_measure (const char *text);
guint      lc_text_measure_longest_word (const char *text);
GPtrArray *lc_text_wrap (const char *text, guint width);
char      *lc_text_clip (const char *text, guint width);
void       lc_text_loosen (char *text);
void       lc_text_pad (GString *line, const char *text, guint width, gboolean at_end);

G_END_DECLS
