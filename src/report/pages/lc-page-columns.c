/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-columns.c: see lc-page-columns.h.
 */
#include "report/pages/lc-page-columns.h"

/* Halvings of the range in which the answer lies; beyond this a point is exact. */
#define ROUNDS 40

/* A column whose longest word takes more than this share may tear it. */
#define MAX_SHARE 0.3

static double
get_minimum (const LcPageColumn *column, guint n_columns, double available)
{
  double most = available * MAX (MAX_SHARE, 1.0 / n_columns);

  return MIN (MIN (column->minimum, column->natural), most);
}

/* Returns: what they take when none gets more than @level beyond its minimum's need */
static double
fill_to (const LcPageColumn *columns, guint n_columns, double available, double level, double *widths)
{
  double sum = 0;

  for (guint i = 0; i < n_columns; i++)
    {
      double minimum = get_minimum (&columns[i], n_columns, available);

      widths[i] = MAX (minimum, MIN (columns[i].natural, level));
      sum += widths[i];
    }
  return sum;
}

static void
scale (double *widths, guint n_columns, double factor)
{
  for (guint i = 0; i < n_columns; i++)
    widths[i] *= factor;
}

/**
 * lc_page_columns_share:
 * @columns: (array length=n_columns)
 * @n_columns: how many
 * @available: width of all
 * @widths: (out caller-allocates) (array length=n_columns): sum up to @available
 *
 * Narrow columns get what they need; wide ones share the rest evenly, so that
 * they wrap. Room that nobody needs goes to all, by what they have.
 */
void
lc_page_columns_share (const LcPageColumn *columns, guint n_columns, double available, double *widths)
{
  double low = 0, high = 0, sum;

  for (guint i = 0; i < n_columns; i++)
    high = MAX (high, columns[i].natural);
  sum = fill_to (columns, n_columns, available, high, widths);
  if (sum > available)
    {
      for (guint i = 0; i < ROUNDS; i++)
        {
          double level = (low + high) / 2;

          if (fill_to (columns, n_columns, available, level, widths) > available)
            high = level;
          else
            low = level;
        }
      sum = fill_to (columns, n_columns, available, low, widths);
    }
  if (sum > 0)
    scale (widths, n_columns, available / sum);
  else
    for (guint i = 0; i < n_columns; i++)
      widths[i] = available / n_columns;
}
