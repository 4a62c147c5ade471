/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-session-plan.h"

#include <string.h>

#include "check/lc-probe.h"
#include "profile/lc-profile-file.h"

/* A probe that ends as it is told */

#define TEST_TYPE_ENDING_PROBE (test_ending_probe_get_type ())
G_DECLARE_FINAL_TYPE (TestEndingProbe, test_ending_probe, TEST, ENDING_PROBE, LcProbe)

struct _TestEndingProbe
{
  LcProbe parent_instance;
};

G_DEFINE_FINAL_TYPE (TestEndingProbe, test_ending_probe, LC_TYPE_PROBE)

static GHashTable *endings; /* id -> TestEnding */
static GHashTable *asked;   /* id -> times */
static gboolean broken;
static gboolean with_media;

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_task_return_boolean (user_data, TRUE);
}

static void
test_ending_probe_ask_async (LcProbe *probe, LcRecorder *recorder, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (probe, NULL, callback, user_data);
  const char *id = lc_probe_get_id (probe);
  guint times = GPOINTER_TO_UINT (g_hash_table_lookup (asked, id));
  TestEnding ending = GPOINTER_TO_INT (g_hash_table_lookup (endings, id));
  guint step;

  g_hash_table_insert (asked, g_strdup (id), GUINT_TO_POINTER (times + 1));
  if (ending == TEST_ENDING_HANG)
    {
      g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), g_steal_pointer (&task), g_object_unref);
      return;
    }
  step = lc_recorder_begin_step (recorder, "tcp", "192.0.2.1:443/tcp");
  lc_facts_set_string (lc_recorder_get_step_facts (recorder, step), "said", "hello");
  lc_recorder_end_step (recorder, step, ending == TEST_ENDING_PASS ? LC_OUTCOME_ANSWERED : LC_OUTCOME_NO_ANSWER);
  if (ending == TEST_ENDING_PASS)
    {
      lc_recorder_add_sample (recorder, 10, 12345);
      lc_facts_set_int (lc_recorder_get_facts (recorder), LC_FACT_RTT_US, 12345);
    }
  lc_recorder_set_outcome (recorder, ending == TEST_ENDING_PASS ? LC_OUTCOME_ANSWERED : LC_OUTCOME_NO_ANSWER);
  g_task_return_boolean (task, TRUE);
}

static gboolean
test_ending_probe_ask_finish (LcProbe *probe, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
test_ending_probe_class_init (TestEndingProbeClass *klass)
{
  LC_PROBE_CLASS (klass)->ask_async = test_ending_probe_ask_async;
  LC_PROBE_CLASS (klass)->ask_finish = test_ending_probe_ask_finish;
}

static void
test_ending_probe_init (TestEndingProbe *self)
{
}

/* The plan */

static const struct
{
  const char *id;
  LcGroup group;
  LcKind kind;
  const char *name;
  const char *host;
  const char *transport;
  int port;
  const char *needs; /* ids with spaces between them */
} rows[] = {
  { "dns.portal", LC_GROUP_PORTAL, LC_KIND_DNS, "Portal", "quicklink.network", NULL, 0, NULL },
  { "portal", LC_GROUP_PORTAL, LC_KIND_HTTPS, "Portal", "quicklink.network", "tcp", 443, NULL },
  { "signaling", LC_GROUP_PORTAL, LC_KIND_SIGNALING, "Signaling", "sig.quicklink.network", "tcp", 443, NULL },
  { "stun.udp", LC_GROUP_STUN_TURN, LC_KIND_STUN, "STUN", "global.stun.twilio.com", "udp", 3478, NULL },
  { "turn.tcp", LC_GROUP_STUN_TURN, LC_KIND_TURN, "TURN", "global.turn.twilio.com", "tcp", 3478, "dns.portal" },
  /* Only where a test wants them. */
  { "region.ie1", LC_GROUP_MEDIA, LC_KIND_REGION, NULL, NULL, NULL, 0, NULL },
  { "region.us1", LC_GROUP_MEDIA, LC_KIND_REGION, NULL, NULL, NULL, 0, NULL },
  { "routing", LC_GROUP_MEDIA, LC_KIND_ROUTING, NULL, NULL, NULL, 0, "region.ie1 region.us1" },
};

static char **
dup_needs (guint row)
{
  return g_strsplit (rows[row].needs != NULL ? rows[row].needs : "", " ", -1);
}

/* A row is wanted by itself, or because a row that is wanted needs it. */
static gboolean
is_wanted (const LcRunOptions *options, const char *id)
{
  const char *const *only = (const char *const *) options->only;

  if (only[0] == NULL || g_strv_contains (only, id))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (GStrv) needs = dup_needs (i);

      if (g_strv_contains ((const char *const *) needs, id) && g_strv_contains (only, rows[i].id))
        return TRUE;
    }
  return FALSE;
}

static LcFacts *
new_subject (guint row)
{
  LcFacts *subject = lc_facts_new ();

  if (rows[row].host != NULL)
    {
      lc_facts_set_string (subject, LC_FACT_NAME, rows[row].name);
      lc_facts_set_string (subject, LC_FACT_HOST, rows[row].host);
    }
  if (rows[row].port != 0)
    lc_facts_set_int (subject, LC_FACT_PORT, rows[row].port);
  if (rows[row].transport != NULL)
    lc_facts_set_string (subject, LC_FACT_TRANSPORT, rows[row].transport);
  return subject;
}

gboolean
test_session_plan (LcProfile *profile, const LcRunOptions *options, LcChecklist **checklist, GPtrArray **probes,
                   GObject **keep, GError **error)
{
  if (broken)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no resolver <here>");
      return FALSE;
    }
  *checklist = lc_checklist_new ();
  *probes = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LcFacts) subject = new_subject (i);
      g_auto (GStrv) needs = dup_needs (i);
      LcProbe *probe;

      if (!is_wanted (options, rows[i].id) || (rows[i].group == LC_GROUP_MEDIA && !with_media))
        continue;
      probe = g_object_new (TEST_TYPE_ENDING_PROBE, "id", rows[i].id, NULL);
      lc_probe_set_needs (probe, (const char *const *) needs);
      lc_checklist_add (*checklist,
                        lc_check_new (rows[i].id, rows[i].group, rows[i].kind, LC_REQUIREMENT_REQUIRED, subject));
      g_ptr_array_add (*probes, probe);
    }
  if ((*probes)->len > 0)
    return TRUE;
  g_clear_object (checklist);
  g_clear_pointer (probes, g_ptr_array_unref);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no such row");
  return FALSE;
}

void
test_session_plan_set_ending (const char *id, TestEnding ending)
{
  g_hash_table_insert (endings, g_strdup (id), GINT_TO_POINTER (ending));
}

void
test_session_plan_set_broken (gboolean value)
{
  broken = value;
}

/* Rows for regions and their routing, too. */
void
test_session_plan_add_media (void)
{
  with_media = TRUE;
}

guint
test_session_plan_count_asked (const char *id)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (asked, id));
}

/* Everything passes again, and nothing was asked. */
void
test_session_plan_reset (void)
{
  if (endings == NULL)
    {
      endings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    }
  g_hash_table_remove_all (endings);
  g_hash_table_remove_all (asked);
  broken = FALSE;
  with_media = FALSE;
}

LcSession *
test_session_new (void)
{
  g_autoptr (LcProfile) profile = lc_profile_new_builtin ();

  test_session_plan_reset ();
  return lc_session_new (profile, test_session_plan);
}

void
test_session_wait (LcSession *session)
{
  while (lc_session_get_state (session) != LC_SESSION_IDLE)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Returns: (transfer full): the run of a session in which one row fails */
LcRun *
test_run_new (const char *failing)
{
  g_autoptr (LcSession) session = test_session_new ();

  if (failing != NULL)
    test_session_plan_set_ending (failing, TEST_ENDING_FAIL);
  g_assert_true (lc_session_start (session, NULL));
  test_session_wait (session);
  return g_object_ref (lc_session_get_run (session));
}

/* A whole run, to its end. */
void
test_session_check_all (LcSession *session)
{
  g_assert_true (lc_session_start (session, NULL));
  test_session_wait (session);
}
