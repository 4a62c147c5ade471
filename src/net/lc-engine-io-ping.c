/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-engine-io-ping.c: see lc-engine-io-ping.h.
 *
 * Follows https://github.com/socketio/engine.io-protocol: the ping "2probe" must come
 * back as the pong "3probe" before "5" completes the upgrade.
 */
#include "net/lc-engine-io-ping.h"

#include <string.h>

#include "base/lc-source.h"
#include "net/lc-io-outcome.h"

#define PING "2probe"
#define PONG "3probe"
#define UPGRADE "5"

/* Other packets that may come before the pong. */
#define MAX_OTHER_PACKETS 16

/* How long the other side may take to close. */
#define FAREWELL_MS 100

void
lc_engine_io_pong_free (LcEngineIoPong *self)
{
  g_free (self->error_text);
  g_free (self);
}

/* --- ping and pong ----------------------------------------------------- */

typedef struct
{
  LcEngineIoPong *pong;
  gint64 sent_us; /* monotonic */
  guint n_others;
  GSource *cancelled;
} EngineIoPing;

static void
engine_io_ping_free (gpointer data)
{
  EngineIoPing *ping = data;

  lc_source_clear (&ping->cancelled);
  g_clear_pointer (&ping->pong, lc_engine_io_pong_free);
  g_free (ping);
}

/* The task is owned by whoever calls this. */
static void
finish_ping (GTask *task, LcOutcome outcome)
{
  EngineIoPing *ping = g_task_get_task_data (task);

  lc_source_clear (&ping->cancelled);
  g_signal_handlers_disconnect_by_data (g_task_get_source_object (task), task);
  ping->pong->outcome = outcome;
  g_task_return_pointer (task, g_steal_pointer (&ping->pong), (GDestroyNotify) lc_engine_io_pong_free);
  g_object_unref (task);
}

static void
on_message (SoupWebsocketConnection *websocket, int type, GBytes *message, GTask *task)
{
  EngineIoPing *ping = g_task_get_task_data (task);
  gsize size;
  const char *data = g_bytes_get_data (message, &size);

  if (type == SOUP_WEBSOCKET_DATA_TEXT && size == strlen (PONG) && memcmp (data, PONG, size) == 0)
    {
      ping->pong->rtt_us = g_get_monotonic_time () - ping->sent_us;
      finish_ping (task, LC_OUTCOME_ANSWERED);
    }
  else if (type != SOUP_WEBSOCKET_DATA_TEXT || size == 0 || data[0] < '0' || data[0] > '6'
           || ++ping->n_others > MAX_OTHER_PACKETS)
    {
      finish_ping (task, LC_OUTCOME_MALFORMED);
    }
}

static void
on_websocket_error (SoupWebsocketConnection *websocket, GError *error, GTask *task)
{
  EngineIoPing *ping = g_task_get_task_data (task);

  ping->pong->error_text = g_strdup (error->message);
  finish_ping (task, lc_io_outcome_from_error (error));
}

static void
on_websocket_closed (SoupWebsocketConnection *websocket, GTask *task)
{
  EngineIoPing *ping = g_task_get_task_data (task);

  ping->pong->close_code = soup_websocket_connection_get_close_code (websocket);
  finish_ping (task, LC_OUTCOME_CLOSED);
}

static gboolean
on_ping_cancelled (GCancellable *cancellable, gpointer user_data)
{
  finish_ping (user_data, LC_OUTCOME_CANCELLED);
  return G_SOURCE_REMOVE;
}

/**
 * lc_engine_io_ping_async:
 * @websocket: opened for a session of Engine.IO
 */
void
lc_engine_io_ping_async (SoupWebsocketConnection *websocket, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (websocket, cancellable, callback, user_data);
  EngineIoPing *ping = g_new0 (EngineIoPing, 1);

  g_task_set_source_tag (task, lc_engine_io_ping_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, ping, engine_io_ping_free);
  ping->pong = g_new0 (LcEngineIoPong, 1);
  ping->pong->rtt_us = -1;
  if (soup_websocket_connection_get_state (websocket) != SOUP_WEBSOCKET_STATE_OPEN)
    {
      finish_ping (task, LC_OUTCOME_CLOSED);
      return;
    }
  if (cancellable != NULL)
    {
      ping->cancelled = g_cancellable_source_new (cancellable);
      g_task_attach_source (task, ping->cancelled, G_SOURCE_FUNC (on_ping_cancelled));
    }
  g_signal_connect (websocket, "message", G_CALLBACK (on_message), task);
  g_signal_connect (websocket, "error", G_CALLBACK (on_websocket_error), task);
  g_signal_connect (websocket, "closed", G_CALLBACK (on_websocket_closed), task);
  ping->sent_us = g_get_monotonic_time ();
  soup_websocket_connection_send_text (websocket, PING);
}

/**
 * lc_engine_io_ping_finish:
 *
 * Returns: (transfer full): never %NULL
 */
LcEngineIoPong *
lc_engine_io_ping_finish (SoupWebsocketConnection *websocket, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, websocket), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* --- the end ----------------------------------------------------------- */

typedef struct
{
  GSource *cancelled;
  GSource *over;
} EngineIoFarewell;

static void
engine_io_farewell_free (gpointer data)
{
  EngineIoFarewell *farewell = data;

  lc_source_clear (&farewell->cancelled);
  lc_source_clear (&farewell->over);
  g_free (farewell);
}

/* The task is owned by whoever calls this. */
static void
finish_farewell (GTask *task)
{
  EngineIoFarewell *farewell = g_task_get_task_data (task);

  lc_source_clear (&farewell->cancelled);
  lc_source_clear (&farewell->over);
  g_signal_handlers_disconnect_by_data (g_task_get_source_object (task), task);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
on_left (SoupWebsocketConnection *websocket, GTask *task)
{
  finish_farewell (task);
}

static gboolean
on_farewell_over (gpointer user_data)
{
  finish_farewell (user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
on_farewell_cancelled (GCancellable *cancellable, gpointer user_data)
{
  finish_farewell (user_data);
  return G_SOURCE_REMOVE;
}

/**
 * lc_engine_io_leave_async:
 * @websocket: on which the pong came
 *
 * Completes the upgrade and closes; comes back when the other side has closed too, or
 * soon after.
 */
void
lc_engine_io_leave_async (SoupWebsocketConnection *websocket, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (websocket, cancellable, callback, user_data);
  EngineIoFarewell *farewell = g_new0 (EngineIoFarewell, 1);

  g_task_set_source_tag (task, lc_engine_io_leave_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, farewell, engine_io_farewell_free);
  if (soup_websocket_connection_get_state (websocket) != SOUP_WEBSOCKET_STATE_OPEN)
    {
      finish_farewell (task);
      return;
    }
  if (cancellable != NULL)
    {
      farewell->cancelled = g_cancellable_source_new (cancellable);
      g_task_attach_source (task, farewell->cancelled, G_SOURCE_FUNC (on_farewell_cancelled));
    }
  farewell->over = g_timeout_source_new (FAREWELL_MS);
  g_task_attach_source (task, farewell->over, on_farewell_over);
  g_signal_connect (websocket, "closed", G_CALLBACK (on_left), task);
  soup_websocket_connection_send_text (websocket, UPGRADE);
  soup_websocket_connection_close (websocket, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
}

void
lc_engine_io_leave_finish (SoupWebsocketConnection *websocket, GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, websocket));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
