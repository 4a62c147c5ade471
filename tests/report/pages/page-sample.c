/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page-sample.c: see page-sample.h.
 */
#include "page-sample.h"

#include <math.h>

#define FIRST_WORD "w"

/* The words of one sample; the rest is the same in all. */
typedef struct
{
  const char *name;
  const char *language;
  gboolean is_mirrored;
  const char *title;
  const char *verdict;
  const char *date;
  const char *headings[4];
  const char *sentence;
  const char *columns[3];
  const char *names[3];
  const char *place;
  const char *mark;
  const char *unit;
} Words;

static const Words all_words[] = {
  { "english",
    "en",
    FALSE,
    "Network report for Quicklink Studio",
    "Not ready",
    "22 November 2026, 07:20",
    { "Verdict", "What to change", "Checks", "Latency" },
    "Your network lets web pages through, but it stops the packets that carry sound and pictures. "
    "Ask the people who run the firewall to open what is listed below.",
    { "Check", "Result", "Time" },
    { "Network", "Public address", "Checked with" },
    "Frankfurt",
    "Recommended",
    "ms" },
  { "arabic",
    "ar",
    TRUE,
    "تقرير الشبكة لـ Quicklink Studio",
    "غير جاهز",
    "٢٢ نوفمبر ٢٠٢٦، ٠٧:٢٠",
    { "النتيجة", "ما يجب تغييره", "الفحوص", "زمن الوصول" },
    "تسمح شبكتك بمرور صفحات الويب، لكنها توقف الحزم التي تحمل الصوت والصورة عبر UDP. "
    "اطلب من المسؤولين عن جدار الحماية فتح ما هو مذكور أدناه.",
    { "الفحص", "النتيجة", "الزمن" },
    { "الشبكة", "العنوان العام", "أداة الفحص" },
    "فرانكفورت",
    "موصى به",
    "ملي ثانية" },
  { "japanese",
    "ja",
    FALSE,
    "Quicklink Studio のネットワーク報告書",
    "準備ができていません",
    "2026年11月22日 07:20",
    { "結果", "変更すべき点", "確認項目", "遅延" },
    "このネットワークではウェブページは表示できますが、音声と映像を運ぶパケットが遮断されています。"
    "ファイアウォールの管理者に、以下の項目を開放するよう依頼してください。",
    { "確認項目", "結果", "時間" },
    { "ネットワーク", "公開アドレス", "使用したツール" },
    "フランクフルト",
    "推奨",
    "ミリ秒" },
};

/* Control characters, overrides of direction, marks above marks, markup, half a character. */
static const char hostile[] = "\001\033[31m\r\n\t<b>&amp;</b> \342\200\256gnp.exe \303\050 '); --  a\314\201\314\202\314\203"
                              "\314\204\314\205\314\206\314\207\314\210 \357\277\277 \360\237\230\200 \302\205 \342\200\250x";

static const LcTone tones[] = { LC_TONE_GOOD, LC_TONE_BAD, LC_TONE_CAUTION, LC_TONE_MUTED, LC_TONE_NEUTRAL };

static LcReport *
create (const Words *words)
{
  g_autoptr (GDateTime) started = g_date_time_new_utc (2026, 11, 22, 6, 20, 0);
  const LcReportHead head = {
    .language = (char *) words->language,
    .is_mirrored = words->is_mirrored,
    .title = (char *) words->title,
    .verdict = (char *) words->verdict,
    .tone = LC_TONE_BAD,
    .date = (char *) words->date,
    .started = started,
    .generator = (char *) "Linecheck 0.1.0",
  };

  return lc_report_new (&head);
}

static void
add_latency (LcReport *report, const Words *words)
{
  LcChart *chart = lc_report_add_chart (report, words->headings[3], words->sentence, words->unit);
  static const double values[] = { 23.4, 31, 88, 140, 212, NAN };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *label = g_strdup_printf ("%s %u", words->place, i + 1);
      LcBar *bar = lc_chart_add_bar (chart, label, values[i], values[i] * 1.2);

      bar->figure = isnan (values[i]) ? g_strdup ("-") : g_strdup_printf ("%.0f %s, 0 %%", values[i], words->unit);
      bar->mark = i == 0 ? g_strdup (words->mark) : NULL;
      bar->tone = i == 0 ? LC_TONE_GOOD : isnan (values[i]) ? LC_TONE_MUTED : LC_TONE_NEUTRAL;
    }
}

static void
add_checks (LcReport *report, const Words *words, guint n_checks)
{
  LcTable *table = lc_report_add_table (report, words->headings[2]);

  lc_table_add_column (table, words->columns[0]);
  lc_table_add_column (table, "ID")->is_code = TRUE;
  lc_table_add_column (table, words->columns[1]);
  lc_table_add_column (table, words->columns[2])->is_figure = TRUE;
  for (guint i = 0; i < n_checks; i++)
    {
      GPtrArray *row = lc_table_add_row (table);
      g_autofree char *name = g_strdup_printf ("%s %u", words->place, i + 1);
      g_autofree char *id = g_strdup_printf ("region.%u.example.net:3478/udp", i + 1);
      g_autofree char *time = g_strdup_printf ("%u.%u ms", i * 37 % 300, i % 10);

      g_ptr_array_add (row, lc_text_new (name));
      g_ptr_array_add (row, lc_text_new_code (id));
      g_ptr_array_add (row, lc_text_with_tone (lc_text_new (i % 3 == 0 ? words->sentence : words->verdict),
                                               tones[i % G_N_ELEMENTS (tones)]));
      g_ptr_array_add (row, lc_text_new (time));
    }
}

static void
add_parts (LcReport *report, const Words *words, guint n_checks)
{
  LcText *text = lc_text_new (words->sentence);
  LcPairs *pairs;
  GPtrArray *items;

  lc_report_add_heading (report, 1, "verdict", words->headings[0]);
  lc_report_add_paragraph (report, words->sentence);
  pairs = lc_report_add_pairs (report);
  lc_pairs_add (pairs, words->names[0], "QUICKLINK-5G");
  lc_pairs_take (pairs, words->names[1], lc_text_new_code ("198.51.100.23"));
  lc_pairs_add (pairs, words->names[2], "Linecheck 0.1.0");

  lc_report_add_heading (report, 1, "change", words->headings[1]);
  lc_text_append (text, LC_SPAN_PLAIN, " ");
  lc_text_append (text, LC_SPAN_CODE, "global.stun.twilio.com:3478/udp");
  lc_text_append (text, LC_SPAN_PLAIN, " ");
  lc_text_append_link (text, "https://www.quicklink.tv", "https://www.quicklink.tv/a?b='c'(d)");
  lc_text_append (text, LC_SPAN_PLAIN, " ");
  lc_text_append_link (text, words->headings[2], "#checks");
  lc_report_take_paragraph (report, lc_text_with_tone (text, LC_TONE_BAD));
  items = lc_report_add_list (report);
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (items, lc_text_new (words->sentence));
  lc_report_add_code (report, words->headings[1],
                      "table inet linecheck {\n"
                      "    set turn { type ipv4_addr; flags interval; elements = { 3.25.42.128/25, 18.156.18.128/25, "
                      "18.231.105.32/27, 34.203.254.0/24, 52.59.186.0/27, 54.172.60.0/23 } }\n"
                      "\n"
                      "}\n");

  lc_report_add_heading (report, 1, "checks", words->headings[2]);
  add_checks (report, words, n_checks);
  lc_report_add_heading (report, 2, "latency", words->headings[3]);
  add_latency (report, words);
  lc_report_add_heading (report, 3, "more", words->headings[3]);
  lc_report_add_heading (report, 4, "even-more", words->headings[2]);
  lc_report_add_paragraph (report, words->sentence);
}

static LcReport *
create_hostile (void)
{
  Words words = all_words[0];
  g_autofree char *cell = g_strnfill (9000, 'W');
  LcReport *report;
  LcTable *table;
  GPtrArray *row;
  LcText *text;

  words.title = words.verdict = words.sentence = words.place = words.mark = words.unit = hostile;
  report = create (&words);
  add_parts (report, &words, 12);
  text = lc_text_new (NULL);
  lc_text_append_link (text, "script", "javascript:alert(1)");
  lc_text_append_link (text, "file", "file:///etc/passwd");
  lc_text_append_link (text, "nowhere", "#nowhere");
  lc_text_append_link (text, "quotes", "https://x.example/'\\()<<>>\n dest='a'");
  lc_report_take_paragraph (report, text);
  lc_report_add_heading (report, 2, "verdict", hostile);
  table = lc_report_add_table (report, hostile);
  for (guint i = 0; i < 6; i++)
    lc_table_add_column (table, i == 0 ? cell : hostile);
  for (guint i = 0; i < 3; i++)
    {
      row = lc_table_add_row (table);
      for (guint j = 0; j < 6; j++)
        g_ptr_array_add (row, lc_text_new (i == j ? cell : hostile));
    }
  lc_report_add_table (report, "no columns");
  lc_report_add_code (report, hostile, cell);
  lc_report_add_code (report, NULL, "");
  lc_report_add_list (report);
  lc_report_add_pairs (report);
  lc_report_add_chart (report, "", "", "");
  return report;
}

/**
 * page_sample_new:
 * @name: "english", "arabic", "japanese" or "hostile"
 *
 * Returns: (transfer full): with every kind of block
 */
LcReport *
page_sample_new (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (all_words); i++)
    if (g_str_equal (name, all_words[i].name))
      {
        LcReport *report = create (&all_words[i]);

        add_parts (report, &all_words[i], 40);
        return report;
      }
  g_assert_cmpstr (name, ==, "hostile");
  return create_hostile ();
}

/* Returns: (transfer full): a report with a table of that many rows */
LcReport *
page_sample_new_checks (guint n_checks)
{
  LcReport *report = create (&all_words[0]);

  add_parts (report, &all_words[0], n_checks);
  return report;
}

/* Returns: (transfer full): a report without a block */
LcReport *
page_sample_new_empty (void)
{
  return create (&all_words[0]);
}

/* Words of which each is there once in the report, so that a test can find each. */
static char *
create_unique (GRand *rand, guint *n_words, guint max_words)
{
  GString *string = g_string_new (NULL);
  guint n = g_rand_int_range (rand, 1, max_words + 1);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (string, "%s" FIRST_WORD "%ux", i == 0 ? "" : " ", (*n_words)++);
  return g_string_free (string, FALSE);
}

static void
add_random_table (LcReport *report, GRand *rand, guint *n_words)
{
  g_autofree char *caption = create_unique (rand, n_words, 4);
  LcTable *table = lc_report_add_table (report, caption);
  guint n_columns = g_rand_int_range (rand, 1, 6);
  guint n_rows = g_rand_int_range (rand, 0, 40);

  for (guint i = 0; i < n_columns; i++)
    {
      LcColumn *column = lc_table_add_column (table, "Column");

      column->is_figure = g_rand_boolean (rand);
      column->is_code = g_rand_boolean (rand);
    }
  for (guint i = 0; i < n_rows; i++)
    {
      GPtrArray *row = lc_table_add_row (table);
      /* Once in a while a cell that no page can hold. */
      guint max_words = g_rand_int_range (rand, 0, 60) == 0 ? 900 : 12;

      for (guint j = 0; j < n_columns; j++)
        {
          g_autofree char *words = create_unique (rand, n_words, max_words);

          g_ptr_array_add (row, lc_text_with_tone (lc_text_new (words), tones[g_rand_int_range (rand, 0, 5)]));
        }
    }
}

static void
add_random_block (LcReport *report, GRand *rand, guint *n_words)
{
  g_autofree char *words = create_unique (rand, n_words, 5);
  g_autofree char *long_words = create_unique (rand, n_words, 160);
  GPtrArray *items;
  LcPairs *pairs;
  LcChart *chart;

  switch (g_rand_int_range (rand, 0, 7))
    {
    case LC_BLOCK_HEADING:
      lc_report_add_heading (report, g_rand_int_range (rand, 1, 5), words, words);
      lc_report_add_paragraph (report, long_words);
      break;
    case LC_BLOCK_PARAGRAPH:
      lc_report_add_paragraph (report, words);
      lc_report_add_paragraph (report, long_words);
      break;
    case LC_BLOCK_LIST:
      items = lc_report_add_list (report);
      g_ptr_array_add (items, lc_text_new (words));
      g_ptr_array_add (items, lc_text_new (long_words));
      break;
    case LC_BLOCK_PAIRS:
      pairs = lc_report_add_pairs (report);
      lc_pairs_add (pairs, words, long_words);
      break;
    case LC_BLOCK_TABLE:
      lc_report_add_paragraph (report, words);
      lc_report_add_paragraph (report, long_words);
      add_random_table (report, rand, n_words);
      break;
    case LC_BLOCK_CHART:
      lc_report_add_paragraph (report, long_words);
      chart = lc_report_add_chart (report, words, "", "ms");
      for (guint i = g_rand_int_range (rand, 0, 60); i > 0; i--)
        {
          g_autofree char *label = create_unique (rand, n_words, 2);
          LcBar *bar = lc_chart_add_bar (chart, label, g_rand_double_range (rand, -1, 300), NAN);

          bar->figure = create_unique (rand, n_words, 2);
        }
      break;
    default:
      lc_report_add_code (report, words, long_words);
      break;
    }
}

/**
 * page_sample_new_random:
 *
 * Returns: (transfer full): blocks at random; the words of the body are "w0x",
 *   "w1x" and so on, each there once except in charts' and code blocks' captions
 */
LcReport *
page_sample_new_random (GRand *rand)
{
  LcReport *report = create (&all_words[0]);
  guint n_words = 0;

  for (guint i = g_rand_int_range (rand, 0, 30); i > 0; i--)
    add_random_block (report, rand, &n_words);
  return report;
}
