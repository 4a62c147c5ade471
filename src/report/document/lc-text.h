/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-text.h: words of a report with their marks, cleaned as lc-report.h says.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a block, row or cell says beyond its words. Never the only sign: the
 * words say it too. */
typedef enum
{
  LC_TONE_NEUTRAL,
  LC_TONE_GOOD,
  LC_TONE_CAUTION,
  LC_TONE_BAD,
  LC_TONE_MUTED, /* not tested, not known */
} LcTone;

typedef enum
{
  LC_SPAN_PLAIN,
  LC_SPAN_STRONG,
  LC_SPAN_CODE, /* to be typed or compared letter by letter: an address, a rule */
} LcSpanStyle;

/**
 * LcSpan:
 * @uri: (nullable): where the text leads: "https:", "mailto:", "tel:", or "#ID"
 *   of a heading of this report
 */
typedef struct
{
  LcSpanStyle style;
  char *text;
  char *uri;
} LcSpan;

/**
 * LcText:
 * A run of words with its marks; one paragraph, cell or item.
 * @spans: (element-type LcSpan): in reading order, no line breaks in them
 */
typedef struct
{
  LcTone tone;
  GPtrArray *spans;
} LcText;

LcText     *lc_text_new (const char *text);
LcText     *lc_text_new_code (const char *text);
LcText     *lc_text_with_tone (LcText *self, LcTone tone);
void        lc_text_append (LcText *self, LcSpanStyle style, const char *text);
void        lc_text_append_link (LcText *self, const char *text, const char *uri);
void        lc_text_append_sentence (LcText *self, const char *sentence, LcSpanStyle style, const char *words,
                                     const char *uri);
char       *lc_text_dup_plain (const LcText *self);
void        lc_text_free (LcText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LcText, lc_text_free)

G_END_DECLS
