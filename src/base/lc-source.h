/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-source.h: what GLib has for handles of sources, for the sources themselves.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void lc_source_clear (GSource **source);

G_END_DECLS
