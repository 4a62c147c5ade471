/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-json-quote.h: strings of a document, made fit for a message on a terminal.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *lc_json_quote (const char *text, gssize length);
void  lc_json_append_printable (GString *string, gunichar c);

G_END_DECLS
