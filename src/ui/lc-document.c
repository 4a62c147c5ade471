/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-document.c: see lc-document.h. Reading is done in a thread: a run may have
 * 16 MiB.
 */
#include "config.h"

#include "ui/lc-document.h"

#include <glib/gi18n-lib.h>

#include "profile/lc-profile-file.h"
#include "run/lc-run-json.h"
#include "run/lc-run-rejudge.h"

#define RUN_FORMAT "linecheck-run"
#define PROFILE_FORMAT "linecheck-profile"

/* Returns: (transfer full) (nullable): what the document says that it is */
static char *
read_format (GFile *file, GError **error)
{
  g_autoptr (JsonNode) root = lc_json_parse_file (file, LC_RUN_MAX_BYTES, error);
  JsonNode *format;

  if (root == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (root))
    {
      format = json_object_get_member (json_node_get_object (root), "format");
      if (format != NULL && json_node_get_value_type (format) == G_TYPE_STRING)
        return json_node_dup_string (format);
    }
  return g_strdup ("");
}

static void
load (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GFile *file = data;
  GError *error = NULL;
  gpointer document = NULL;
  g_autofree char *name = g_file_get_parse_name (file);
  g_autofree char *format = read_format (file, &error);

  if (g_strcmp0 (format, RUN_FORMAT) == 0)
    document = lc_run_open (file, &error);
  else if (g_strcmp0 (format, PROFILE_FORMAT) == 0)
    document = lc_profile_new_from_file (file, &error);
  else if (format != NULL)
    /* Translators: %s is the name of a file. */
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 _("%s: expected a saved run or a profile, found something else"), name);

  if (document != NULL)
    g_task_return_pointer (task, document, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * lc_document_load_async:
 * @file: what to read
 *
 * Reads a saved run or a profile.
 */
void
lc_document_load_async (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, lc_document_load_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, load);
}

/**
 * lc_document_load_finish:
 * @error: return location: names the file
 *
 * Returns: (transfer full): an #LcRun or an #LcProfile, or %NULL
 */
GObject *
lc_document_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
