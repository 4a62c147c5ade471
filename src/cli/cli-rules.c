/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli-rules.c: "linecheck-cli rules": what a firewall has to let through, in its
 * own language. Asks the network nothing.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cli/cli-commands.h"
#include "cli/cli-common.h"
#include "rules/lc-rules-enums.h"
#include "rules/lc-rules.h"

typedef struct
{
  char *format;
  char *profile;
  char *output;
  gboolean complete;
} Words;

static void
words_clear (Words *words)
{
  g_free (words->format);
  g_free (words->profile);
  g_free (words->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static char *
dup_format_names (void)
{
  g_autoptr (GEnumClass) formats = g_type_class_ref (LC_TYPE_RULES_FORMAT);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < formats->n_values; i++)
    /* Translators: between the entries of a list. */
    g_string_append_printf (names, "%s%s", i > 0 ? _(", ") : "", formats->values[i].value_nick);
  return g_string_free (names, FALSE);
}

/* A line a format, for --help. */
static char *
dup_format_help (void)
{
  g_autoptr (GEnumClass) formats = g_type_class_ref (LC_TYPE_RULES_FORMAT);
  GString *help = g_string_new (_("Formats:"));

  for (guint i = 0; i < formats->n_values; i++)
    g_string_append_printf (help, "\n  %-20s %s", formats->values[i].value_nick,
                            lc_rules_format_get_title (formats->values[i].value));
  return g_string_free (help, FALSE);
}

static gboolean
parse_words (Words *words, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &words->format,
      N_("Print the rules in this format"), N_("FORMAT") },
    { "complete", 0, 0, G_OPTION_ARG_NONE, &words->complete,
      N_("Also what only the operator of the media servers lists"), NULL },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &words->profile,
      N_("Take what FILE says instead of the built-in profile"), N_("FILE") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &words->output, N_("Write the rules to FILE"), N_("FILE") },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *formats = dup_format_help ();

  g_option_context_set_description (context, formats);
  g_option_context_set_summary (
    context, _("Prints rules for a firewall that let everything through that the service needs, and rules "
               "that mark its media for priority."));
  return cli_parse_options (context, entries, argc, argv, error) && cli_expect_no_words (*argc, *argv, error);
}

static gboolean
find_format (const char *word, LcRulesFormat *format, GError **error)
{
  g_autofree char *names = dup_format_names ();
  int value;

  if (word == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("--format: expected one of %s, found nothing"),
                   names);
      return FALSE;
    }
  if (!lc_enum_from_nick (LC_TYPE_RULES_FORMAT, word, &value))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("--format: expected one of %s, found “%s”"),
                   names, word);
      return FALSE;
    }
  *format = value;
  return TRUE;
}

static gboolean
write_rules (const char *output, const char *text, GError **error)
{
  g_autoptr (GFile) file = output != NULL ? g_file_new_for_commandline_arg (output) : NULL;

  if (file != NULL)
    return cli_write_file (file, text, strlen (text), error);
  return cli_write_standard_output (text, strlen (text), error);
}

int
cli_rules (int argc, char *argv[])
{
  g_auto (Words) words = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (LcProfile) profile = NULL;
  g_autofree char *text = NULL;
  LcRulesFormat format;

  if (!parse_words (&words, &argc, &argv, &error) || !find_format (words.format, &format, &error))
    return cli_complain (error);
  profile = cli_load_profile (words.profile, &error);
  if (profile == NULL)
    return cli_complain (error);
  text = lc_rules_write (format, profile, words.complete);
  if (!write_rules (words.output, text, &error))
    return cli_complain (error);
  return CLI_EXIT_READY;
}
