/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-outgoing-run.c: see lc-outgoing-run.h. To redact a run with many rows takes
 * seconds; the window answers meanwhile.
 */
#include "ui/lc-outgoing-run.h"

#include "redact/lc-redact.h"

static void
redact_in_thread (GTask *task, gpointer run, gpointer task_data, GCancellable *cancellable)
{
  g_task_return_pointer (task, lc_run_redact_here (run), g_object_unref);
}

/**
 * lc_outgoing_run_async:
 * @settings: of the schema tv.quicklink.Linecheck
 */
void
lc_outgoing_run_async (LcRun *run, GSettings *settings, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (run, cancellable, callback, user_data);

  g_task_set_source_tag (task, lc_outgoing_run_async);
  if (g_settings_get_boolean (settings, "redact-reports"))
    g_task_run_in_thread (task, redact_in_thread);
  else
    g_task_return_pointer (task, g_object_ref (run), g_object_unref);
}

/**
 * lc_outgoing_run_finish:
 *
 * Returns: (transfer full): the run, or %NULL with @error set when it was cancelled
 */
LcRun *
lc_outgoing_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
