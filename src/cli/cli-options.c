/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli-options.c: see cli-options.h. A fault names the option, what was expected
 * and what was found.
 */
#include "config.h"

#include "cli/cli-options.h"

#include <glib/gi18n-lib.h>

#include "cli/cli-commands.h"
#include "cli/cli-common.h"

#define MAX_SAMPLES 1000
#define MAX_TIMEOUT_S 600
#define NOT_GIVEN G_MININT

typedef struct
{
  char *profile;
  char *only;
  char *format;
  char *output;
  char *language;
  int samples;
  double timeout_s;
  gboolean redact;
  gboolean all_regions;
  gboolean quiet;
  gboolean no_color;
  gboolean list;
  gboolean version;
} Words;

static void
words_clear (Words *words)
{
  g_free (words->profile);
  g_free (words->only);
  g_free (words->format);
  g_free (words->output);
  g_free (words->language);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static gboolean
parse_words (Words *words, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &words->profile,
      N_("Check what FILE says instead of the built-in profile"), N_("FILE") },
    { "only", 0, 0, G_OPTION_ARG_STRING, &words->only,
      N_("Run these checks alone; “turn” stands for all of “turn.*”"), N_("ID,…") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &words->format,
      N_("Print the checklist (the default), or a report: text, html, pdf, csv, or json for all of the run"),
      N_("FORMAT") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &words->output,
      N_("Write the report to FILE, whose name says the format; the checklist is shown all the same"), N_("FILE") },
    { "language", 0, 0, G_OPTION_ARG_STRING, &words->language,
      N_("Write the report in LANGUAGE, such as de or pt_BR"), N_("LANGUAGE") },
    { "redact", 0, 0, G_OPTION_ARG_NONE, &words->redact, N_("Hide private addresses and names"), NULL },
    { "samples", 0, 0, G_OPTION_ARG_INT, &words->samples,
      N_("Measure the latency of each region with N packets"), N_("N") },
    { "timeout", 0, 0, G_OPTION_ARG_DOUBLE, &words->timeout_s, N_("End the whole run after S seconds"),
      N_("S") },
    { "all-regions", 0, 0, G_OPTION_ARG_NONE, &words->all_regions,
      N_("Also check regions that only the operator lists"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &words->quiet, N_("Print only the verdict"), NULL },
    { "no-color", 0, 0, G_OPTION_ARG_NONE, &words->no_color, N_("Print without colors"), NULL },
    { "list", 0, 0, G_OPTION_ARG_NONE, &words->list, N_("List the checks and exit"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &words->version, N_("Print the version and exit"), NULL },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *commands = cli_commands_dup_help ();
  g_autofree char *description = g_strdup_printf (
    "%s\n\n%s", commands,
    _("Exit status: 0 ready, 1 ready with cautions, 2 wrong usage or profile, 3 not ready, "
      "4 incomplete."));

  g_option_context_set_summary (
    context, _("Checks whether this network will carry a live stream with Quicklink Studio."));
  g_option_context_set_description (context, description);
  return cli_parse_options (context, entries, argc, argv, error) && cli_expect_no_words (*argc, *argv, error);
}

static gboolean
set_samples (LcRunOptions *run, int samples, GError **error)
{
  if (samples == NOT_GIVEN)
    return TRUE;
  if (samples < 1 || samples > MAX_SAMPLES)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("--samples: expected a number from 1 to %d, found %d"), MAX_SAMPLES, samples);
      return FALSE;
    }
  run->samples = samples;
  return TRUE;
}

/* Without a word of the person, more samples get the time that they need. */
static gboolean
set_timeout (LcRunOptions *run, double timeout_s, LcProfile *profile, GError **error)
{
  if (timeout_s == NOT_GIVEN)
    {
      lc_run_options_set_samples (run, profile, run->samples);
      return TRUE;
    }
  if (!(timeout_s >= 0.1 && timeout_s <= MAX_TIMEOUT_S))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("--timeout: expected seconds from 0.1 to %d, found %g"), MAX_TIMEOUT_S, timeout_s);
      return FALSE;
    }
  run->timeout_ms = timeout_s * 1000;
  return TRUE;
}

static gboolean
set_only (LcRunOptions *run, const char *only, GError **error)
{
  if (only == NULL)
    return TRUE;
  g_strfreev (run->only);
  run->only = g_strsplit (only, ",", -1);
  for (guint i = 0; run->only[i] != NULL; i++)
    if (g_strstrip (run->only[i])[0] == '\0')
      {
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                     _("--only: expected ids of checks with commas between them, found “%s”"), only);
        return FALSE;
      }
  if (run->only[0] == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("--only: expected ids of checks with commas between them, found nothing"));
      return FALSE;
    }
  return TRUE;
}

/**
 * cli_options_parse:
 * @self: (out caller-allocates): cleared by the caller in any case
 *
 * --help prints and exits.
 *
 * Returns: %FALSE with a %G_OPTION_ERROR, or with the profile's error
 */
gboolean
cli_options_parse (CliOptions *self, int *argc, char ***argv, GError **error)
{
  g_auto (Words) words = { .samples = NOT_GIVEN, .timeout_s = NOT_GIVEN };

  *self = (CliOptions) { 0 };
  if (!parse_words (&words, argc, argv, error))
    return FALSE;
  self->action = words.version ? CLI_ACTION_VERSION : words.list ? CLI_ACTION_LIST : CLI_ACTION_RUN;
  self->quiet = words.quiet;
  self->no_color = words.no_color;
  if (!cli_document_parse (&self->document, words.format, words.output, TRUE, error) ||
      !cli_document_parse_language (&self->document, words.language, error))
    return FALSE;
  self->document.redact = words.redact;
  self->profile = cli_load_profile (words.profile, error);
  if (self->profile == NULL)
    return FALSE;
  lc_run_options_init (&self->run, self->profile);
  self->run.all_regions = words.all_regions;
  return set_samples (&self->run, words.samples, error) &&
         set_timeout (&self->run, words.timeout_s, self->profile, error) &&
         set_only (&self->run, words.only, error);
}

void
cli_options_clear (CliOptions *self)
{
  g_clear_object (&self->profile);
  lc_run_options_clear (&self->run);
  cli_document_clear (&self->document);
}
