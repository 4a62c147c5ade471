/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-probe.c: the deadline and the cancellation that all probes share.
 *
 * The subclass runs under a cancellable of its own. When the deadline passes
 * or the caller cancels, that one is cancelled and the measurement is frozen
 * and handed over at once, without waiting for the subclass to come home: what
 * it still writes goes nowhere, and its callback finds the race decided.
 *
 * Whoever proved slow but open may get more time, once as much and no more: see
 * lc_recorder_extend_deadline().
 */
#include "check/lc-probe.h"

#include "base/lc-source.h"

#define DEFAULT_DEADLINE_MS 4000

typedef struct
{
  char *id;
  guint deadline_ms;
  guint limit_ms;
  char **needs;
  GHashTable *provided; /* id -> LcMeasurement */
} LcProbePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (LcProbe, lc_probe, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ID,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

typedef struct
{
  LcRecorder *recorder;
  gint64 start_us;     /* of the run's clock */
  GCancellable *inner; /* what the subclass sees */
  GSource *deadline;
  GSource *cancelled;
} ProbeAsk;

static void
probe_ask_free (gpointer data)
{
  ProbeAsk *ask = data;

  lc_source_clear (&ask->deadline);
  lc_source_clear (&ask->cancelled);
  g_clear_object (&ask->recorder);
  g_clear_object (&ask->inner);
  g_free (ask);
}

static void
settle (GTask *task, LcOutcome unfinished)
{
  ProbeAsk *ask = g_task_get_task_data (task);

  lc_source_clear (&ask->deadline);
  lc_source_clear (&ask->cancelled);
  g_task_return_pointer (task, lc_recorder_finish (ask->recorder, unfinished), g_object_unref);
  g_cancellable_cancel (ask->inner);
}

/* Returns: of the run's clock: the deadline, or the later one that a slow link was given */
static gint64
get_end_us (GTask *task)
{
  ProbeAsk *ask = g_task_get_task_data (task);
  LcProbePrivate *priv = lc_probe_get_instance_private (g_task_get_source_object (task));
  gint64 deadline_us = (gint64) priv->deadline_ms * 1000;
  gint64 latest_us = MIN (2 * deadline_us, (gint64) priv->limit_ms * 1000);
  gint64 extended_us = lc_recorder_get_extended_deadline_us (ask->recorder) - ask->start_us;

  return ask->start_us + MAX (deadline_us, MIN (extended_us, latest_us));
}

static gboolean
on_deadline (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  ProbeAsk *ask = g_task_get_task_data (task);
  gint64 left_us = get_end_us (task) - lc_recorder_now_us (ask->recorder);

  if (left_us > 1000)
    {
      g_source_set_ready_time (ask->deadline, g_get_monotonic_time () + left_us);
      return G_SOURCE_CONTINUE;
    }
  settle (task, LC_OUTCOME_NO_ANSWER);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);

  settle (task, LC_OUTCOME_CANCELLED);
  return G_SOURCE_REMOVE;
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  LcProbe *self = LC_PROBE (source);
  ProbeAsk *ask = g_task_get_task_data (task);
  gboolean asked = LC_PROBE_GET_CLASS (self)->ask_finish (self, result, &error);

  if (lc_recorder_is_finished (ask->recorder))
    return;
  if (!asked)
    {
      lc_recorder_set_outcome (ask->recorder, LC_OUTCOME_UNAVAILABLE);
      lc_facts_set_string (lc_recorder_get_facts (ask->recorder), LC_FACT_REASON, error->message);
    }
  settle (task, LC_OUTCOME_NO_ANSWER);
}

static void
lc_probe_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  LcProbePrivate *priv = lc_probe_get_instance_private (LC_PROBE (object));

  switch (property_id)
    {
    case PROP_ID:
      g_value_set_string (value, priv->id);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lc_probe_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  LcProbePrivate *priv = lc_probe_get_instance_private (LC_PROBE (object));

  switch (property_id)
    {
    case PROP_ID:
      priv->id = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lc_probe_finalize (GObject *object)
{
  LcProbePrivate *priv = lc_probe_get_instance_private (LC_PROBE (object));

  g_free (priv->id);
  g_strfreev (priv->needs);
  g_hash_table_unref (priv->provided);
  G_OBJECT_CLASS (lc_probe_parent_class)->finalize (object);
}

static void
lc_probe_class_init (LcProbeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lc_probe_get_property;
  object_class->set_property = lc_probe_set_property;
  object_class->finalize = lc_probe_finalize;

  /**
   * LcProbe:id:
   * The id of the check that this probe answers, such as "turn.udp".
   */
  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lc_probe_init (LcProbe *self)
{
  LcProbePrivate *priv = lc_probe_get_instance_private (self);

  priv->deadline_ms = DEFAULT_DEADLINE_MS;
  priv->limit_ms = G_MAXUINT;
  priv->needs = g_new0 (char *, 1);
  priv->provided = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

const char *
lc_probe_get_id (LcProbe *self)
{
  LcProbePrivate *priv = lc_probe_get_instance_private (self);

  return priv->id;
}

/* Returns: milliseconds from the start of the asking until it is stopped */
guint
lc_probe_get_deadline_ms (LcProbe *self)
{
  LcProbePrivate *priv = lc_probe_get_instance_private (self);

  return priv->deadline_ms;
}

void
lc_probe_set_deadline_ms (LcProbe *self, guint deadline_ms)
{
  LcProbePrivate *priv = lc_probe_get_instance_private (self);

  priv->deadline_ms = deadline_ms;
}

/**
 * lc_probe_set_limit_ms:
 * @limit_ms: from the start of the asking; no slow link makes it longer
 */
void
lc_probe_set_limit_ms (LcProbe *self, guint limit_ms)
{
  LcProbePrivate *priv = lc_probe_get_instance_private (self);

  priv->limit_ms = limit_ms;
}

/**
 * lc_probe_set_needs:
 * @ids: (array zero-terminated=1): checks whose measurements this question is
 *   about; it is asked when all of them are there
 */
void
lc_probe_set_needs (LcProbe *self, const char *const *ids)
{
  LcProbePrivate *priv = lc_probe_get_instance_private (self);

  g_strfreev (priv->needs);
  priv->needs = g_strdupv ((char **) ids);
}

/* Returns: (array zero-terminated=1) (transfer none): never %NULL */
const char *const *
lc_probe_get_needs (LcProbe *self)
{
  LcProbePrivate *priv = lc_probe_get_instance_private (self);

  return (const char *const *) priv->needs;
}

/**
 * lc_probe_provide:
 * @id: one of the needs
 * @measurement: what was measured there
 */
void
lc_probe_provide (LcProbe *self, const char *id, LcMeasurement *measurement)
{
  LcProbePrivate *priv = lc_probe_get_instance_private (self);

  g_hash_table_insert (priv->provided, g_strdup (id), g_object_ref (measurement));
}

/**
 * lc_probe_get_provided:
 *
 * Returns: (nullable) (transfer none): %NULL when that check is not part of the run
 */
LcMeasurement *
lc_probe_get_provided (LcProbe *self, const char *id)
{
  LcProbePrivate *priv = lc_probe_get_instance_private (self);

  return g_hash_table_lookup (priv->provided, id);
}

/**
 * lc_probe_run_async:
 * @clock: the clock of the run
 * @cancellable: (nullable): stops the asking at once, keeping what is known
 *
 * Asks the question, at most for the probe's deadline.
 */
void
lc_probe_run_async (LcProbe *self, const LcClock *clock, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  LcProbePrivate *priv = lc_probe_get_instance_private (self);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  ProbeAsk *ask = g_new0 (ProbeAsk, 1);

  g_task_set_source_tag (task, lc_probe_run_async);
  ask->recorder = lc_recorder_new (clock);
  ask->start_us = lc_recorder_now_us (ask->recorder);
  ask->inner = g_cancellable_new ();
  g_task_set_task_data (task, ask, probe_ask_free);

  if (g_cancellable_is_cancelled (cancellable))
    {
      settle (task, LC_OUTCOME_CANCELLED);
      return;
    }

  ask->deadline = g_timeout_source_new (priv->deadline_ms);
  g_task_attach_source (task, ask->deadline, on_deadline);
  if (cancellable != NULL)
    {
      ask->cancelled = g_cancellable_source_new (cancellable);
      g_task_attach_source (task, ask->cancelled, G_SOURCE_FUNC (on_cancelled));
    }

  LC_PROBE_GET_CLASS (self)->ask_async (self, ask->recorder, ask->inner, on_asked, g_steal_pointer (&task));
}

/**
 * lc_probe_run_finish:
 *
 * Returns: (transfer full): always a measurement; a question that could not be
 *   asked has the outcome unavailable and the fact "reason"
 */
LcMeasurement *
lc_probe_run_finish (LcProbe *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
