/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli-check.c: what linecheck-cli does without a command. Runs the checks once,
 * prints the run, and says the verdict in the exit status.
 */
#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/cli-commands.h"
#include "cli/cli-common.h"
#include "cli/cli-live.h"
#include "cli/cli-options.h"
#include "cli/cli-print.h"
#include "language/lc-language.h"
#include "probes/lc-plan.h"
#include "run/lc-run-json.h"
#include "runner/lc-runner.h"
#include "words/lc-check-text.h"

typedef struct
{
  GMainLoop *loop;
  LcRun *run;
} FinishedCheck;

static int
get_exit_status (LcLineStatus status)
{
  switch (status)
    {
    case LC_LINE_STATUS_READY:
      return CLI_EXIT_READY;
    case LC_LINE_STATUS_READY_WITH_CAUTIONS:
      return CLI_EXIT_READY_WITH_CAUTIONS;
    case LC_LINE_STATUS_NOT_READY:
      return CLI_EXIT_NOT_READY;
    case LC_LINE_STATUS_INCOMPLETE:
    default:
      return CLI_EXIT_INCOMPLETE;
    }
}

static gboolean
has_color (CliOptions *options, int fd)
{
  const char *no_color = g_getenv ("NO_COLOR");

  return isatty (fd) && !options->no_color && (no_color == NULL || no_color[0] == '\0') &&
         g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

/* Whether the person is shown the checklist: not where a report is printed. */
static gboolean
shows_checklist (CliOptions *options)
{
  return options->document.is_checklist || options->document.output != NULL;
}

/* The picture goes where the checklist goes, or else to the standard error.
 * What is to be hidden is known only when the run is over. */
static CliLive *
watch (CliOptions *options, LcChecklist *checklist)
{
  int fd = shows_checklist (options) ? STDOUT_FILENO : STDERR_FILENO;
  gboolean with_rows = shows_checklist (options) && !options->quiet && !options->document.redact;

  if (!isatty (fd) || g_strcmp0 (g_getenv ("TERM"), "dumb") == 0)
    return NULL;
  return cli_live_new (checklist, fd, with_rows, has_color (options, fd));
}

static void
on_finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FinishedCheck *finished = user_data;

  finished->run = lc_runner_run_finish (LC_RUNNER (source), result);
  g_main_loop_quit (finished->loop);
}

static gboolean
on_signal (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_CONTINUE;
}

static LcRun *
run (CliOptions *options, LcPlan *plan)
{
  LcChecklist *checklist = lc_plan_get_checklist (plan);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (LcRunner) runner =
    lc_runner_new (CLI_APPLICATION, options->profile, &options->run, checklist, lc_plan_get_probes (plan));
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (CliLive) live = NULL;
  guint on_interrupt = g_unix_signal_add (SIGINT, on_signal, cancellable);
  guint on_terminate = g_unix_signal_add (SIGTERM, on_signal, cancellable);
  FinishedCheck finished = { loop, NULL };

  lc_runner_run_async (runner, cancellable, on_finished, &finished);
  live = watch (options, checklist);
  g_main_loop_run (loop);
  g_source_remove (on_interrupt);
  g_source_remove (on_terminate);
  if (live != NULL)
    cli_live_erase (live);
  return finished.run;
}

/* Columns of the terminal, or 0 for anything else. */
static guint
get_width (int fd)
{
  struct winsize window;

  return isatty (fd) && ioctl (fd, TIOCGWINSZ, &window) == 0 ? window.ws_col : 0;
}

/* The report is for somebody else where it goes to a file, and the checklist not. */
static gboolean
show_checklist (CliOptions *options, LcRun *shown, GError **error)
{
  g_autofree char *text = NULL;

  lc_language_push (options->document.output == NULL ? options->document.language : NULL);
  text = cli_print_run (shown, options->quiet, get_width (STDOUT_FILENO), has_color (options, STDOUT_FILENO));
  lc_language_pop ();
  return cli_write_standard_output (text, strlen (text), error);
}

/* A file that cannot be written loses nothing: the run goes to standard output,
 * and any report can be made of it again. */
static gboolean
save_run (CliOptions *options, LcRun *shown, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *json = NULL;
  gsize length;

  if (cli_document_write (&options->document, shown, NULL, &reason))
    return show_checklist (options, shown, error);
  json = lc_run_to_json (shown, &length);
  cli_write_standard_output (json, length, NULL);
  g_set_error (error, reason->domain, reason->code,
               /* Translators: the name of a file and what is wrong with it. */
               _("%s (the run went to standard output, as JSON)"), reason->message);
  return FALSE;
}

static gboolean
print_run (CliOptions *options, LcRun *finished, GError **error)
{
  g_autoptr (LcRun) shown = cli_document_get_run (&options->document, finished);

  if (options->document.output != NULL)
    return save_run (options, shown, error);
  if (options->document.is_checklist)
    return show_checklist (options, shown, error);
  return cli_document_write (&options->document, shown, NULL, error);
}

static int
list_checks (LcChecklist *checklist)
{
  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    {
      LcCheck *check = lc_checklist_get (checklist, i);
      g_autofree char *title = lc_check_dup_title (check);

      g_print ("%-18s %s\n", lc_check_get_id (check), title);
    }
  return CLI_EXIT_READY;
}

/**
 * cli_check:
 *
 * Returns: the exit status: the verdict, or %CLI_EXIT_USAGE
 */
int
cli_check (int argc, char *argv[])
{
  g_auto (CliOptions) options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (LcPlan) plan = NULL;
  g_autoptr (LcRun) finished = NULL;

  if (!cli_options_parse (&options, &argc, &argv, &error))
    return cli_complain (error);
  if (options.action == CLI_ACTION_VERSION)
    {
      g_print ("%s %s\n", CLI_APPLICATION, PACKAGE_VERSION);
      return CLI_EXIT_READY;
    }
  plan = lc_plan_new (options.profile, &options.run, &error);
  if (plan == NULL)
    return cli_complain (error);
  if (options.action == CLI_ACTION_LIST)
    return list_checks (lc_plan_get_checklist (plan));

  finished = run (&options, plan);
  if (!print_run (&options, finished, &error))
    return cli_complain (error);
  return get_exit_status (lc_run_get_verdict (finished)->status);
}
