/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-catalogue.h: the translations into one language, as msgfmt writes them (an
 * ".mo" file; "The Format of GNU MO Files" in the manual of GNU gettext).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LcCatalogue LcCatalogue;

LcCatalogue *lc_catalogue_new (GBytes *bytes);
void         lc_catalogue_free (LcCatalogue *self);
const char  *lc_catalogue_find (LcCatalogue *self, const char *key);
const char  *lc_catalogue_find_plural (LcCatalogue *self, const char *key, gulong n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcCatalogue, lc_catalogue_free)

G_END_DECLS
