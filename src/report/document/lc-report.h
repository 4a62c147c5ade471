/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-report.h: a report as a document: a list of blocks in the order in which
 * they are read, already in the reader's language. Whoever makes one knows the
 * run; whoever renders one knows blocks only.
 *
 * Every string is plain text, much of it from the network: each renderer
 * escapes what its format asks for. What is put in is cleaned first
 * (lc-clean-text.h): no control characters, no line breaks but those of LcCode,
 * nothing that turns the direction of writing.
 */
#pragma once

#include <gio/gio.h>

#include "report/document/lc-text.h"

G_BEGIN_DECLS

typedef enum
{
  LC_BLOCK_HEADING,
  LC_BLOCK_PARAGRAPH,
  LC_BLOCK_LIST,
  LC_BLOCK_PAIRS,
  LC_BLOCK_TABLE,
  LC_BLOCK_CHART,
  LC_BLOCK_CODE,
} LcBlockKind;

/**
 * LcHeading:
 * @level: 1 to 4; 1 is a part of the report, its title stands above all
 * @id: of ASCII letters, digits and "-", its own in the report
 */
typedef struct
{
  guint level;
  char *id;
  LcText *text;
} LcHeading;

/**
 * LcPairs:
 * What is known, each with its name; @names and @values are as long as each other.
 * @names: (element-type LcText)
 * @values: (element-type LcText)
 */
typedef struct
{
  GPtrArray *names;
  GPtrArray *values;
} LcPairs;

/**
 * LcColumn:
 * @is_figure: figures to be set flush at their end, in digits of one width
 * @is_code: addresses and the like, to be set in one width
 */
typedef struct
{
  char *title;
  gboolean is_figure;
  gboolean is_code;
} LcColumn;

/**
 * LcTable:
 * @caption: what the table shows; read out, and set above it
 * @columns: (element-type LcColumn)
 * @rows: (element-type GPtrArray): each of as many LcText as there are columns;
 *   the first cell names its row
 */
typedef struct
{
  char *caption;
  GPtrArray *columns;
  GPtrArray *rows;
} LcTable;

/**
 * LcBar:
 * One line of a chart.
 * @value, @high: the figure, and the end of its whisker; NAN where there is none
 * @figure: @value and what else matters, in words: "23 ms, 0 % lost"
 * @mark: (nullable): what is special about it: "Recommended"
 */
typedef struct
{
  char *label;
  double value;
  double high;
  char *figure;
  char *mark;
  LcTone tone;
} LcBar;

/**
 * LcChart:
 * Bars that lie, one below the other, on an axis from zero.
 * @title: what is drawn
 * @description: the same in a sentence, for who cannot see it
 * @unit: of the axis: "ms"
 * @bars: (element-type LcBar)
 */
typedef struct
{
  char *title;
  char *description;
  char *unit;
  GPtrArray *bars;
} LcChart;

/**
 * LcCode:
 * Lines to be copied as they are.
 * @caption: (nullable): what they are for
 */
typedef struct
{
  char *caption;
  char *text;
} LcCode;

typedef struct
{
  LcBlockKind kind;
  union
  {
    LcHeading heading;
    LcText *paragraph;
    GPtrArray *items; /* of LcText */
    LcPairs pairs;
    LcTable table;
    LcChart chart;
    LcCode code;
  };
} LcBlock;

/**
 * LcReportHead:
 * What stands above the report and, in short, on each of its pages.
 * @language: BCP 47: "de", "pt-BR"
 * @is_mirrored: written from the right to the left
 * @title: "Network report for Quicklink Studio"
 * @verdict: "Not ready"
 * @date: of the run, in words
 * @notice: (nullable): what is to be known of the report itself before it is read
 * @started: of the run, for file names and metadata
 * @generator: "Linecheck 0.1.0"
 */
typedef struct
{
  char *language;
  gboolean is_mirrored;
  char *title;
  char *verdict;
  LcTone tone;
  char *date;
  char *notice;
  GDateTime *started;
  char *generator;
} LcReportHead;

#define LC_TYPE_REPORT (lc_report_get_type ())
G_DECLARE_FINAL_TYPE (LcReport, lc_report, LC, REPORT, GObject)

LcReport           *lc_report_new (const LcReportHead *head);

/* Each appends one block; "take" means that the report frees what it is given. */
void                lc_report_add_heading (LcReport *self, guint level, const char *id, const char *text);
void                lc_report_add_paragraph (LcReport *self, const char *text);
void                lc_report_take_paragraph (LcReport *self, LcText *text);
GPtrArray          *lc_report_add_list (LcReport *self);
LcPairs            *lc_report_add_pairs (LcReport *self);
LcTable            *lc_report_add_table (LcReport *self, const char *caption);
LcChart            *lc_report_add_chart (LcReport *self, const char *title, const char *description,
                                         const char *unit);
void                lc_report_add_code (LcReport *self, const char *caption, const char *text);

void                lc_pairs_add (LcPairs *self, const char *name, const char *value);
void                lc_pairs_take (LcPairs *self, const char *name, LcText *value);
LcColumn           *lc_table_add_column (LcTable *self, const char *title);
GPtrArray          *lc_table_add_row (LcTable *self);
LcBar              *lc_chart_add_bar (LcChart *self, const char *label, double value, double high);

const LcReportHead *lc_report_get_head (LcReport *self);
const GPtrArray    *lc_report_get_blocks (LcReport *self); /* of LcBlock */

G_END_DECLS
