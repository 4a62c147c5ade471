/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-update-queue.h: spreads the updating of many parts of a widget over frames,
 * so that no frame is late because everything changed at once.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LC_TYPE_UPDATE_QUEUE (lc_update_queue_get_type ())
G_DECLARE_FINAL_TYPE (LcUpdateQueue, lc_update_queue, LC, UPDATE_QUEUE, GObject)

/**
 * LcUpdateFunc:
 * @part: what was added to the queue
 *
 * Brings a part up to date, or does a piece of that.
 *
 * Returns: whether there is more to do
 */
typedef gboolean (*LcUpdateFunc) (GtkWidget *part);

LcUpdateQueue *lc_update_queue_new (GtkWidget *widget, guint per_frame, LcUpdateFunc update);
void           lc_update_queue_add (LcUpdateQueue *self, GtkWidget *part);
gboolean       lc_update_queue_is_empty (LcUpdateQueue *self);
void           lc_update_queue_clear (LcUpdateQueue *self);
void           lc_update_queue_close (LcUpdateQueue *self);

G_END_DECLS
