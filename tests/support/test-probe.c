/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-probe.h"

struct _TestProbe
{
  LcProbe parent_instance;

  TestProbeManner manner;
  gboolean asked;
  GTask *hanging;
  LcRecorder *recorder;
};

G_DEFINE_FINAL_TYPE (TestProbe, test_probe, LC_TYPE_PROBE)

static void
test_probe_ask_async (LcProbe *probe, LcRecorder *recorder, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  TestProbe *self = TEST_PROBE (probe);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  guint step;

  self->asked = TRUE;
  if (self->manner == TEST_PROBE_CANNOT)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "no permission");
      return;
    }

  step = lc_recorder_begin_step (recorder, "tcp", "192.0.2.1:443/tcp");
  if (self->manner == TEST_PROBE_HANGS)
    {
      self->recorder = g_object_ref (recorder);
      self->hanging = g_steal_pointer (&task);
      return;
    }
  lc_facts_set_string (lc_recorder_get_step_facts (recorder, step), "said", "hello");
  lc_recorder_end_step (recorder, step, LC_OUTCOME_ANSWERED);
  lc_recorder_add_sample (recorder, 20, -1);
  lc_recorder_add_sample (recorder, 10, 12345);
  lc_facts_set_int (lc_recorder_get_facts (recorder), LC_FACT_RTT_US, 12345);
  lc_recorder_set_outcome (recorder, LC_OUTCOME_ANSWERED);
  g_task_return_boolean (task, TRUE);
}

static gboolean
test_probe_ask_finish (LcProbe *probe, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
test_probe_finalize (GObject *object)
{
  TestProbe *self = TEST_PROBE (object);

  g_assert_null (self->hanging);
  g_clear_object (&self->recorder);
  G_OBJECT_CLASS (test_probe_parent_class)->finalize (object);
}

static void
test_probe_class_init (TestProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_probe_finalize;
  LC_PROBE_CLASS (klass)->ask_async = test_probe_ask_async;
  LC_PROBE_CLASS (klass)->ask_finish = test_probe_ask_finish;
}

static void
test_probe_init (TestProbe *self)
{
}

LcProbe *
test_probe_new (const char *id, TestProbeManner manner)
{
  TestProbe *self = g_object_new (TEST_TYPE_PROBE, "id", id, NULL);

  self->manner = manner;
  return LC_PROBE (self);
}

/* A hanging probe writes what it should not any more, and comes home. */
void
test_probe_let_go (TestProbe *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->hanging);

  g_assert_nonnull (task);
  lc_recorder_set_outcome (self->recorder, LC_OUTCOME_ANSWERED);
  lc_recorder_end_step (self->recorder, 0, LC_OUTCOME_ANSWERED);
  lc_facts_set_int (lc_recorder_get_step_facts (self->recorder, 0), "late", 1);
  lc_facts_set_int (lc_recorder_get_facts (self->recorder), "late", 1);
  lc_recorder_begin_step (self->recorder, "late", NULL);
  lc_recorder_add_sample (self->recorder, 1, 1);
  g_task_return_boolean (task, TRUE);
}

/* A hanging probe heard from the other side, and goes on asking. */
void
test_probe_hear (TestProbe *self)
{
  g_assert_nonnull (self->hanging);
  lc_recorder_extend_deadline (self->recorder);
}

gboolean
test_probe_was_asked (TestProbe *self)
{
  return self->asked;
}
