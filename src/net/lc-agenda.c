/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-agenda.c: see lc-agenda.h.
 */
#include "net/lc-agenda.h"

struct _LcAgenda
{
  GSequence *appointments; /* ascending */
  GSource *timer;
  LcAgendaFunc func;
  gpointer user_data;
  guint64 next_serial;
};

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const LcAppointment *first = a, *second = b;

  if (first->due_us != second->due_us)
    return first->due_us < second->due_us ? -1 : 1;
  return (first->serial > second->serial) - (first->serial < second->serial);
}

static void
set_timer (LcAgenda *self)
{
  GSequenceIter *first = g_sequence_get_begin_iter (self->appointments);
  gint64 due_us = -1;

  if (!g_sequence_iter_is_end (first))
    due_us = ((LcAppointment *) g_sequence_get (first))->due_us;
  if (g_source_get_ready_time (self->timer) != due_us)
    g_source_set_ready_time (self->timer, due_us);
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs timer_funcs = { .dispatch = dispatch };

static gboolean
on_timer (gpointer user_data)
{
  LcAgenda *self = user_data;

  self->func (self->user_data);
  return G_SOURCE_CONTINUE;
}

/**
 * lc_agenda_new:
 * @func: called when at least one appointment is due; takes them with
 *   lc_agenda_take_due()
 */
LcAgenda *
lc_agenda_new (GMainContext *context, LcAgendaFunc func, gpointer user_data)
{
  LcAgenda *self = g_new0 (LcAgenda, 1);

  self->appointments = g_sequence_new (NULL);
  self->func = func;
  self->user_data = user_data;
  self->timer = g_source_new (&timer_funcs, sizeof (GSource));
  g_source_set_static_name (self->timer, "LcAgenda");
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, context);
  return self;
}

/* The appointments are not touched. */
void
lc_agenda_free (LcAgenda *self)
{
  g_source_destroy (self->timer);
  g_source_unref (self->timer);
  g_sequence_free (self->appointments);
  g_free (self);
}

/**
 * lc_agenda_put:
 * @appointment: may already be on the agenda
 * @due_us: as g_get_monotonic_time()
 */
void
lc_agenda_put (LcAgenda *self, LcAppointment *appointment, gint64 due_us)
{
  appointment->due_us = due_us;
  appointment->serial = self->next_serial++;
  if (appointment->place == NULL)
    appointment->place = g_sequence_insert_sorted (self->appointments, appointment, compare, NULL);
  else
    g_sequence_sort_changed (appointment->place, compare, NULL);
  set_timer (self);
}

void
lc_agenda_remove (LcAgenda *self, LcAppointment *appointment)
{
  if (appointment->place == NULL)
    return;
  g_sequence_remove (appointment->place);
  appointment->place = NULL;
  set_timer (self);
}

/**
 * lc_agenda_take_due:
 *
 * Returns: (nullable) (transfer none): the earliest that is due, no longer on
 *   the agenda
 */
LcAppointment *
lc_agenda_take_due (LcAgenda *self, gint64 now_us)
{
  GSequenceIter *first = g_sequence_get_begin_iter (self->appointments);
  LcAppointment *appointment;

  if (g_sequence_iter_is_end (first))
    return NULL;
  appointment = g_sequence_get (first);
  if (appointment->due_us > now_us)
    return NULL;
  lc_agenda_remove (self, appointment);
  return appointment;
}
