/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-udp.c: STUN and TURN queries over UDP (RFC 8489 section 6.2.1); by which
 * rules one ends is in lc-stun-query.c.
 *
 * An ICMP error belongs to the query whose transaction id it quotes; when a router
 * quotes too little for that, to the oldest query to that destination.
 *
 * To be used from one thread: that of the main context it was made in.
 */
#include "net/lc-stun-udp.h"

#include <errno.h>
#include <string.h>

#include "net/lc-stun-query.h"
#include "net/lc-timer-queue.h"
#include "net/lc-udp-socket.h"

#define BUSY_RETRY_US 5000 /* when the send buffer is full */
#define TAG_OFFSET 4 /* of the bytes in an id that are the same in a run */
#define TAG_SIZE 4

typedef struct
{
  LcQueuedTimer timer; /* when to look at it next; first, to be cast */
  LcStunQuery query;
  GTask *task;
  LcStunUdp *client;
  GSocketAddress *server;
  GSocketFamily family;
  guint64 serial;
  gulong cancelled_handler;
  GError *error; /* this computer has no socket for it */
} PendingQuery;

struct _LcStunUdp
{
  GObject parent_instance;

  GMainContext *context;
  LcUdpSocket *sockets[2];
  GHashTable *queries; /* id -> PendingQuery, not owned */
  GHashTable *packets[2]; /* packet number -> PendingQuery, not owned */
  LcTimerQueue *timers; /* of PendingQuery */
  guint64 next_serial;
  guint8 tag[TAG_SIZE]; /* in every id, so that a late answer is known as ours */
};

G_DEFINE_FINAL_TYPE (LcStunUdp, lc_stun_udp, G_TYPE_OBJECT)

static guint
family_index (GSocketFamily family)
{
  return family == G_SOCKET_FAMILY_IPV6 ? 1 : 0;
}

static guint
id_hash (gconstpointer key)
{
  guint hash;

  memcpy (&hash, key, sizeof hash); /* random bytes */
  return hash;
}

static gboolean
id_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, LC_STUN_REQUEST_BYTE) == 0;
}

static void
fill_random (guint8 *bytes, gsize size)
{
  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) g_random_int_range (0, 256);
}

static void
make_id (LcStunUdp *self, guint8 *id)
{
  fill_random (id, LC_STUN_REQUEST_BYTE);
  memcpy (id + TAG_OFFSET, self->tag, TAG_SIZE);
  id[LC_STUN_REQUEST_BYTE] = 0;
}

static gboolean
same_endpoint (GSocketAddress *a, GSocketAddress *b)
{
  GInetSocketAddress *first, *second;

  if (!G_IS_INET_SOCKET_ADDRESS (a) || !G_IS_INET_SOCKET_ADDRESS (b))
    return FALSE;
  first = G_INET_SOCKET_ADDRESS (a);
  second = G_INET_SOCKET_ADDRESS (b);
  return g_inet_socket_address_get_port (first) == g_inet_socket_address_get_port (second) &&
         g_inet_address_equal (g_inet_socket_address_get_address (first),
                               g_inet_socket_address_get_address (second));
}

/* The life of a query */

static void
pending_query_free (PendingQuery *pending)
{
  g_clear_object (&pending->task);
  g_clear_object (&pending->server);
  g_clear_error (&pending->error);
  lc_stun_query_clear (&pending->query);
  g_free (pending);
}

/* From here on nothing more is sent or taken; the timer hands the result over. */
static void
retire (PendingQuery *pending)
{
  LcStunUdp *self = pending->client;

  g_hash_table_remove (self->queries, pending->query.id);
  for (guint i = 0; i < pending->query.n_sent; i++)
    g_hash_table_remove (self->packets[family_index (pending->family)], &pending->query.requests[i].number);
  lc_timer_queue_set (self->timers, &pending->timer, g_get_monotonic_time ());
}

static void
return_result (PendingQuery *pending)
{
  GCancellable *cancellable = g_task_get_cancellable (pending->task);

  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, pending->cancelled_handler);
  if (pending->error != NULL)
    g_task_return_error (pending->task, g_steal_pointer (&pending->error));
  else if (!g_task_return_error_if_cancelled (pending->task))
    g_task_return_pointer (pending->task, g_steal_pointer (&pending->query.result),
                           (GDestroyNotify) lc_stun_result_free);
  pending_query_free (pending);
}

static void
give_up (PendingQuery *pending)
{
  lc_stun_query_give_up (&pending->query);
  retire (pending);
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  PendingQuery *pending = user_data;

  if (!pending->query.is_over)
    give_up (pending);
}

static void
send_request (PendingQuery *pending)
{
  LcStunUdp *self = pending->client;
  LcStunQuery *query = &pending->query;
  guint index = family_index (pending->family);
  guint8 message[LC_STUN_MAX_REQUEST];
  gsize length = lc_stun_query_build_request (query, message, sizeof message);
  LcMoment sent;
  gint64 number;
  int error_number = lc_udp_socket_send (self->sockets[index], pending->server, message, length, &sent, &number);
  LcStunRequest *request;

  if (query->is_over) /* an ICMP error came with the send */
    return;
  if (error_number == EAGAIN || error_number == ENOBUFS || error_number == ENOMEM)
    {
      lc_timer_queue_set (self->timers, &pending->timer, g_get_monotonic_time () + BUSY_RETRY_US);
      return;
    }
  if (error_number != 0)
    {
      lc_stun_query_take_local_error (query, error_number);
      retire (pending);
      return;
    }
  request = lc_stun_query_add_request (query, &sent, number);
  if (number >= 0)
    g_hash_table_insert (self->packets[index], &request->number, pending);
  lc_timer_queue_set (self->timers, &pending->timer, lc_stun_query_get_due_us (query));
}

/* What ends here is handed over in the same turn of the main loop: where this process was late,
 * the asker's own deadline may be due in it, too, and what was seen would be lost. */
static void
process_due (LcStunUdp *self)
{
  LcQueuedTimer *timer;

  while ((timer = lc_timer_queue_take_due (self->timers, g_get_monotonic_time ())) != NULL)
    {
      PendingQuery *pending = (PendingQuery *) timer;

      if (pending->query.is_over)
        return_result (pending);
      else if (lc_stun_query_may_send (&pending->query, g_get_monotonic_time ()))
        send_request (pending);
      else
        give_up (pending);
    }
}

static void
on_settled (gpointer user_data)
{
  g_autoptr (LcStunUdp) self = g_object_ref (user_data);

  process_due (self);
}

/* When this process was late, answers may be waiting to be read: they were not. */
static void
on_timer_due (gpointer user_data)
{
  lc_stun_udp_catch_up (user_data);
}

/* What the sockets tell */

/* Something that is no answer to anything that was ever asked came from a server. */
static void
note_malformed (LcStunUdp *self, GSocketAddress *from)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->queries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      PendingQuery *pending = value;

      if (same_endpoint (from, pending->server))
        lc_stun_query_take_malformed (&pending->query);
    }
}

static void
on_received (GSocketAddress *from, const guint8 *data, gsize length, gint64 stamp_ns, gpointer user_data)
{
  LcStunUdp *self = user_data;
  LcMoment seen = lc_moment_now ();
  g_autoptr (LcStunReply) reply = NULL;
  const LcStunRequest *request = NULL;
  guint8 id[LC_STUN_ID_SIZE];
  PendingQuery *pending;

  if (!lc_stun_peek_id (data, length, id) || memcmp (id + TAG_OFFSET, self->tag, TAG_SIZE) != 0)
    {
      note_malformed (self, from);
      return;
    }
  pending = g_hash_table_lookup (self->queries, id);
  if (pending != NULL && same_endpoint (from, pending->server))
    request = lc_stun_query_find_request (&pending->query, id);
  if (request == NULL)
    return;
  reply = lc_stun_reply_parse (pending->query.method, data, length);
  if (reply == NULL)
    {
      lc_stun_query_take_malformed (&pending->query);
      return;
    }

  if (request->stamp_ns == 0 && request->number >= 0)
    lc_udp_socket_read_errors (self->sockets[family_index (pending->family)]);
  if (pending->query.is_over)
    return;
  lc_stun_query_take_reply (&pending->query, g_steal_pointer (&reply), &seen, stamp_ns);
  retire (pending);
}

static void
on_left (guint family, gint64 number, gint64 stamp_ns, LcStunUdp *self)
{
  PendingQuery *pending = g_hash_table_lookup (self->packets[family], &number);

  if (pending != NULL)
    lc_stun_query_take_stamp (&pending->query, number, stamp_ns);
}

static void
on_left_ipv4 (gint64 number, gint64 stamp_ns, gpointer user_data)
{
  on_left (0, number, stamp_ns, user_data);
}

static void
on_left_ipv6 (gint64 number, gint64 stamp_ns, gpointer user_data)
{
  on_left (1, number, stamp_ns, user_data);
}

static PendingQuery *
find_oldest_to (LcStunUdp *self, GSocketAddress *server)
{
  PendingQuery *oldest = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->queries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      PendingQuery *pending = value;

      if (pending->query.n_sent > 0 && same_endpoint (pending->server, server) &&
          (oldest == NULL || pending->serial < oldest->serial))
        oldest = pending;
    }
  return oldest;
}

static void
on_failed (GSocketAddress *destination, const guint8 *quoted, gsize length, const LcIcmpError *error,
           gpointer user_data)
{
  LcStunUdp *self = user_data;
  guint8 id[LC_STUN_ID_SIZE];
  PendingQuery *pending;

  /* The id decides, not the destination: the kernel may have changed that one
   * (0.0.0.0 becomes this computer). */
  if (lc_stun_peek_id (quoted, length, id))
    pending = g_hash_table_lookup (self->queries, id);
  else
    pending = find_oldest_to (self, destination);
  if (pending == NULL)
    return;
  lc_stun_query_take_icmp_error (&pending->query, error);
  if (pending->query.is_over)
    retire (pending);
}

static gboolean
open_socket (LcStunUdp *self, GSocketFamily family, GError **error)
{
  const LcUdpSocketHandlers handlers = {
    .received = on_received,
    .left = family == G_SOCKET_FAMILY_IPV6 ? on_left_ipv6 : on_left_ipv4,
    .failed = on_failed,
    .settled = on_settled,
  };
  guint index = family_index (family);

  if (self->sockets[index] != NULL)
    return TRUE;
  g_main_context_push_thread_default (self->context);
  self->sockets[index] = lc_udp_socket_new (family, &handlers, self, error);
  g_main_context_pop_thread_default (self->context);
  return self->sockets[index] != NULL;
}

static void
lc_stun_udp_dispose (GObject *object)
{
  LcStunUdp *self = LC_STUN_UDP (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->sockets); i++)
    {
      if (self->sockets[i] != NULL)
        lc_udp_socket_close (self->sockets[i]);
      g_clear_object (&self->sockets[i]);
    }
  g_clear_pointer (&self->timers, lc_timer_queue_free);
  G_OBJECT_CLASS (lc_stun_udp_parent_class)->dispose (object);
}

static void
lc_stun_udp_finalize (GObject *object)
{
  LcStunUdp *self = LC_STUN_UDP (object);

  g_hash_table_unref (self->queries);
  g_hash_table_unref (self->packets[0]);
  g_hash_table_unref (self->packets[1]);
  g_main_context_unref (self->context);
  G_OBJECT_CLASS (lc_stun_udp_parent_class)->finalize (object);
}

static void
lc_stun_udp_class_init (LcStunUdpClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lc_stun_udp_dispose;
  object_class->finalize = lc_stun_udp_finalize;
}

static void
lc_stun_udp_init (LcStunUdp *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->queries = g_hash_table_new (id_hash, id_equal);
  self->packets[0] = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->packets[1] = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->timers = lc_timer_queue_new (self->context, on_timer_due, self);
  fill_random (self->tag, TAG_SIZE);
}

/**
 * lc_stun_udp_new:
 *
 * Returns: (transfer full): a client for the thread-default main context;
 *   sockets are opened with the first query of their family
 */
LcStunUdp *
lc_stun_udp_new (void)
{
  return g_object_new (LC_TYPE_STUN_UDP, NULL);
}

/* Returns: how many queries are still open */
guint
lc_stun_udp_get_n_pending (LcStunUdp *self)
{
  return g_hash_table_size (self->queries);
}

/**
 * lc_stun_udp_catch_up:
 *
 * Reads every answer that has arrived, and calls back for those and for what is
 * due. To be called before something is given up for lost.
 */
void
lc_stun_udp_catch_up (LcStunUdp *self)
{
  g_autoptr (LcStunUdp) alive = g_object_ref (self);

  for (guint i = 0; i < G_N_ELEMENTS (self->sockets); i++)
    if (self->sockets[i] != NULL)
      lc_udp_socket_read (self->sockets[i]);
  process_due (self);
}

/**
 * lc_stun_udp_ask_async:
 * @server: an IPv4 or IPv6 #GInetSocketAddress
 * @schedule: copied
 * @cancellable: (nullable): to be cancelled from the thread of the main context
 */
void
lc_stun_udp_ask_async (LcStunUdp *self, LcStunMethod method, GSocketAddress *server,
                       const LcStunSchedule *schedule, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  guint8 id[LC_STUN_ID_SIZE];
  PendingQuery *pending;

  g_return_if_fail (schedule->n_sends >= 1 && schedule->n_sends <= LC_STUN_MAX_SENDS);

  pending = g_new0 (PendingQuery, 1);
  pending->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (pending->task, lc_stun_udp_ask_async);
  pending->client = self;
  pending->server = g_object_ref (server);
  pending->family = g_socket_address_get_family (server);
  pending->serial = self->next_serial++;
  do
    make_id (self, id);
  while (g_hash_table_contains (self->queries, id));
  lc_stun_query_init (&pending->query, method, schedule, id);
  g_hash_table_insert (self->queries, pending->query.id, pending);

  if (cancellable != NULL)
    pending->cancelled_handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), pending, NULL);
  if (pending->query.is_over)
    return;
  if (open_socket (self, pending->family, &pending->error))
    {
      send_request (pending);
      return;
    }
  if (g_error_matches (pending->error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    {
      g_clear_error (&pending->error);
      lc_stun_query_take_local_error (&pending->query, EAFNOSUPPORT);
      retire (pending);
      return;
    }
  give_up (pending);
}

/**
 * lc_stun_udp_ask_finish:
 *
 * Returns: (transfer full): how it ended; %NULL with G_IO_ERROR_CANCELLED, or
 *   when this computer has no more sockets
 */
LcStunResult *
lc_stun_udp_ask_finish (LcStunUdp *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
