/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli-report.c: "linecheck-cli report": a report of a run that was saved. Asks
 * the network nothing.
 */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli/cli-commands.h"
#include "cli/cli-common.h"
#include "cli/cli-document.h"
#include "run/lc-run-json.h"
#include "run/lc-run-rejudge.h"

#define STANDARD_INPUT "-"

typedef struct
{
  char *format;
  char *output;
  char *language;
  char *profile;
  gboolean redact;
  gboolean verbose;
} ReportArguments;

static void
arguments_clear (ReportArguments *arguments)
{
  g_free (arguments->format);
  g_free (arguments->output);
  g_free (arguments->language);
  g_free (arguments->profile);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReportArguments, arguments_clear)

/* Returns: (transfer none) (nullable): the name of the run's file */
static const char *
parse_arguments (ReportArguments *arguments, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &arguments->format,
      N_("Make the report as text (the default), html, pdf, csv or json"), N_("FORMAT") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &arguments->output,
      N_("Write the report to FILE; without --format its name says the format"), N_("FILE") },
    { "language", 0, 0, G_OPTION_ARG_STRING, &arguments->language,
      N_("Write the report in LANGUAGE, such as de or pt_BR"), N_("LANGUAGE") },
    { "redact", 0, 0, G_OPTION_ARG_NONE, &arguments->redact, N_("Hide private addresses and names"), NULL },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &arguments->profile,
      N_("What the service needs, for a run that does not say it itself"), N_("FILE") },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &arguments->verbose,
      N_("Say what of the run this version does not know and leaves out"), NULL },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_("RUN.json"));

  g_option_context_set_summary (
    context, _("Makes a report of a run that was saved as JSON; “-” reads the run from standard input."));
  if (!cli_parse_options (context, entries, 1, argc, argv, error))
    return NULL;
  if (*argc == 2)
    return (*argv)[1];
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("expected the file of a saved run, or “-”; found nothing"));
  return NULL;
}

static LcRun *
read_standard_input (GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 part[8192];
  gsize n;

  while (bytes->len <= LC_RUN_MAX_BYTES && (n = fread (part, 1, sizeof part, stdin)) > 0)
    g_byte_array_append (bytes, part, n);
  if (ferror (stdin))
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("standard input: %s"), g_strerror (errno));
      return NULL;
    }
  return lc_run_open_json (_("standard input"), (const char *) bytes->data, bytes->len, error);
}

static LcRun *
read_run (const char *name, GError **error)
{
  g_autoptr (GFile) file = NULL;

  if (g_str_equal (name, STANDARD_INPUT))
    return read_standard_input (error);
  file = g_file_new_for_commandline_arg (name);
  return lc_run_open (file, error);
}

static void
print_ignored (LcRun *run)
{
  char **ignored = lc_run_get_facts (run)->ignored;

  for (guint i = 0; ignored != NULL && ignored[i] != NULL; i++)
    g_printerr ("%s: %s\n", CLI_APPLICATION, ignored[i]);
}

int
cli_report (int argc, char *argv[])
{
  g_auto (ReportArguments) arguments = { 0 };
  g_auto (CliDocument) document = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (LcProfile) profile = NULL;
  g_autoptr (LcRun) run = NULL;
  g_autoptr (LcRun) shown = NULL;
  const char *name = parse_arguments (&arguments, &argc, &argv, &error);

  if (name == NULL || !cli_document_parse (&document, arguments.format, arguments.output, FALSE, &error) ||
      !cli_document_parse_language (&document, arguments.language, &error))
    return cli_complain (error);
  document.redact = arguments.redact;
  if (arguments.profile != NULL && (profile = cli_load_profile (arguments.profile, &error)) == NULL)
    return cli_complain (error);
  run = read_run (name, &error);
  if (run == NULL)
    return cli_complain (error);
  if (arguments.verbose)
    print_ignored (run);
  shown = cli_document_get_run (&document, run);
  if (!cli_document_write (&document, shown, profile, &error))
    return cli_complain (error);
  return CLI_EXIT_READY;
}
