/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-update-queue.c: see lc-update-queue.h. Nobody sees a widget that is not
 * mapped: its parts are updated at once. The first frame is left to whatever
 * else has changed together with the parts.
 */
#include "ui/lc-update-queue.h"

struct _LcUpdateQueue
{
  GObject parent_instance;

  GtkWidget *widget; /* NULL when the queue is closed */
  guint per_frame;
  LcUpdateFunc update;
  GQueue parts; /* of GtkWidget */
  guint tick_id;
  gboolean has_waited; /* for the frame that shows what else has changed */
};

G_DEFINE_FINAL_TYPE (LcUpdateQueue, lc_update_queue, G_TYPE_OBJECT)

static void
update_some (LcUpdateQueue *self, guint most)
{
  for (guint i = 0; i < most && !g_queue_is_empty (&self->parts); i++)
    {
      g_autoptr (GtkWidget) part = g_queue_pop_head (&self->parts);

      if (self->update (part))
        g_queue_push_head (&self->parts, g_steal_pointer (&part));
    }
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  LcUpdateQueue *self = user_data;

  if (self->has_waited)
    update_some (self, self->per_frame);
  self->has_waited = TRUE;
  if (!g_queue_is_empty (&self->parts))
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

static void
stop_ticking (LcUpdateQueue *self)
{
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (self->widget, self->tick_id);
  self->tick_id = 0;
}

static void
on_unmap (LcUpdateQueue *self)
{
  stop_ticking (self);
  update_some (self, G_MAXUINT);
}

static void
lc_update_queue_dispose (GObject *object)
{
  lc_update_queue_close (LC_UPDATE_QUEUE (object));
  G_OBJECT_CLASS (lc_update_queue_parent_class)->dispose (object);
}

static void
lc_update_queue_class_init (LcUpdateQueueClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lc_update_queue_dispose;
}

static void
lc_update_queue_init (LcUpdateQueue *self)
{
  g_queue_init (&self->parts);
}

/**
 * lc_update_queue_new:
 * @widget: whose frames count; it closes the queue when it goes
 * @per_frame: how many calls of @update one frame bears
 * @update: (scope forever): what there is to do for a part
 *
 * Returns: (transfer full): an empty queue
 */
LcUpdateQueue *
lc_update_queue_new (GtkWidget *widget, guint per_frame, LcUpdateFunc update)
{
  LcUpdateQueue *self = g_object_new (LC_TYPE_UPDATE_QUEUE, NULL);

  self->widget = widget;
  self->per_frame = per_frame;
  self->update = update;
  g_signal_connect_object (widget, "unmap", G_CALLBACK (on_unmap), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * lc_update_queue_add:
 * @part: what needs an update; once, however often it is added before that
 */
void
lc_update_queue_add (LcUpdateQueue *self, GtkWidget *part)
{
  if (self->widget == NULL || !gtk_widget_get_mapped (self->widget))
    {
      while (self->update (part))
        ;
      return;
    }
  if (g_queue_find (&self->parts, part) != NULL)
    return;
  g_queue_push_tail (&self->parts, g_object_ref (part));
  if (self->tick_id != 0)
    return;
  self->has_waited = FALSE;
  self->tick_id = gtk_widget_add_tick_callback (self->widget, on_tick, self, NULL);
}

/* Returns: whether all is up to date */
gboolean
lc_update_queue_is_empty (LcUpdateQueue *self)
{
  return g_queue_is_empty (&self->parts);
}

/* Forgets what was not updated yet. */
void
lc_update_queue_clear (LcUpdateQueue *self)
{
  stop_ticking (self);
  g_queue_clear_full (&self->parts, g_object_unref);
}

/* From now on what is added is updated at once. */
void
lc_update_queue_close (LcUpdateQueue *self)
{
  if (self->widget == NULL)
    return;
  lc_update_queue_clear (self);
  g_signal_handlers_disconnect_by_data (self->widget, self);
  self->widget = NULL;
}
