/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-look.c: see lc-look.h.
 */
#include "config.h"

#include "ui/lc-look.h"

#include "language/lc-i18n.h"
#include "words/lc-check-text.h"
#include "words/lc-verdict-text.h"

/* Returns: (transfer none): name of the icon for the state of a row */
const char *
lc_look_get_check_icon (LcCheck *check)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);

  if (verdict == NULL)
    return "lc-waiting-symbolic";
  switch (verdict->status)
    {
    case LC_STATUS_PASS:
      return "lc-passed-symbolic";
    case LC_STATUS_WARN:
      return "lc-warning-symbolic";
    case LC_STATUS_FAIL:
      return "lc-failed-symbolic";
    case LC_STATUS_NOT_TESTED:
    case LC_STATUS_COULD_NOT_RUN:
    default:
      return "lc-not-tested-symbolic";
    }
}

/* Returns: (transfer none): one or two words for the state of a row */
const char *
lc_look_get_check_label (LcCheck *check)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);

  if (verdict != NULL)
    return lc_status_get_label (verdict->status);
  if (lc_check_get_state (check) == LC_CHECK_STATE_RUNNING)
    /* Translators: state of a row: its question has been asked. */
    return _("Checking");
  /* Translators: state of a row: its question has not been asked yet. */
  return _("Waiting");
}

/* Returns: (transfer none): the style class of a row's icon */
const char *
lc_look_get_check_style (LcCheck *check)
{
  const LcVerdict *verdict = lc_check_get_verdict (check);

  if (verdict == NULL)
    return "dim-label";
  switch (verdict->status)
    {
    case LC_STATUS_PASS:
      return "success";
    case LC_STATUS_WARN:
      return "warning";
    case LC_STATUS_FAIL:
      return "error";
    case LC_STATUS_NOT_TESTED:
    case LC_STATUS_COULD_NOT_RUN:
    default:
      return "dim-label";
    }
}

/* Returns: (transfer none): name of the icon for the line's verdict */
const char *
lc_look_get_line_icon (LcLineStatus status)
{
  switch (status)
    {
    case LC_LINE_STATUS_READY:
      return "lc-passed-symbolic";
    case LC_LINE_STATUS_READY_WITH_CAUTIONS:
      return "lc-warning-symbolic";
    case LC_LINE_STATUS_NOT_READY:
      return "lc-failed-symbolic";
    case LC_LINE_STATUS_INCOMPLETE:
    default:
      return "lc-not-tested-symbolic";
    }
}

/* Returns: (transfer none): the style class of the line's verdict */
const char *
lc_look_get_line_style (LcLineStatus status)
{
  switch (status)
    {
    case LC_LINE_STATUS_READY:
      return "success";
    case LC_LINE_STATUS_READY_WITH_CAUTIONS:
      return "warning";
    case LC_LINE_STATUS_NOT_READY:
      return "error";
    case LC_LINE_STATUS_INCOMPLETE:
    default:
      return "dim-label";
    }
}

/**
 * lc_look_is_on_screen:
 *
 * Returns: whether changes of @widget can be seen now; on a page of a window that
 *   is not shown they can wait until it is
 */
gboolean
lc_look_is_on_screen (GtkWidget *widget)
{
  return gtk_widget_get_root (widget) == NULL || gtk_widget_get_mapped (widget);
}
