/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cli-document.h: what a run is to be handed out as, and where to: the options
 * --format, --output, --language and --redact.
 */
#pragma once

#include "report/lc-report-format.h"

G_BEGIN_DECLS

/**
 * CliDocument:
 * @is_checklist: not a report but what a terminal shows; @format is meaningless
 * @output: (nullable): file to write to; %NULL for standard output
 * @language: (nullable): of what is written; %NULL for that of the person
 * @redact: nothing private is shown, in reports and in the checklist
 */
typedef struct
{
  gboolean is_checklist;
  LcReportFormat format;
  GFile *output;
  const char *language;
  gboolean redact;
} CliDocument;

gboolean cli_document_parse (CliDocument *self, const char *format, const char *output, gboolean with_checklist,
                             GError **error);
gboolean cli_document_parse_language (CliDocument *self, const char *language, GError **error);
void     cli_document_clear (CliDocument *self);

LcRun   *cli_document_get_run (const CliDocument *self, LcRun *run);
gboolean cli_document_write (const CliDocument *self, LcRun *run, LcProfile *profile, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliDocument, cli_document_clear)

G_END_DECLS
