/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-clock-probe.c: the row "computer.clock". Asks nothing: it compares the Date
 * header (RFC 9110 section 6.6.1) that the portal sent with this computer's
 * clock at that moment.
 *
 * A Date has whole seconds, cut off, so the server's time was within the second
 * that begins there; its middle is what the offset is taken from.
 *
 * Outcome: ANSWERED, or SKIPPED (with the fact "reason") when there was no Date.
 *
 * Facts: offset_us (this computer's clock minus the portal's: positive when this
 * one is ahead), resolution_us (1000000), date_us, date_seen_us.
 */
#include "config.h"

#include "probes/lc-clock-probe.h"

struct _LcClockProbe
{
  LcProbe parent_instance;

  char *portal_id;
};

G_DEFINE_FINAL_TYPE (LcClockProbe, lc_clock_probe, LC_TYPE_PROBE)

/* The facts with the portal's Date: those of the whole, or those of a step. */
static const LcFacts *
find_date (LcMeasurement *portal)
{
  const LcFacts *facts = lc_measurement_get_facts (portal);

  if (lc_facts_has (facts, LC_FACT_DATE_US) && lc_facts_has (facts, LC_FACT_DATE_SEEN_US))
    return facts;
  for (guint i = 0; i < lc_measurement_get_n_steps (portal); i++)
    {
      facts = lc_measurement_get_step (portal, i)->facts;
      if (lc_facts_has (facts, LC_FACT_DATE_US) && lc_facts_has (facts, LC_FACT_DATE_SEEN_US))
        return facts;
    }
  return NULL;
}

static void
compare (LcRecorder *recorder, const LcFacts *date)
{
  LcFacts *facts = lc_recorder_get_facts (recorder);
  gint64 date_us = lc_facts_get_int (date, LC_FACT_DATE_US, 0);
  gint64 seen_us = lc_facts_get_int (date, LC_FACT_DATE_SEEN_US, 0);

  lc_facts_set_int (facts, LC_FACT_OFFSET_US, seen_us - (date_us + G_USEC_PER_SEC / 2));
  lc_facts_set_int (facts, LC_FACT_RESOLUTION_US, G_USEC_PER_SEC);
  lc_facts_set_int (facts, LC_FACT_DATE_US, date_us);
  lc_facts_set_int (facts, LC_FACT_DATE_SEEN_US, seen_us);
  lc_recorder_set_outcome (recorder, LC_OUTCOME_ANSWERED);
}

static void
skip (LcRecorder *recorder, const char *reason)
{
  lc_facts_set_string (lc_recorder_get_facts (recorder), LC_FACT_REASON, reason);
  lc_recorder_set_outcome (recorder, LC_OUTCOME_SKIPPED);
}

static void
lc_clock_probe_ask_async (LcProbe *probe, LcRecorder *recorder, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  LcClockProbe *self = LC_CLOCK_PROBE (probe);
  g_autoptr (GTask) task = g_task_new (probe, cancellable, callback, user_data);
  LcMeasurement *portal = lc_probe_get_provided (probe, self->portal_id);
  const LcFacts *date = portal != NULL ? find_date (portal) : NULL;

  g_task_set_source_tag (task, lc_clock_probe_ask_async);
  if (portal == NULL)
    skip (recorder, "the portal was not asked");
  else if (date == NULL)
    skip (recorder, "the portal gave no Date");
  else
    compare (recorder, date);
  g_task_return_boolean (task, TRUE);
}

static gboolean
lc_clock_probe_ask_finish (LcProbe *probe, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
lc_clock_probe_finalize (GObject *object)
{
  g_free (LC_CLOCK_PROBE (object)->portal_id);
  G_OBJECT_CLASS (lc_clock_probe_parent_class)->finalize (object);
}

static void
lc_clock_probe_class_init (LcClockProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lc_clock_probe_finalize;
  LC_PROBE_CLASS (klass)->ask_async = lc_clock_probe_ask_async;
  LC_PROBE_CLASS (klass)->ask_finish = lc_clock_probe_ask_finish;
}

static void
lc_clock_probe_init (LcClockProbe *self)
{
}

/**
 * lc_clock_probe_new:
 * @portal_id: the check whose Date is compared: "portal"
 *
 * Returns: (transfer full): the question of the row "computer.clock"
 */
LcProbe *
lc_clock_probe_new (const char *portal_id)
{
  const char *needs[] = { portal_id, NULL };
  LcClockProbe *self = g_object_new (LC_TYPE_CLOCK_PROBE, "id", "computer.clock", NULL);

  self->portal_id = g_strdup (portal_id);
  lc_probe_set_needs (LC_PROBE (self), needs);
  return LC_PROBE (self);
}
