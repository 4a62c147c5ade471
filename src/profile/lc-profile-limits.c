/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-profile-limits.c: the figures of a profile, from its JSON: thresholds, which
 * ascend, rates, classes, and deadlines, which fit each other.
 */
#include <math.h>

#include "base/lc-json-expect.h"
#include "profile/lc-profile-fields.h"
#include "profile/lc-profile-private.h"

#define MAX_SETS 16
#define MAX_MS 600000
#define MAX_KBPS 10000000

/* Each grade starts where the one before ends. Missing ones are NAN. */
static void
read_limits (LcJsonReader *reader, const char *name, double max, double *grades[3])
{
  static const char *const names[] = { "good", "suboptimal", "poor" };
  double before = 0;

  if (!lc_json_reader_enter_object (reader, name, LC_JSON_OPTIONAL))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *expected = NULL;
      char text[G_ASCII_DTOSTR_BUF_SIZE];
      gboolean is_good;

      if (!lc_json_reader_enter_member (reader, names[i], LC_JSON_OPTIONAL))
        continue;
      is_good = lc_json_reader_expect_double (reader, 0, max, grades[i]);
      lc_json_reader_leave (reader);
      if (!is_good)
        continue;
      if (*grades[i] < before)
        {
          expected = g_strdup_printf ("a number not below %s",
                                      g_ascii_formatd (text, sizeof text, "%g", before));
          lc_json_reader_fault (reader, names[i], expected,
                                g_ascii_formatd (text, sizeof text, "%g", *grades[i]));
        }
      before = *grades[i];
    }
  lc_json_reader_leave (reader);
}

static void
read_threshold_set (LcProfile *self, LcJsonReader *reader)
{
  LcThresholds *set = lc_thresholds_new ();
  double *rtt[] = { &set->good_rtt_ms, &set->suboptimal_rtt_ms, &set->poor_rtt_ms };
  double *jitter[] = { &set->good_jitter_ms, &set->suboptimal_jitter_ms, &set->poor_jitter_ms };
  double *loss[] = { &set->good_loss_percent, &set->suboptimal_loss_percent,
                     &set->poor_loss_percent };

  g_ptr_array_add (self->thresholds, set);
  if (!lc_json_reader_expect_object (reader))
    return;
  set->id = lc_profile_read_id (reader, "id", "thresholds");
  set->source = lc_profile_read_text (reader, "source");
  set->url = lc_profile_read_url (reader, "url", LC_JSON_OPTIONAL);
  read_limits (reader, "rtt_ms", 60000, rtt);
  read_limits (reader, "jitter_ms", 60000, jitter);
  read_limits (reader, "loss_percent", 100, loss);
}

static gboolean
is_complete (const LcThresholds *set)
{
  return !isnan (set->good_rtt_ms) && !isnan (set->suboptimal_rtt_ms) && !isnan (set->poor_rtt_ms)
         && !isnan (set->good_jitter_ms) && !isnan (set->suboptimal_jitter_ms)
         && !isnan (set->poor_jitter_ms) && !isnan (set->good_loss_percent)
         && !isnan (set->suboptimal_loss_percent) && !isnan (set->poor_loss_percent);
}

static void
check_deadlines (LcJsonReader *reader, const LcDeadlines *deadlines)
{
  guint max_samples = (deadlines->run_ms - 1) / deadlines->sample_interval_ms;
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;

  if (deadlines->probe_ms > deadlines->run_ms)
    {
      expected = g_strdup_printf ("at most run_ms, which is %u", deadlines->run_ms);
      found = g_strdup_printf ("%u", deadlines->probe_ms);
      lc_json_reader_fault (reader, "probe_ms", expected, found);
    }
  else if (deadlines->samples > max_samples)
    {
      expected = g_strdup_printf ("at most %u, to end before run_ms", max_samples);
      found = g_strdup_printf ("%u", deadlines->samples);
      lc_json_reader_fault (reader, "samples", expected, found);
    }
}

/* Reads all sets of limits, and which of them decides. */
void
lc_profile_read_thresholds (LcProfile *self, LcJsonReader *reader)
{
  g_autofree char *deciding = NULL;
  guint n_faults = lc_json_reader_get_n_faults (reader);

  if (!lc_json_reader_enter_object (reader, "thresholds", LC_JSON_REQUIRED))
    return;
  deciding = lc_profile_read_id (reader, "deciding", NULL);
  if (lc_json_reader_enter_array (reader, "sets", LC_JSON_REQUIRED, 1, MAX_SETS))
    {
      for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
        {
          read_threshold_set (self, reader);
          lc_json_reader_leave (reader);
        }
      lc_json_reader_leave (reader);
    }
  for (guint i = 0; i < self->thresholds->len && self->deciding == NULL; i++)
    {
      const LcThresholds *set = g_ptr_array_index (self->thresholds, i);

      if (deciding != NULL && g_strcmp0 (set->id, deciding) == 0)
        self->deciding = set;
    }
  /* A limit that lacks may be a faulty one, which was said before. */
  if (deciding != NULL && self->deciding == NULL && self->thresholds->len > 0)
    lc_json_reader_fault_text (reader, "deciding", "the id of one of the sets", deciding);
  else if (self->deciding != NULL && !is_complete (self->deciding)
           && lc_json_reader_get_n_faults (reader) == n_faults)
    lc_json_reader_fault (reader, "deciding", "a set with all nine limits", "one without");
  lc_json_reader_leave (reader);
}

void
lc_profile_read_media_rates (LcProfile *self, LcJsonReader *reader)
{
  LcMediaRates *rates;

  if (!lc_json_reader_enter_object (reader, "media_rates", LC_JSON_OPTIONAL))
    return;
  rates = self->media_rates = g_new0 (LcMediaRates, 1);
  rates->source = lc_profile_read_text (reader, "source");
  rates->room_default_kbps = lc_profile_read_uint (reader, "room_default_kbps", 1, MAX_KBPS);
  rates->room_min_kbps = lc_profile_read_uint (reader, "room_min_kbps", 1, MAX_KBPS);
  rates->room_max_kbps = lc_profile_read_uint (reader, "room_max_kbps", 1, MAX_KBPS);
  rates->guest_max_kbps = lc_profile_read_uint (reader, "guest_max_kbps", 1, MAX_KBPS);
  rates->audio_min_kbps = lc_profile_read_uint (reader, "audio_min_kbps", 1, MAX_KBPS);
  rates->audio_max_kbps = lc_profile_read_uint (reader, "audio_max_kbps", 1, MAX_KBPS);
  rates->last_frame_held_ms = lc_profile_read_uint (reader, "last_frame_held_ms", 0, MAX_MS);
  lc_json_reader_leave (reader);
}

void
lc_profile_read_dscp_classes (LcProfile *self, LcJsonReader *reader)
{
  if (!lc_json_reader_enter_array (reader, "dscp", LC_JSON_REQUIRED, 0, MAX_SETS))
    return;
  for (guint i = 0; lc_json_reader_enter_element (reader, i); i++)
    {
      LcDscpClass *dscp_class = g_new0 (LcDscpClass, 1);

      g_ptr_array_add (self->dscp_classes, dscp_class);
      if (lc_json_reader_expect_object (reader))
        {
          dscp_class->id = lc_profile_read_id (reader, "id", "dscp");
          dscp_class->name = lc_profile_read_text (reader, "name");
          dscp_class->dscp = (guint8) lc_profile_read_uint (reader, "dscp", 0, 63);
          dscp_class->class_name = lc_profile_read_text (reader, "class");
        }
      lc_json_reader_leave (reader);
    }
  lc_json_reader_leave (reader);
}

void
lc_profile_read_deadlines (LcProfile *self, LcJsonReader *reader)
{
  LcDeadlines *deadlines = &self->deadlines;
  guint n_faults = lc_json_reader_get_n_faults (reader);

  if (!lc_json_reader_enter_object (reader, "deadlines", LC_JSON_REQUIRED))
    return;
  deadlines->run_ms = lc_profile_read_uint (reader, "run_ms", 100, MAX_MS);
  deadlines->probe_ms = lc_profile_read_uint (reader, "probe_ms", 100, MAX_MS);
  deadlines->samples = lc_profile_read_uint (reader, "samples", 1, 1000);
  deadlines->sample_interval_ms = lc_profile_read_uint (reader, "sample_interval_ms", 10, 1000);
  if (lc_json_reader_get_n_faults (reader) == n_faults)
    check_deadlines (reader, deadlines);
  lc_json_reader_leave (reader);
}
