/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-opener.h: from a file that a person chooses, drops or names to what is in
 * it. Before a profile is used, the person sees whom it contacts.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LC_TYPE_OPENER (lc_opener_get_type ())
G_DECLARE_FINAL_TYPE (LcOpener, lc_opener, LC, OPENER, GObject)

LcOpener *lc_opener_new (void);
void      lc_opener_choose (LcOpener *self, GtkWindow *parent);
void      lc_opener_open (LcOpener *self, GtkWindow *parent, GFile *file);
void      lc_opener_close (LcOpener *self);

G_END_DECLS
