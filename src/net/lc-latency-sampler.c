/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-latency-sampler.c: see lc-latency-sampler.h.
 *
 * The phase of a series is the fractional part of its number times the golden
 * ratio, which spreads any number of series evenly over a tick without knowing
 * how many will come. A tick that this process missed is not made up for by a
 * burst: the series goes on with the next one.
 *
 * A series does not wait a whole time-out for its last samples: twice the
 * largest round-trip time seen, plus something, is enough.
 */
#include "net/lc-latency-sampler.h"

#include "net/lc-timer-queue.h"

#define US_PER_MS G_GINT64_CONSTANT (1000)
#define GOLDEN_RATIO 0.6180339887498949
#define TCP_TICKS 2 /* connections are dearer than datagrams */
#define MIN_WAIT_US (300 * US_PER_MS)
#define EXTRA_WAIT_US (100 * US_PER_MS)

struct _LcLatencySampler
{
  GObject parent_instance;

  LcStunUdp *udp;
  LcConnector *connector;
  guint interval_ms;
  gint64 origin_us; /* of the ticks, or 0 before the first series */
  guint n_joined;
  LcTimerQueue *timers; /* of LatencySeries */
};

G_DEFINE_FINAL_TYPE (LcLatencySampler, lc_latency_sampler, G_TYPE_OBJECT)

typedef struct
{
  LcQueuedTimer timer; /* first, to be cast */
  int ref_count;
  LcLatencySampler *sampler; /* not owned: the task holds it */
  GTask *task;               /* NULL when the series is over */
  GSocketAddress *server;
  LcSeriesPlan plan;
  LcSampleFunc on_sample;
  gpointer sample_data;
  GCancellable *inner;
  gulong cancelled_handler;
  gboolean is_cancelled;
  gboolean had_grace; /* connections had their turn after the wait for the last sample */
  gint64 phase_us;
  gint64 interval_us;
  guint n_sent;
  gint64 last_sent_us;
  gint64 largest_rtt_us;
  GQueue pending; /* of PendingSample, not owned: its callback owns it */
  GError *error;
} LatencySeries;

typedef struct
{
  LatencySeries *series;
  gint64 sent_us;
  GList *link; /* in the series' pending */
} PendingSample;

static void
series_unref (LatencySeries *series)
{
  if (--series->ref_count > 0)
    return;
  g_clear_object (&series->server);
  g_clear_object (&series->inner);
  g_clear_error (&series->error);
  g_queue_clear (&series->pending);
  g_free (series);
}

static void
set_series_timer (LatencySeries *series, gint64 due_us)
{
  lc_timer_queue_set (series->sampler->timers, &series->timer, due_us);
}

static gint64
get_wait_us (const LatencySeries *series)
{
  gint64 timeout_us = US_PER_MS * series->plan.timeout_ms;

  if (series->largest_rtt_us == 0)
    return timeout_us;
  return MIN (timeout_us, MAX (MIN_WAIT_US, 2 * series->largest_rtt_us + EXTRA_WAIT_US));
}

static void
end_series (LatencySeries *series)
{
  g_autoptr (GTask) task = g_steal_pointer (&series->task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  gint64 lost_before_us = g_get_monotonic_time () - get_wait_us (series);

  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, series->cancelled_handler);
  lc_timer_queue_remove (series->sampler->timers, &series->timer);
  if (!series->is_cancelled)
    for (GList *link = series->pending.head; link != NULL; link = link->next)
      {
        PendingSample *sample = link->data;

        /* One that was sent a moment ago is neither lost nor seen. */
        if (sample->sent_us <= lost_before_us)
          series->on_sample (sample->sent_us, -1, series->sample_data);
      }
  g_cancellable_cancel (series->inner);
  if (series->error != NULL)
    g_task_return_error (task, g_steal_pointer (&series->error));
  else if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
  series_unref (series);
}

static void
settle_sample (PendingSample *sample, gint64 sent_us, gint64 rtt_us)
{
  LatencySeries *series = sample->series;

  if (series->task != NULL)
    {
      g_queue_delete_link (&series->pending, sample->link);
      if (rtt_us > US_PER_MS * series->plan.timeout_ms)
        rtt_us = -1;
      series->largest_rtt_us = MAX (series->largest_rtt_us, rtt_us);
      series->on_sample (sent_us, rtt_us, series->sample_data);
      if (series->n_sent == series->plan.n_samples && series->pending.length == 0)
        set_series_timer (series, g_get_monotonic_time ());
      else if (series->n_sent == series->plan.n_samples)
        set_series_timer (series, series->last_sent_us + get_wait_us (series));
    }
  series_unref (series);
  g_free (sample);
}

static void
fail_sample (PendingSample *sample, GError *error)
{
  LatencySeries *series = sample->series;

  if (series->task != NULL)
    {
      g_queue_delete_link (&series->pending, sample->link);
      if (series->error == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        series->error = g_error_copy (error);
      set_series_timer (series, g_get_monotonic_time ());
    }
  series_unref (series);
  g_free (sample);
}

static void
on_binding_done (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LcStunResult) result = lc_stun_udp_ask_finish (LC_STUN_UDP (source), async_result, &error);

  if (result == NULL)
    fail_sample (user_data, error);
  else
    settle_sample (user_data, result->sent_monotonic_us != 0 ? result->sent_monotonic_us
                                                             : result->start_monotonic_us,
                   result->outcome == LC_OUTCOME_ANSWERED ? result->rtt_us : -1);
}

static void
on_connected (GObject *source, GAsyncResult *async_result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LcConnection) connection =
    lc_connector_connect_finish (LC_CONNECTOR (source), async_result, &error);

  if (connection == NULL)
    fail_sample (user_data, error);
  else
    settle_sample (user_data, connection->start_monotonic_us,
                   connection->outcome == LC_OUTCOME_ANSWERED ? connection->rtt_us : -1);
}

static void
send_sample (LatencySeries *series)
{
  LcLatencySampler *self = series->sampler;
  PendingSample *sample = g_new0 (PendingSample, 1);

  series->ref_count++;
  series->n_sent++;
  series->last_sent_us = g_get_monotonic_time ();
  sample->series = series;
  sample->sent_us = series->last_sent_us;
  g_queue_push_tail (&series->pending, sample);
  sample->link = series->pending.tail;
  if (series->plan.transport == LC_TRANSPORT_UDP)
    {
      LcStunSchedule schedule = lc_stun_schedule_once (series->plan.timeout_ms);

      lc_stun_udp_ask_async (self->udp, LC_STUN_BINDING, series->server, &schedule, series->inner,
                             on_binding_done, sample);
    }
  else
    {
      lc_connector_connect_async (self->connector, series->server, series->inner, on_connected, sample);
    }
}

/* The first tick of the series that is at least @not_before_us. */
static gint64
next_tick_us (const LatencySeries *series, gint64 not_before_us)
{
  gint64 first_us = series->sampler->origin_us + series->phase_us;
  gint64 n_ticks;

  if (not_before_us <= first_us)
    return first_us;
  n_ticks = (not_before_us - first_us + series->interval_us - 1) / series->interval_us;
  return first_us + n_ticks * series->interval_us;
}

static void
process_series (LatencySeries *series, gint64 now_us)
{
  gboolean is_past_end = series->plan.end_monotonic_us != 0 && now_us >= series->plan.end_monotonic_us;
  gint64 due_us;

  if (series->is_cancelled || series->error != NULL || is_past_end)
    {
      end_series (series);
      return;
    }
  if (series->n_sent == series->plan.n_samples)
    {
      gboolean is_over = now_us >= series->last_sent_us + get_wait_us (series);

      if (series->pending.length == 0 || (is_over && series->had_grace))
        {
          end_series (series);
          return;
        }
      if (is_over)
        {
          /* When the main loop was late, connections may have been accepted. */
          series->had_grace = TRUE;
          set_series_timer (series, now_us + US_PER_MS);
          return;
        }
      due_us = series->last_sent_us + get_wait_us (series);
    }
  else
    {
      send_sample (series);
      due_us = series->n_sent == series->plan.n_samples
                 ? series->last_sent_us + get_wait_us (series)
                 : next_tick_us (series, series->last_sent_us + series->interval_us / 2);
    }
  if (series->plan.end_monotonic_us != 0)
    due_us = MIN (due_us, series->plan.end_monotonic_us);
  set_series_timer (series, due_us);
}

static void
on_timer_due (gpointer user_data)
{
  g_autoptr (LcLatencySampler) self = g_object_ref (user_data);
  gint64 now_us;
  LcQueuedTimer *timer;

  /* Nothing is lost that only has not been read yet. */
  lc_stun_udp_catch_up (self->udp);
  now_us = g_get_monotonic_time ();
  while ((timer = lc_timer_queue_take_due (self->timers, now_us)) != NULL)
    process_series ((LatencySeries *) timer, now_us);
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  LatencySeries *series = user_data;

  series->is_cancelled = TRUE;
  set_series_timer (series, g_get_monotonic_time ());
}

static void
lc_latency_sampler_finalize (GObject *object)
{
  LcLatencySampler *self = LC_LATENCY_SAMPLER (object);

  lc_timer_queue_free (self->timers);
  g_clear_object (&self->udp);
  g_clear_object (&self->connector);
  G_OBJECT_CLASS (lc_latency_sampler_parent_class)->finalize (object);
}

static void
lc_latency_sampler_class_init (LcLatencySamplerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_latency_sampler_finalize;
}

static void
lc_latency_sampler_init (LcLatencySampler *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->timers = lc_timer_queue_new (context, on_timer_due, self);
}

/**
 * lc_latency_sampler_new:
 * @udp: asks the Bindings
 * @connector: makes the TCP connections
 * @interval_ms: between two Bindings to the same server; TCP connections are
 *   made half as often
 */
LcLatencySampler *
lc_latency_sampler_new (LcStunUdp *udp, LcConnector *connector, guint interval_ms)
{
  LcLatencySampler *self = g_object_new (LC_TYPE_LATENCY_SAMPLER, NULL);

  self->udp = g_object_ref (udp);
  self->connector = g_object_ref (connector);
  self->interval_ms = MAX (interval_ms, 1);
  return self;
}

guint
lc_latency_sampler_get_interval_ms (LcLatencySampler *self)
{
  return self->interval_ms;
}

/**
 * lc_latency_sampler_run_async:
 * @plan: copied; at least one sample
 * @on_sample: called for every sample whose fate is known, never after the
 *   callback of the whole
 * @cancellable: (nullable): to be cancelled from the thread of the main context
 *
 * Takes one series of samples.
 */
void
lc_latency_sampler_run_async (LcLatencySampler *self, GSocketAddress *server, const LcSeriesPlan *plan,
                              LcSampleFunc on_sample, gpointer sample_data, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  LatencySeries *series = g_new0 (LatencySeries, 1);
  gint64 now_us = g_get_monotonic_time ();
  double phases = self->n_joined++ * GOLDEN_RATIO;

  if (self->origin_us == 0)
    self->origin_us = now_us;
  series->ref_count = 1;
  series->sampler = self;
  series->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (series->task, lc_latency_sampler_run_async);
  series->server = g_object_ref (server);
  series->plan = *plan;
  series->on_sample = on_sample;
  series->sample_data = sample_data;
  series->inner = g_cancellable_new ();
  series->interval_us = US_PER_MS * self->interval_ms *
                        (plan->transport == LC_TRANSPORT_UDP ? 1 : TCP_TICKS);
  series->phase_us = (gint64) ((phases - (guint64) phases) * (double) series->interval_us);
  g_queue_init (&series->pending);
  set_series_timer (series, next_tick_us (series, now_us));
  if (cancellable != NULL)
    series->cancelled_handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), series, NULL);
}

/**
 * lc_latency_sampler_run_finish:
 *
 * Returns: %FALSE with G_IO_ERROR_CANCELLED, or when this computer has no more
 *   sockets; samples seen until then have been told
 */
gboolean
lc_latency_sampler_run_finish (LcLatencySampler *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
