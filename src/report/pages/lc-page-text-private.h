/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-page-text-private.h: what an LcPageText is, for the part of it that draws.
 */
#pragma once

#include "report/pages/lc-page-text.h"

G_BEGIN_DECLS

typedef struct
{
  PangoLayoutLine *line;
  double x; /* from the left end of the text's width */
  double width;
  double top;
  double baseline;
  double bottom;
} LcPageTextLine;

typedef struct
{
  guint start;
  guint end;
  char *target;
} LcPageTextLink;

struct _LcPageText
{
  PangoLayout *layout;
  LcInk ink;
  gboolean is_code;
  gboolean is_mirrored; /* the page, whatever the words are */
  double natural;       /* negative before it is measured */
  double width;         /* negative before there is one */
  GArray *lines;        /* of LcPageTextLine */
  GArray *links;        /* of LcPageTextLink */
};

G_END_DECLS
