/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sample-report.c: see sample-report.h.
 */
#include "sample-report.h"

#include <math.h>

/* The words of a sample; one that is NULL is left out. */
typedef struct
{
  const char *language;
  gboolean is_mirrored;
  const char *title;
  const char *verdict;
  LcTone tone;
  const char *words;
  const char *long_words;
  const char *code;
  const char *uri;
} Sample;

static const LcTone tones[] = { LC_TONE_NEUTRAL, LC_TONE_GOOD, LC_TONE_CAUTION, LC_TONE_BAD, LC_TONE_MUTED };

static void
add_words (LcReport *report, const Sample *sample)
{
  GPtrArray *items;
  LcPairs *pairs;
  LcText *text = lc_text_new (sample->long_words);

  lc_text_append (text, LC_SPAN_PLAIN, " ");
  lc_text_append (text, LC_SPAN_STRONG, sample->words);
  lc_text_append (text, LC_SPAN_PLAIN, " ");
  lc_text_append (text, LC_SPAN_CODE, sample->code);
  lc_text_append (text, LC_SPAN_PLAIN, " ");
  lc_text_append_link (text, sample->words, sample->uri);
  lc_text_append (text, LC_SPAN_PLAIN, " ");
  lc_text_append_link (text, sample->words, "#tables");
  lc_report_take_paragraph (report, text);
  for (guint i = 0; i < G_N_ELEMENTS (tones); i++)
    lc_report_take_paragraph (report, lc_text_with_tone (lc_text_new (sample->long_words), tones[i]));

  items = lc_report_add_list (report);
  for (guint i = 0; i < G_N_ELEMENTS (tones); i++)
    g_ptr_array_add (items, lc_text_with_tone (lc_text_new (sample->words), tones[i]));

  pairs = lc_report_add_pairs (report);
  lc_pairs_add (pairs, sample->words, sample->long_words);
  lc_pairs_take (pairs, sample->words, lc_text_new_code (sample->code));
  for (guint i = 0; i < G_N_ELEMENTS (tones); i++)
    lc_pairs_take (pairs, sample->words, lc_text_with_tone (lc_text_new (sample->words), tones[i]));
}

static void
add_table (LcReport *report, const Sample *sample, guint n_columns, guint n_rows)
{
  LcTable *table = lc_report_add_table (report, sample->long_words);

  for (guint i = 0; i < n_columns; i++)
    {
      LcColumn *column = lc_table_add_column (table, sample->words);

      column->is_code = i == 2;
      column->is_figure = i > 2;
    }
  for (guint i = 0; i < n_rows; i++)
    {
      GPtrArray *cells = lc_table_add_row (table);

      g_ptr_array_add (cells, lc_text_new (sample->words));
      g_ptr_array_add (cells, lc_text_with_tone (lc_text_new (sample->words), tones[i % G_N_ELEMENTS (tones)]));
      for (guint j = 2; j < n_columns; j++)
        g_ptr_array_add (cells, lc_text_new (j == 2 ? sample->code : "12.5"));
    }
}

static LcReport *
make (const Sample *sample)
{
  g_autoptr (GDateTime) started = g_date_time_new_utc (2026, 11, 22, 6, 20, 0.5);
  const LcReportHead head = {
    .language = (char *) sample->language,
    .is_mirrored = sample->is_mirrored,
    .title = (char *) sample->title,
    .verdict = (char *) sample->verdict,
    .tone = sample->tone,
    .date = (char *) sample->words,
    .started = started,
    .generator = (char *) sample->words,
  };
  LcReport *report = lc_report_new (&head);
  LcChart *chart;

  lc_report_add_paragraph (report, sample->words);
  lc_report_add_heading (report, 1, "words", sample->words);
  add_words (report, sample);
  for (guint level = 2; level <= 4; level++)
    {
      g_autofree char *id = g_strdup_printf ("level-%u", level);

      lc_report_add_heading (report, level, id, sample->long_words);
      lc_report_add_paragraph (report, sample->long_words);
    }
  lc_report_add_heading (report, 1, "tables", sample->words);
  add_table (report, sample, 3, 5);
  lc_report_add_heading (report, 2, "broad", sample->words);
  add_table (report, sample, 9, 60);

  lc_report_add_heading (report, 1, "pictures", sample->words);
  chart = lc_report_add_chart (report, sample->words, sample->long_words, "ms");
  for (guint i = 0; i < G_N_ELEMENTS (tones); i++)
    {
      double value = 12.5 + 40 * i;
      LcBar *bar = lc_chart_add_bar (chart, i == 2 ? sample->long_words : sample->words, i < 4 ? value : NAN,
                                     i < 3 ? value * 1.3 : NAN);

      bar->figure = g_strdup (sample->words);
      bar->mark = i == 1 ? g_strdup (sample->words) : NULL;
      bar->tone = tones[i];
    }
  lc_report_add_chart (report, sample->words, sample->words, sample->words);
  lc_report_add_code (report, sample->long_words, sample->code);
  lc_report_add_code (report, NULL, sample->code);
  return report;
}

/* A report in English with every kind of block and every tone. */
LcReport *
sample_report_new (void)
{
  const Sample sample = {
    .language = "en",
    .title = "Network report for Quicklink Studio",
    .verdict = "Ready, with cautions",
    .tone = LC_TONE_CAUTION,
    .words = "Quicklink Studio",
    .long_words = "UDP is blocked: picture and sound would have to be relayed over TCP or TLS, with more delay, "
                  "until somebody lets the traffic to the media servers out.",
    .code = "global.stun.quicklink.example:3478/udp -> 2001:db8:1234:5678:9abc:def0:1234:5678\n",
    .uri = "https://www.example.org/network?lang=en&page=1",
  };

  return make (&sample);
}

/* The same in Hebrew, from the right to the left. */
LcReport *
sample_report_new_mirrored (void)
{
  const Sample sample = {
    .language = "he",
    .is_mirrored = TRUE,
    .title = "דוח רשת עבור Quicklink Studio",
    .verdict = "לא מוכן",
    .tone = LC_TONE_BAD,
    .words = "בדיקת רשת",
    .long_words = "תעבורת UDP חסומה: התמונה והקול יצטרכו לעבור דרך TCP או TLS, עם השהיה גדולה יותר.",
    .code = "global.stun.quicklink.example:3478/udp -> 192.0.2.1\n",
    .uri = "mailto:support@example.org",
  };

  return make (&sample);
}

/**
 * sample_report_new_hostile:
 * @text: what somebody on the network wants the reader to run
 *
 * Returns: (transfer full): a report with @text wherever there is text
 */
LcReport *
sample_report_new_hostile (const char *text)
{
  const Sample sample = {
    .language = text,
    .title = text,
    .verdict = text,
    .tone = LC_TONE_MUTED,
    .words = text,
    .long_words = text,
    .code = text,
    .uri = text,
  };
  LcReport *report = make (&sample);

  lc_report_add_heading (report, 2, text, text);
  lc_report_add_heading (report, 2, "words", text);
  return report;
}
