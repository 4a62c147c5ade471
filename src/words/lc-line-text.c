/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-line-text.c: see lc-line-text.h.
 */
#include "config.h"

#include "words/lc-line-text.h"

#include "language/lc-i18n.h"
#include "words/lc-check-text.h"
#include "words/lc-verdict-text.h"

/**
 * lc_line_status_get_label:
 *
 * Returns: (transfer none): the verdict on the line as a headline
 */
const char *
lc_line_status_get_label (LcLineStatus status)
{
  switch (status)
    {
    case LC_LINE_STATUS_READY:
      return _("Ready to go live");
    case LC_LINE_STATUS_READY_WITH_CAUTIONS:
      return _("Ready, with cautions");
    case LC_LINE_STATUS_NOT_READY:
      return _("Not ready");
    case LC_LINE_STATUS_INCOMPLETE:
    default:
      return _("Check incomplete");
    }
}

static char *
join_titles (const LcReason *self, LcChecklist *checklist)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) titles = NULL;

  for (guint i = 0; self->checks[i] != NULL; i++)
    {
      LcCheck *check = lc_checklist_find (checklist, self->checks[i]);
      g_autofree char *title = check != NULL ? lc_check_dup_title (check) : g_strdup (self->checks[i]);

      g_strv_builder_add (builder, title);
    }
  titles = g_strv_builder_end (builder);
  /* Translators: between the names of checks, which may have commas in them. */
  return g_strjoinv (_("; "), titles);
}

/* The words of the first row that gives the reason, for reasons about one row. */
static char *
explain_first (const LcReason *self, LcChecklist *checklist)
{
  LcCheck *check = self->checks[0] != NULL ? lc_checklist_find (checklist, self->checks[0]) : NULL;

  if (check == NULL || lc_check_get_verdict (check) == NULL)
    return g_strdup (_("The cause is not known."));
  return lc_verdict_dup_explanation (lc_check_get_verdict (check), lc_check_get_subject (check));
}

/* Whether every region was asked, and none answered over UDP. */
static gboolean
is_every_region_silent (LcChecklist *checklist)
{
  for (guint i = 0; i < lc_checklist_get_size (checklist); i++)
    {
      LcCheck *check = lc_checklist_get (checklist, i);
      const LcVerdict *verdict = lc_check_get_verdict (check);

      if (lc_check_get_kind (check) == LC_KIND_REGION &&
          (verdict == NULL || (verdict->status != LC_STATUS_FAIL && verdict->cause != LC_CAUSE_TCP_ONLY)))
        return FALSE;
    }
  return TRUE;
}

/**
 * lc_reason_dup_text:
 * @checklist: the rows of the run
 *
 * Returns: (transfer full): the reason as one sentence
 */
char *
lc_reason_dup_text (const LcReason *self, LcChecklist *checklist)
{
  g_autofree char *titles = join_titles (self, checklist);

  switch (self->kind)
    {
    case LC_REASON_NETWORK_LOST:
      return g_strdup (_("The network went away during the check. Check again when it is back."));
    case LC_REASON_NETWORK_CHANGED:
      return g_strdup (_("The network changed during the check, so its figures do not belong together. Check again."));
    case LC_REASON_SLEPT:
      return g_strdup (_("The computer slept during the check, so its figures say nothing. Check again."));
    case LC_REASON_OFFLINE:
      return g_strdup (_("This computer is not connected to a network."));
    case LC_REASON_DNS_BROKEN:
      return g_strdup_printf (_("Names that the service needs cannot be looked up (%s)."), titles);
    case LC_REASON_PORTAL_UNREACHABLE:
      return g_strdup_printf (_("The service cannot be reached (%s)."), titles);
    case LC_REASON_NO_MEDIA_PATH:
      return g_strdup (_("There is no way for picture and sound: neither UDP nor a relay over TCP or TLS answers."));
    case LC_REASON_INTERRUPTED:
      return g_strdup (_("The check was stopped."));
    case LC_REASON_NOT_TESTED:
      return titles[0] != '\0' ? g_strdup_printf (_("Not everything that matters was tested (%s)."), titles)
                               : g_strdup (_("Only a part of the checks was asked for."));
    case LC_REASON_UDP_BLOCKED:
      return g_strdup (_("UDP is blocked: picture and sound would have to be relayed over TCP or TLS, with more delay."));
    case LC_REASON_WEBSOCKET_CUT:
      return g_strdup_printf (_("The WebSocket is cut (%s): the service falls back to slow polling."), titles);
    case LC_REASON_REGIONS_UNREACHABLE:
      if (is_every_region_silent (checklist))
        return g_strdup (_("None of the media regions gives an answer over UDP."));
      return g_strdup_printf (_("Some media regions give no answer over UDP (%s)."), titles);
    case LC_REASON_BEST_REGION_POOR:
    case LC_REASON_FARTHER_REGION:
      return explain_first (self, checklist);
    case LC_REASON_DEGRADED:
    default:
      return g_strdup_printf (_("Something that the service needs does not work as it should (%s)."), titles);
    }
}
