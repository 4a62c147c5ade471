/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-mailer.h: a mail with a report, written but not sent: the person
 * sees it in the mail program first.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LcMail:
 * @address: (nullable): to whom; %NULL when the person knows
 * @subject: one line
 * @body: plain text
 * @name: of the attachment
 * @attachment: its content
 */
typedef struct
{
  char *address;
  char *subject;
  char *body;
  char *name;
  GBytes *attachment;
} LcMail;

void     lc_mail_free (LcMail *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcMail, lc_mail_free)

char    *lc_mail_dup_uri (const LcMail *self);
void     lc_mail_compose_async (const LcMail *self, GtkWindow *parent, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
gboolean lc_mail_compose_finish (GAsyncResult *result, gboolean *attached, GError **error);

G_END_DECLS
