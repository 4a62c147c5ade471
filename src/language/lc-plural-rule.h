/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-plural-rule.h: which form of a word a language has for a number, from the line
 * "Plural-Forms" of its translations ("Plural forms" in the manual of GNU gettext).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean lc_plural_rule_get_form (const char *rule, gulong n, guint *form);

G_END_DECLS
