/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-run-notifier.c: see lc-run-notifier.h.
 */
#include "ui/lc-run-notifier.h"

#include "ui/lc-headline.h"
#include "words/lc-line-text.h"
#include "words/lc-verdict-text.h"

#define NOTIFICATION "run-ended"

/* Says what came out, unless the person is looking at @window. */
void
lc_run_notifier_notify (GtkWindow *window, LcRun *run)
{
  GtkApplication *application = gtk_window_get_application (window);
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *sentence = NULL;

  if (gtk_window_is_active (window) || application == NULL ||
      !g_application_get_is_registered (G_APPLICATION (application)))
    return;
  sentence = lc_headline_dup_sentence (run);
  notification = g_notification_new (lc_line_status_get_label (lc_run_get_verdict (run)->status));
  g_notification_set_body (notification, sentence);
  g_application_send_notification (G_APPLICATION (application), NOTIFICATION, notification);
}

/* Takes it back as soon as the person is looking at @window. */
void
lc_run_notifier_withdraw (GtkWindow *window)
{
  GtkApplication *application = gtk_window_get_application (window);

  if (gtk_window_is_active (window) && application != NULL)
    g_application_withdraw_notification (G_APPLICATION (application), NOTIFICATION);
}
