/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-stun-udp.c: STUN and TURN transactions over UDP (RFC 8489 section 6.2.1).
 *
 * Every request, also a repeated one, has a transaction id of its own: the
 * last byte counts the repetitions. An answer therefore tells which request it
 * belongs to, and the round-trip time of a repeated request is not a guess
 * (Karn's problem).
 *
 * An ICMP error belongs to the transaction whose id it quotes; when a router
 * quotes too little for that, to the oldest transaction to that destination.
 * "Refused" and "prohibited" end a transaction; an unreachable host or network may
 * be a route that flaps, so it ends one only the second time, or when nothing
 * more will be sent.
 *
 * To be used from one thread: that of the main context it was made in.
 */
#include "net/lc-stun-udp.h"

#include <errno.h>
#include <string.h>

#include "net/lc-timer-queue.h"
#include "net/lc-udp-socket.h"

#define US_PER_MS G_GINT64_CONSTANT (1000)
#define NS_PER_US 1000
#define BUSY_RETRY_US 5000 /* when the send buffer is full */
#define TAG_OFFSET 4 /* of the bytes in an id that are the same in a run */
#define TAG_SIZE 4
#define COUNTER_BYTE (LC_STUN_ID_SIZE - 1)

typedef struct _StunTransaction StunTransaction;

typedef struct
{
  LcMoment sent;
  gint64 number; /* of the packet on its socket, -1 when there will be no stamp */
  gint64 stamp_ns;
} Attempt;

struct _StunTransaction
{
  LcQueuedTimer timer; /* when to look at it next; first, to be cast */
  GTask *task;
  LcStunUdp *client;
  LcStunMethod method;
  GSocketAddress *server;
  GSocketFamily family;
  LcStunSchedule schedule;
  guint8 id[LC_STUN_ID_SIZE]; /* the last byte is 0 */
  Attempt attempts[LC_STUN_MAX_SENDS];
  guint n_sent;
  gint64 start_us;
  guint64 serial;
  gulong cancelled_handler;
  LcStunResult *result;
  GError *error; /* this computer has no socket for it */
  gboolean is_over;
  gboolean saw_malformed; /* something came from the server that is no answer */
};

struct _LcStunUdp
{
  GObject parent_instance;

  GMainContext *context;
  LcUdpSocket *sockets[2];
  GHashTable *transactions; /* id -> StunTransaction, not owned */
  GHashTable *packets[2]; /* packet number -> StunTransaction, not owned */
  LcTimerQueue *timers; /* of StunTransaction */
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
  return memcmp (a, b, COUNTER_BYTE) == 0;
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
  fill_random (id, COUNTER_BYTE);
  memcpy (id + TAG_OFFSET, self->tag, TAG_SIZE);
  id[COUNTER_BYTE] = 0;
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

/* The life of a transaction */

static void
transaction_free (StunTransaction *transaction)
{
  g_clear_object (&transaction->task);
  g_clear_object (&transaction->server);
  g_clear_pointer (&transaction->result, lc_stun_result_free);
  g_clear_error (&transaction->error);
  g_free (transaction);
}

/* From here on nothing more is sent or taken; the timer hands the result over. */
static void
end_transaction (StunTransaction *transaction)
{
  LcStunUdp *self = transaction->client;
  gint64 now_us = g_get_monotonic_time ();

  if (transaction->is_over)
    return;
  transaction->is_over = TRUE;
  transaction->result->duration_us = now_us - transaction->start_us;
  g_hash_table_remove (self->transactions, transaction->id);
  for (guint i = 0; i < transaction->n_sent; i++)
    g_hash_table_remove (self->packets[family_index (transaction->family)], &transaction->attempts[i].number);
  lc_timer_queue_set (self->timers, &transaction->timer, now_us);
}

static void
return_result (StunTransaction *transaction)
{
  GCancellable *cancellable = g_task_get_cancellable (transaction->task);

  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, transaction->cancelled_handler);
  if (transaction->error != NULL)
    g_task_return_error (transaction->task, g_steal_pointer (&transaction->error));
  else if (!g_task_return_error_if_cancelled (transaction->task))
    g_task_return_pointer (transaction->task, g_steal_pointer (&transaction->result),
                           (GDestroyNotify) lc_stun_result_free);
  transaction_free (transaction);
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  end_transaction (user_data);
}

static gboolean
has_more_to_send (const StunTransaction *transaction)
{
  return transaction->n_sent < transaction->schedule.n_sends;
}

static void
send_request (StunTransaction *transaction)
{
  LcStunUdp *self = transaction->client;
  guint index = family_index (transaction->family);
  Attempt *attempt = &transaction->attempts[transaction->n_sent];
  guint8 id[LC_STUN_ID_SIZE];
  guint8 request[LC_STUN_MAX_REQUEST];
  gsize length;
  gint64 next_ms;
  int error_number;

  memcpy (id, transaction->id, sizeof id);
  id[COUNTER_BYTE] = (guint8) transaction->n_sent;
  length = lc_stun_request_build (transaction->method, id, request, sizeof request);
  error_number = lc_udp_socket_send (self->sockets[index], transaction->server, request, length,
                                     &attempt->sent, &attempt->number);
  if (transaction->is_over) /* an ICMP error came with the send */
    return;
  if (error_number == EAGAIN || error_number == ENOBUFS || error_number == ENOMEM)
    {
      lc_timer_queue_set (self->timers, &transaction->timer, g_get_monotonic_time () + BUSY_RETRY_US);
      return;
    }
  if (error_number != 0)
    {
      lc_stun_result_set_local_error (transaction->result, error_number);
      end_transaction (transaction);
      return;
    }

  if (transaction->n_sent == 0)
    {
      transaction->start_us = attempt->sent.monotonic_ns / NS_PER_US;
      transaction->result->start_monotonic_us = transaction->start_us;
    }
  transaction->result->sent_monotonic_us = attempt->sent.monotonic_ns / NS_PER_US;
  transaction->result->n_sent = ++transaction->n_sent;
  if (attempt->number >= 0)
    g_hash_table_insert (self->packets[index], &attempt->number, transaction);
  next_ms = has_more_to_send (transaction) ? transaction->schedule.send_ms[transaction->n_sent]
                                        : transaction->schedule.timeout_ms;
  lc_timer_queue_set (self->timers, &transaction->timer, transaction->start_us + US_PER_MS * next_ms);
}

static void
give_up (StunTransaction *transaction)
{
  LcStunResult *result = transaction->result;

  if (result->icmp != NULL)
    result->outcome = lc_icmp_error_get_outcome (result->icmp);
  else if (transaction->saw_malformed)
    result->outcome = LC_OUTCOME_MALFORMED;
  else
    result->outcome = LC_OUTCOME_NO_ANSWER;
  end_transaction (transaction);
}

/* What ends here is handed over in the same turn of the main loop: where this process was late,
 * the asker's own deadline may be due in it, too, and what was seen would be lost. */
static void
process_due (LcStunUdp *self)
{
  LcQueuedTimer *timer;

  while ((timer = lc_timer_queue_take_due (self->timers, g_get_monotonic_time ())) != NULL)
    {
      StunTransaction *transaction = (StunTransaction *) timer;

      if (transaction->is_over)
        return_result (transaction);
      else if (has_more_to_send (transaction) &&
               g_get_monotonic_time () < transaction->start_us + US_PER_MS * transaction->schedule.timeout_ms)
        send_request (transaction);
      else
        give_up (transaction);
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

/* Something that is no answer to anything we ever asked came from a server. */
static void
note_malformed (LcStunUdp *self, GSocketAddress *from)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->transactions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      StunTransaction *transaction = value;

      if (same_endpoint (from, transaction->server))
        transaction->saw_malformed = TRUE;
    }
}

static void
on_received (GSocketAddress *from, const guint8 *data, gsize length, gint64 stamp_ns, gpointer user_data)
{
  LcStunUdp *self = user_data;
  LcMoment seen = lc_moment_now ();
  g_autoptr (LcStunReply) reply = NULL;
  guint8 id[LC_STUN_ID_SIZE];
  StunTransaction *transaction;
  Attempt *attempt;
  LcStunResult *result;

  if (!lc_stun_peek_id (data, length, id) || memcmp (id + TAG_OFFSET, self->tag, TAG_SIZE) != 0)
    {
      note_malformed (self, from);
      return;
    }
  transaction = g_hash_table_lookup (self->transactions, id);
  if (transaction == NULL || id[COUNTER_BYTE] >= transaction->n_sent || !same_endpoint (from, transaction->server))
    return;
  reply = lc_stun_reply_parse (transaction->method, data, length);
  if (reply == NULL)
    {
      transaction->saw_malformed = TRUE;
      return;
    }

  attempt = &transaction->attempts[id[COUNTER_BYTE]];
  if (attempt->stamp_ns == 0 && attempt->number >= 0)
    lc_udp_socket_read_errors (self->sockets[family_index (transaction->family)]);
  if (transaction->is_over)
    return;
  result = transaction->result;
  result->sent_monotonic_us = attempt->sent.monotonic_ns / NS_PER_US;
  result->rtt_us = lc_moment_elapsed_ns (&attempt->sent, attempt->stamp_ns, &seen, stamp_ns,
                                         &result->kernel_timestamps) / NS_PER_US;
  result->outcome = reply->outcome;
  result->reply = g_steal_pointer (&reply);
  end_transaction (transaction);
}

static void
on_left (guint family, gint64 number, gint64 stamp_ns, LcStunUdp *self)
{
  StunTransaction *transaction = g_hash_table_lookup (self->packets[family], &number);

  if (transaction == NULL)
    return;
  for (guint i = 0; i < transaction->n_sent; i++)
    if (transaction->attempts[i].number == number)
      transaction->attempts[i].stamp_ns = stamp_ns;
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

static StunTransaction *
find_oldest_to (LcStunUdp *self, GSocketAddress *server)
{
  StunTransaction *oldest = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->transactions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      StunTransaction *transaction = value;

      if (transaction->n_sent > 0 && same_endpoint (transaction->server, server) &&
          (oldest == NULL || transaction->serial < oldest->serial))
        oldest = transaction;
    }
  return oldest;
}

static void
on_failed (GSocketAddress *destination, const guint8 *quoted, gsize length, const LcIcmpError *error,
           gpointer user_data)
{
  LcStunUdp *self = user_data;
  guint8 id[LC_STUN_ID_SIZE];
  StunTransaction *transaction;
  gboolean is_second;

  /* The id decides, not the destination: the kernel may have changed that one
   * (0.0.0.0 becomes this computer). */
  if (lc_stun_peek_id (quoted, length, id))
    transaction = g_hash_table_lookup (self->transactions, id);
  else
    transaction = find_oldest_to (self, destination);
  if (transaction == NULL)
    return;

  is_second = transaction->result->icmp != NULL;
  lc_icmp_error_free (transaction->result->icmp);
  transaction->result->icmp = lc_icmp_error_copy (error);
  if (lc_icmp_error_is_final (error) || is_second || !has_more_to_send (transaction))
    give_up (transaction);
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

  g_hash_table_unref (self->transactions);
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
  self->transactions = g_hash_table_new (id_hash, id_equal);
  self->packets[0] = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->packets[1] = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->timers = lc_timer_queue_new (self->context, on_timer_due, self);
  fill_random (self->tag, TAG_SIZE);
}

/**
 * lc_stun_schedule_once:
 * @timeout_ms: how long to wait for the answer
 *
 * One request: a latency sample, or one of many addresses.
 */
LcStunSchedule
lc_stun_schedule_once (guint timeout_ms)
{
  return (LcStunSchedule){ .n_sends = 1, .timeout_ms = timeout_ms };
}

/**
 * lc_stun_schedule_persistent:
 * @timeout_ms: how long to try
 *
 * RFC 8489 section 6.2.1 with RTO = 500 ms begins at 0, 500 and 1500 ms; its
 * doubling is stopped at one second, because the whole has four and not forty.
 * What would leave in the last 300 ms is not sent.
 */
LcStunSchedule
lc_stun_schedule_persistent (guint timeout_ms)
{
  static const guint at_ms[] = { 0, 500, 1500, 2500, 3500 };
  LcStunSchedule schedule = lc_stun_schedule_once (timeout_ms);

  for (guint i = 1; i < G_N_ELEMENTS (at_ms) && at_ms[i] + 300 <= timeout_ms; i++)
    schedule.send_ms[schedule.n_sends++] = at_ms[i];
  return schedule;
}

/**
 * lc_stun_udp_new:
 *
 * Returns: (transfer full): a client for the thread-default main context;
 *   sockets are opened with the first transaction of their family
 */
LcStunUdp *
lc_stun_udp_new (void)
{
  return g_object_new (LC_TYPE_STUN_UDP, NULL);
}

/* Returns: how many transactions are still open */
guint
lc_stun_udp_get_n_pending (LcStunUdp *self)
{
  return g_hash_table_size (self->transactions);
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
  StunTransaction *transaction;

  g_return_if_fail (schedule->n_sends >= 1 && schedule->n_sends <= LC_STUN_MAX_SENDS);

  transaction = g_new0 (StunTransaction, 1);
  transaction->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (transaction->task, lc_stun_udp_ask_async);
  transaction->client = self;
  transaction->method = method;
  transaction->server = g_object_ref (server);
  transaction->family = g_socket_address_get_family (server);
  transaction->schedule = *schedule;
  transaction->result = lc_stun_result_new ();
  transaction->serial = self->next_serial++;
  transaction->start_us = g_get_monotonic_time ();
  transaction->result->start_monotonic_us = transaction->start_us;
  do
    make_id (self, transaction->id);
  while (g_hash_table_contains (self->transactions, transaction->id));
  g_hash_table_insert (self->transactions, transaction->id, transaction);

  if (cancellable != NULL)
    transaction->cancelled_handler =
      g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), transaction, NULL);
  if (transaction->is_over)
    return;
  if (open_socket (self, transaction->family, &transaction->error))
    {
      send_request (transaction);
      return;
    }
  if (g_error_matches (transaction->error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    {
      g_clear_error (&transaction->error);
      lc_stun_result_set_local_error (transaction->result, EAFNOSUPPORT);
    }
  end_transaction (transaction);
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
