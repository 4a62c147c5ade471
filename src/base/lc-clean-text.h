/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-clean-text.h: text of unknown origin, made fit to be shown in a report.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *lc_clean_text (const char *text);
char *lc_clean_lines (const char *text);

G_END_DECLS
