/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-saved-run.c: see lc-saved-run.h.
 */
#include "run/lc-saved-run.h"

#include <stdio.h>
#include <string.h>

#include "base/lc-types.h"
#include "findings/lc-findings-enums.h"

#define SUFFIX ".linecheck.json"

struct _LcSavedRun
{
  GObject parent_instance;

  GFile *file;
  char *name;
  GDateTime *started;
  guint sequence;
  LcLineStatus status;
};

G_DEFINE_FINAL_TYPE (LcSavedRun, lc_saved_run, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_NAME,
  PROP_STARTED,
  PROP_STATUS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
lc_saved_run_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  LcSavedRun *self = LC_SAVED_RUN (object);

  switch (property_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_STARTED:
      g_value_set_boxed (value, self->started);
      break;
    case PROP_STATUS:
      g_value_set_enum (value, self->status);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lc_saved_run_finalize (GObject *object)
{
  LcSavedRun *self = LC_SAVED_RUN (object);

  g_clear_object (&self->file);
  g_free (self->name);
  g_clear_pointer (&self->started, g_date_time_unref);
  G_OBJECT_CLASS (lc_saved_run_parent_class)->finalize (object);
}

static void
lc_saved_run_class_init (LcSavedRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = lc_saved_run_get_property;
  object_class->finalize = lc_saved_run_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_STARTED] = g_param_spec_boxed ("started", NULL, NULL, G_TYPE_DATE_TIME, flags);
  properties[PROP_STATUS] =
    g_param_spec_enum ("status", NULL, NULL, LC_TYPE_LINE_STATUS, LC_LINE_STATUS_INCOMPLETE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lc_saved_run_init (LcSavedRun *self)
{
}

/* The nick before the suffix. */
static gboolean
parse_status (const char *text, LcLineStatus *status)
{
  gsize length = strlen (text);
  g_autofree char *nick = NULL;
  int value;

  if (length <= strlen (SUFFIX) || strcmp (text + length - strlen (SUFFIX), SUFFIX) != 0)
    return FALSE;
  nick = g_strndup (text, length - strlen (SUFFIX));
  if (!lc_enum_from_nick (LC_TYPE_LINE_STATUS, nick, &value))
    return FALSE;
  *status = value;
  return TRUE;
}

/* Whatever sscanf() lets pass that is not ours does not make the same name again. */
static gboolean
parse_name (LcSavedRun *self, const char *name)
{
  int year, month, day, hour, minute, second, n_read = 0, n_more = 0;
  const char *at = name;
  g_autofree char *again = NULL;

  if (sscanf (at, "%4d-%2d-%2dT%2d%2d%2dZ%n", &year, &month, &day, &hour, &minute, &second, &n_read) != 6 ||
      n_read == 0)
    return FALSE;
  at += n_read;
  self->sequence = 1;
  if (*at == '_' && (sscanf (at, "_%2u%n", &self->sequence, &n_more) != 1 || n_more == 0))
    return FALSE;
  at += n_more;
  if (*at != '-' || !parse_status (at + 1, &self->status))
    return FALSE;
  self->started = g_date_time_new_utc (year, month, day, hour, minute, second);
  if (self->started == NULL)
    return FALSE;
  again = lc_saved_run_format_name (self->started, self->sequence, self->status);
  return strcmp (name, again) == 0;
}

/**
 * lc_saved_run_new:
 * @directory: where the file is
 * @name: the file's name there
 *
 * Returns: (transfer full) (nullable): what the name tells; %NULL when it is not
 *   the name of a saved run
 */
LcSavedRun *
lc_saved_run_new (GFile *directory, const char *name)
{
  g_autoptr (LcSavedRun) self = g_object_new (LC_TYPE_SAVED_RUN, NULL);

  if (!parse_name (self, name))
    return NULL;
  self->file = g_file_get_child (directory, name);
  self->name = g_strdup (name);
  return g_steal_pointer (&self);
}

/**
 * lc_saved_run_format_name:
 * @started: when the run began
 * @sequence: 1, or 2 to %LC_SAVED_RUN_MAX_SEQUENCE for more runs of that second
 *
 * Returns: (transfer full): a file name
 */
char *
lc_saved_run_format_name (GDateTime *started, guint sequence, LcLineStatus status)
{
  g_autoptr (GDateTime) utc = g_date_time_to_utc (started);
  char more[16] = "";

  if (sequence > 1)
    g_snprintf (more, sizeof more, "_%02u", sequence);
  return g_strdup_printf ("%04d-%02d-%02dT%02d%02d%02dZ%s-%s" SUFFIX, g_date_time_get_year (utc),
                          g_date_time_get_month (utc), g_date_time_get_day_of_month (utc),
                          g_date_time_get_hour (utc), g_date_time_get_minute (utc),
                          g_date_time_get_second (utc), more, lc_enum_nick (LC_TYPE_LINE_STATUS, status));
}

/* Returns: (transfer none) */
GFile *
lc_saved_run_get_file (LcSavedRun *self)
{
  return self->file;
}

const char *
lc_saved_run_get_name (LcSavedRun *self)
{
  return self->name;
}

/* Returns: (transfer none): when the run began, as the clock of that moment said */
GDateTime *
lc_saved_run_get_started (LcSavedRun *self)
{
  return self->started;
}

guint
lc_saved_run_get_sequence (LcSavedRun *self)
{
  return self->sequence;
}

LcLineStatus
lc_saved_run_get_status (LcSavedRun *self)
{
  return self->status;
}

/**
 * lc_saved_run_compare:
 * @now: the present
 *
 * Newest first. Runs from after @now come last: they were saved while the clock
 * was ahead, and must not pass for the newest until that time has come.
 *
 * Returns: negative when @a stands before @b
 */
int
lc_saved_run_compare (LcSavedRun *a, LcSavedRun *b, GDateTime *now)
{
  gboolean is_a_ahead = g_date_time_compare (a->started, now) > 0;
  gboolean is_b_ahead = g_date_time_compare (b->started, now) > 0;
  int order;

  if (is_a_ahead != is_b_ahead)
    return is_a_ahead ? 1 : -1;
  order = g_date_time_compare (b->started, a->started);
  if (order == 0)
    order = (int) b->sequence - (int) a->sequence;
  return order != 0 ? order : strcmp (b->name, a->name);
}
