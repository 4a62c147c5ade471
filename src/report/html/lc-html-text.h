/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-html-text.h: the words of a report as HTML: escaped, with their marks.
 * Part of lc-report-html.
 */
#pragma once

#include "report/document/lc-report.h"

G_BEGIN_DECLS

/**
 * LcHtmlWay:
 * How a text is set.
 * @LC_HTML_CODE: all of it in one width
 */
typedef enum
{
  LC_HTML_WORDS,
  LC_HTML_CODE,
} LcHtmlWay;

void        lc_html_append_escaped (GString *html, const char *text);
void        lc_html_append_lines (GString *html, const char *text);
void        lc_html_append_text (GString *html, const LcText *text, LcHtmlWay way, GHashTable *ids);

const char *lc_html_get_tone_class (LcTone tone);
void        lc_html_append_symbols (GString *html);
void        lc_html_append_icon (GString *html, LcTone tone);

gboolean    lc_html_is_id (const char *id);

G_END_DECLS
