/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report-words.c: words and figures that more than one part of a report needs.
 */
#include "config.h"

#include <stdarg.h>
#include <string.h>

#include "base/lc-clock.h"
#include "language/lc-i18n.h"
#include "language/lc-language.h"
#include "report/document/lc-report-maker-private.h"
#include "words/lc-check-text.h"

/* Media may leave from another address for each server; more than these would
 * say nothing more. */
#define MAX_PUBLIC_ADDRESSES 4

/* Returns: (transfer full): the moment on the clock of whoever reads */
char *
lc_report_dup_moment (GDateTime *moment)
{
  g_autoptr (GDateTime) local = lc_clock_dup_local (moment);

  if (!lc_language_has_dates ())
    return g_date_time_format (local, "%Y-%m-%d, %H:%M:%S %Z");
  /* Translators: day, month, year, time and time zone, see g_date_time_format(). */
  return g_date_time_format (local, _("%-d %B %Y, %H:%M:%S %Z"));
}

char *
lc_report_dup_ports (LcPortRange ports)
{
  return ports.first == ports.last ? g_strdup_printf ("%u", ports.first)
                                   : g_strdup_printf ("%u-%u", ports.first, ports.last);
}

/* Returns: (transfer full): "52.215.127.0 - 52.215.127.255" */
char *
lc_report_dup_range (const LcAddressRange *range)
{
  g_autofree char *first = lc_ipv4_to_string (range->first);
  g_autofree char *last = lc_ipv4_to_string (range->last);

  return g_strdup_printf ("%s - %s", first, last);
}

/* Returns: (transfer full): "192.0.2.1" of "192.0.2.1:3478" and "[2001:db8::1]:3478" */
char *
lc_report_dup_address_of (const char *address_and_port)
{
  const char *colon = strrchr (address_and_port, ':');
  gsize length = colon != NULL ? (gsize) (colon - address_and_port) : strlen (address_and_port);

  if (length >= 2 && address_and_port[0] == '[' && address_and_port[length - 1] == ']')
    return g_strndup (address_and_port + 1, length - 2);
  return g_strndup (address_and_port, length);
}

LcTone
lc_report_get_status_tone (LcStatus status)
{
  switch (status)
    {
    case LC_STATUS_PASS:
      return LC_TONE_GOOD;
    case LC_STATUS_WARN:
      return LC_TONE_CAUTION;
    case LC_STATUS_FAIL:
      return LC_TONE_BAD;
    case LC_STATUS_NOT_TESTED:
    case LC_STATUS_COULD_NOT_RUN:
    default:
      return LC_TONE_MUTED;
    }
}

LcTone
lc_report_get_line_tone (LcLineStatus status)
{
  switch (status)
    {
    case LC_LINE_STATUS_READY:
      return LC_TONE_GOOD;
    case LC_LINE_STATUS_READY_WITH_CAUTIONS:
      return LC_TONE_CAUTION;
    case LC_LINE_STATUS_NOT_READY:
      return LC_TONE_BAD;
    case LC_LINE_STATUS_INCOMPLETE:
    default:
      return LC_TONE_MUTED;
    }
}

static void
collect_public_address (GPtrArray *addresses, const LcFacts *facts)
{
  const char *mapped = lc_facts_get_string (facts, LC_FACT_MAPPED_ADDRESS);
  g_autofree char *address = mapped != NULL ? lc_report_dup_address_of (mapped) : NULL;

  if (address != NULL && addresses->len < MAX_PUBLIC_ADDRESSES &&
      !g_ptr_array_find_with_equal_func (addresses, address, g_str_equal, NULL))
    g_ptr_array_add (addresses, g_steal_pointer (&address));
}

/**
 * lc_report_maker_dup_public_addresses:
 *
 * Returns: (transfer full) (nullable): the addresses that servers saw, a few at
 *   most; %NULL when none answered
 */
char *
lc_report_maker_dup_public_addresses (LcReportMaker *self)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < lc_checklist_get_size (self->checklist); i++)
    {
      LcMeasurement *measurement = lc_check_get_measurement (lc_checklist_get (self->checklist, i));

      if (measurement == NULL)
        continue;
      collect_public_address (addresses, lc_measurement_get_facts (measurement));
      for (guint j = 0; j < lc_measurement_get_n_steps (measurement); j++)
        collect_public_address (addresses, lc_measurement_get_step (measurement, j)->facts);
    }
  if (addresses->len == 0)
    return NULL;
  g_ptr_array_add (addresses, NULL);
  /* Translators: between the entries of a list. */
  return g_strjoinv (_(", "), (char **) addresses->pdata);
}

/**
 * lc_report_add_cells:
 * @table: with all its columns
 * @...: (transfer full): an #LcText for each column, then %NULL
 *
 * Adds a row.
 */
void
lc_report_add_cells (LcTable *table, ...)
{
  GPtrArray *cells = lc_table_add_row (table);
  va_list texts;
  LcText *text;

  va_start (texts, table);
  while ((text = va_arg (texts, LcText *)) != NULL)
    g_ptr_array_add (cells, text);
  va_end (texts);
}
