/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-csv.c: see lc-csv.h.
 *
 * RFC 4180: CRLF after every row, cells with a comma or a quote in quotes (no cell
 * has a line break). UTF-8 without a byte order mark. Numbers have a point, whatever
 * the locale.
 *
 * A spreadsheet takes a cell that begins with = + - @ for a formula, and much of
 * the text here comes from the network. Such text gets an apostrophe in front,
 * which spreadsheets take for "this is text". Numbers are written as numbers.
 */
#include "base/lc-csv.h"

#include <string.h>

#include "base/lc-clean-text.h"

static void
begin_cell (LcCsv *self)
{
  if (self->in_row)
    g_string_append_c (self->text, ',');
  self->in_row = TRUE;
}

/* East Asian spreadsheets take the wide forms for the same signs. */
static gboolean
begins_formula (gunichar c)
{
  switch (c)
    {
    case '=':
    case '+':
    case '-':
    case '@':
    case 0xff1d:
    case 0xff0b:
    case 0xff0d:
    case 0xff20:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Some spreadsheets begin a cell at a semicolon, whatever the file means. */
static char *
defuse (const char *text)
{
  GString *safe = g_string_new (NULL);
  gboolean at_start = TRUE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (at_start && begins_formula (c))
        g_string_append_c (safe, '\'');
      at_start = c == ';' || (at_start && g_unichar_isspace (c));
      g_string_append_unichar (safe, c);
    }
  return g_string_free (safe, FALSE);
}

/**
 * lc_csv_add_text:
 * @text: (nullable): of any origin, made fit as by lc_clean_text(); %NULL for an empty cell
 */
void
lc_csv_add_text (LcCsv *self, const char *text)
{
  g_autofree char *clean = lc_clean_text (text != NULL ? text : "");
  g_autofree char *safe = defuse (clean);

  begin_cell (self);
  if (!self->quotes_all && strpbrk (safe, ",;\"") == NULL)
    {
      g_string_append (self->text, safe);
      return;
    }
  g_string_append_c (self->text, '"');
  for (const char *p = safe; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (self->text, '"');
      g_string_append_c (self->text, *p);
    }
  g_string_append_c (self->text, '"');
}

void
lc_csv_add_bool (LcCsv *self, gboolean is_true)
{
  begin_cell (self);
  g_string_append (self->text, is_true ? "true" : "false");
}

void
lc_csv_add_int (LcCsv *self, gint64 number)
{
  begin_cell (self);
  g_string_append_printf (self->text, "%" G_GINT64_FORMAT, number);
}

/**
 * lc_csv_add_decimal:
 * @format: as for g_ascii_formatd()
 */
void
lc_csv_add_decimal (LcCsv *self, double number, const char *format)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  begin_cell (self);
  g_string_append (self->text, g_ascii_formatd (digits, sizeof digits, format, number));
}

/* Adds a cell for a figure that is not known. */
void
lc_csv_skip (LcCsv *self)
{
  begin_cell (self);
}

void
lc_csv_end_row (LcCsv *self)
{
  g_string_append (self->text, "\r\n");
  self->in_row = FALSE;
}
