/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-run-notifier.h: tells a person who is elsewhere on the desktop that a run has
 * ended.
 */
#pragma once

#include <gtk/gtk.h>

#include "run/lc-run.h"

G_BEGIN_DECLS

void lc_run_notifier_notify (GtkWindow *window, LcRun *run);
void lc_run_notifier_withdraw (GtkWindow *window);

G_END_DECLS
