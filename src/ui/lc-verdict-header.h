/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-verdict-header.h: the answer on top of the window, and how far the check is.
 */
#pragma once

#include <gtk/gtk.h>

#include "ui/lc-session.h"

G_BEGIN_DECLS

#define LC_TYPE_VERDICT_HEADER (lc_verdict_header_get_type ())
G_DECLARE_FINAL_TYPE (LcVerdictHeader, lc_verdict_header, LC, VERDICT_HEADER, GtkBox)

void lc_verdict_header_set_session (LcVerdictHeader *self, LcSession *session);
void lc_verdict_header_set_has_fixes (LcVerdictHeader *self, gboolean has_fixes);

G_END_DECLS
