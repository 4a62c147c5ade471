/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-csv.h: writes a table as CSV (RFC 4180).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LcCsv:
 * @text: what the table is appended to
 * @quotes_all: every text is put in quotes, not only the one that needs them
 * @in_row: a row has begun
 *
 * A writer; it may be set up with its first two members alone.
 */
typedef struct
{
  GString *text;
  gboolean quotes_all;
  gboolean in_row;
} LcCsv;

void lc_csv_add_text (LcCsv *self, const char *text);
void lc_csv_add_bool (LcCsv *self, gboolean is_true);
void lc_csv_add_int (LcCsv *self, gint64 number);
void lc_csv_add_decimal (LcCsv *self, double number, const char *format);
void lc_csv_skip (LcCsv *self);
void lc_csv_end_row (LcCsv *self);

G_END_DECLS
