/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli-document.c: see cli-document.h.
 */
#include "config.h"

#include "cli/cli-document.h"

#include <string.h>
#include <unistd.h>

#include "cli/cli-common.h"
#include "cli/cli-print.h"
#include "language/lc-i18n.h"
#include "language/lc-language.h"
#include "redact/lc-redact.h"

#define CHECKLIST "checklist"

static char *
dup_names (gboolean with_checklist)
{
  GString *names = g_string_new (with_checklist ? CHECKLIST : NULL);

  for (LcReportFormat i = 0; i < LC_N_REPORT_FORMATS; i++)
    cli_append_name (names, lc_report_format_get_name (i));
  return g_string_free (names, FALSE);
}

static char *
dup_suffixes (void)
{
  GString *suffixes = g_string_new (NULL);

  for (LcReportFormat i = 0; i < LC_N_REPORT_FORMATS; i++)
    cli_append_name (suffixes, lc_report_format_get_suffix (i));
  return g_string_free (suffixes, FALSE);
}

static gboolean
find_format (CliDocument *self, const char *format, const char *output, gboolean with_checklist, GError **error)
{
  g_autofree char *names = dup_names (with_checklist);
  g_autofree char *suffixes = dup_suffixes ();

  if (format != NULL)
    {
      self->is_checklist = with_checklist && g_str_equal (format, CHECKLIST);
      if (self->is_checklist || lc_report_format_from_name (format, &self->format))
        return TRUE;
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("--format: expected one of %s, found “%s”"),
                   names, format);
      return FALSE;
    }
  if (output == NULL)
    {
      self->is_checklist = with_checklist;
      self->format = LC_REPORT_FORMAT_TEXT;
      return TRUE;
    }
  if (lc_report_format_from_path (output, &self->format))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               /* Translators: a list of endings, and the name of a file. */
               _("--output: expected a name that ends in one of %s, or --format as well; found “%s”"), suffixes,
               output);
  return FALSE;
}

/**
 * cli_document_parse:
 * @self: (out caller-allocates): cleared by the caller in any case
 * @format: (nullable): a format; %NULL for what the name of the file says
 * @output: (nullable) (type filename): a file; %NULL for standard output
 * @with_checklist: the format "checklist" is one too, and it is the default
 *
 * Returns: %FALSE with a %G_OPTION_ERROR
 */
gboolean
cli_document_parse (CliDocument *self, const char *format, const char *output, gboolean with_checklist, GError **error)
{
  *self = (CliDocument) { 0 };
  if (!find_format (self, format, output, with_checklist, error))
    return FALSE;
  if (output != NULL)
    self->output = g_file_new_for_commandline_arg (output);
  else if (!self->is_checklist && !lc_report_format_is_text (self->format) && isatty (STDOUT_FILENO))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("--format: a terminal cannot show %s; name a file with --output"),
                   lc_report_format_get_name (self->format));
      return FALSE;
    }
  return TRUE;
}

/**
 * cli_document_parse_language:
 * @language: (nullable): what the person calls it; %NULL for the person's own
 *
 * Returns: %FALSE with a %G_OPTION_ERROR
 */
gboolean
cli_document_parse_language (CliDocument *self, const char *language, GError **error)
{
  const char *const *languages = lc_language_list ();
  g_autoptr (GString) names = NULL;

  if (language == NULL)
    return TRUE;
  self->language = lc_language_find (language);
  if (self->language == NULL)
    {
      names = g_string_new (NULL);
      for (guint i = 0; languages[i] != NULL; i++)
        cli_append_name (names, languages[i]);
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("--language: expected one of %s, found “%s”"),
                   names->str, language);
      return FALSE;
    }
  if (!lc_language_is_installed (self->language))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("--language: the translation “%s” is not installed"), self->language);
      return FALSE;
    }
  return TRUE;
}

void
cli_document_clear (CliDocument *self)
{
  g_clear_object (&self->output);
}

/**
 * cli_document_get_run:
 *
 * Returns: (transfer full): the run as it may be shown
 */
LcRun *
cli_document_get_run (const CliDocument *self, LcRun *run)
{
  return self->redact ? lc_run_redact_here (run) : g_object_ref (run);
}

static GBytes *
render (const CliDocument *self, LcRun *run, LcProfile *profile, GError **error)
{
  const LcReportOptions options = { .profile = profile, .language = self->language };
  char *text;

  if (!self->is_checklist)
    return lc_run_render (run, self->format, &options, NULL, error);
  lc_language_push (self->language);
  text = cli_print_run (run, FALSE, 0, FALSE);
  lc_language_pop ();
  return g_bytes_new_take (text, strlen (text));
}

/**
 * cli_document_write:
 * @run: from cli_document_get_run()
 * @profile: (nullable): what the service needs, for a run that does not say it
 *
 * A file is replaced as a whole or left as it was. The error names it.
 */
gboolean
cli_document_write (const CliDocument *self, LcRun *run, LcProfile *profile, GError **error)
{
  g_autoptr (GBytes) bytes = render (self, run, profile, error);
  const char *data;
  gsize length;

  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  return self->output != NULL ? cli_write_file (self->output, data, length, error)
                              : cli_write_standard_output (data, length, error);
}
