/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-agenda.h: many appointments, one timer.
 *
 * A run has thousands of time-outs pending; as many timeout sources would make
 * every turn of the main loop slow.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LcAgenda LcAgenda;

/**
 * LcAppointment:
 * To be embedded, zeroed at first; private.
 */
typedef struct
{
  gint64 due_us;
  guint64 serial;
  GSequenceIter *place;
} LcAppointment;

typedef void (*LcAgendaFunc) (gpointer user_data);

LcAgenda      *lc_agenda_new (GMainContext *context, LcAgendaFunc func, gpointer user_data);
void           lc_agenda_free (LcAgenda *self);

void           lc_agenda_put (LcAgenda *self, LcAppointment *appointment, gint64 due_us);
void           lc_agenda_remove (LcAgenda *self, LcAppointment *appointment);
LcAppointment *lc_agenda_take_due (LcAgenda *self, gint64 now_us);

G_END_DECLS
