/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reports as HTML: which text becomes a link, where bars stand, and what is left
 * out. What the documents hold as a whole, check-html.py looks at.
 */
#include <math.h>
#include <string.h>

#include "report/html/lc-report-html.h"
#include "sample-report.h"

static LcReport *
make (const char *language, gboolean is_mirrored)
{
  g_autoptr (GDateTime) started = g_date_time_new_utc (2026, 11, 22, 6, 20, 0);
  const LcReportHead head = {
    .language = (char *) language,
    .is_mirrored = is_mirrored,
    .title = (char *) "Title & <more>",
    .verdict = (char *) "Ready",
    .tone = LC_TONE_GOOD,
    .date = (char *) "22 November 2026",
    .started = started,
    .generator = (char *) "Linecheck \"0\"",
  };

  return lc_report_new (&head);
}

static char *
render (LcReport *report)
{
  g_autoptr (GBytes) bytes = lc_report_html_render (report);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
assert_has (const char *html, const char *expected)
{
  if (strstr (html, expected) == NULL)
    g_error ("not found: %s\n%s", expected, strstr (html, "<body>"));
}

static void
assert_lacks (const char *html, const char *unwanted)
{
  if (strstr (html, unwanted) != NULL)
    g_error ("found: %s", strstr (html, unwanted));
}

static const struct
{
  const char *uri;
  const char *tag; /* or NULL: no link */
} links[] = {
  { "https://example.org/?a=1&b=2", "<a class=\"named\" href=\"https://example.org/?a=1&amp;b=2\" rel=\"noopener noreferrer\">words</a>" },
  { "mailto:support@example.org?subject=x", "<a class=\"named\" href=\"mailto:support@example.org?subject=x\">words</a>" },
  { "tel:+441656648600", "<a class=\"named\" href=\"tel:+441656648600\">words</a>" },
  { "tel:words", "<a href=\"tel:words\">words</a>" },
  { "#known", "<a href=\"#known\">words</a>" },
  { "#unknown", NULL },
  { "#", NULL },
  { "", NULL },
  { "http://example.org/", NULL },
  { "https:", NULL },
  { "https://", NULL },
  { "https:///path", NULL },
  { "https://bank.example@evil.example/", NULL },
  { "https://example.org/\"onclick=\"x", NULL },
  { "https://example.org/ x", NULL },
  { "https://ex\xc3\xa4mple.org/", NULL },
  { "javascript:alert(1)", NULL },
  { "JavaScript://example.org/%0aalert(1)", NULL },
  { " https://example.org/", NULL },
  { "\thttps://example.org/", NULL },
  { "data:text/html,x", NULL },
  { "file:///etc/passwd", NULL },
  { "//example.org/", NULL },
  { "words", NULL },
};

static void
test_links (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autoptr (LcReport) report = make ("en", FALSE);
      LcText *text = lc_text_new (NULL);
      g_autofree char *html = NULL;

      lc_text_append_link (text, "words", links[i].uri);
      lc_report_take_paragraph (report, text);
      lc_report_add_heading (report, 1, "known", "A part");
      html = render (report);
      assert_has (html, links[i].tag != NULL ? links[i].tag : "<p>words</p>");
    }
}

static void
test_escapes (void)
{
  g_autoptr (LcReport) report = make ("en", FALSE);
  LcText *text = lc_text_new (NULL);
  g_autofree char *html = NULL;

  lc_text_append (text, LC_SPAN_CODE, "<a>&'\"");
  lc_text_append (text, LC_SPAN_STRONG, "\x1b[1m");
  lc_report_take_paragraph (report, text);
  lc_report_add_code (report, NULL, "\na <b>\n  c\n");
  html = render (report);
  assert_has (html, "<title>Ready – Title &amp; &lt;more&gt;</title>");
  assert_has (html, "content=\"Linecheck &quot;0&quot;\"");
  /* In the style sheet every letter that could end a string is written as its number. */
  assert_has (html, "{content:\"Title \\26  \\3c more\\3e \"}");
  assert_has (html, "<p><bdi dir=\"ltr\"><code>&lt;a&gt;&amp;&#39;&quot;</code></bdi><strong>\\x1b[1m</strong></p>");
  /* The parser drops the first line feed after the tag, not that of the text. */
  assert_has (html, "<pre dir=\"ltr\">\n<code>\na &lt;b&gt;\n  c\n</code></pre>");
}

/* Without headings there is no list of them. */
static void
test_small_reports (void)
{
  g_autoptr (LcReport) empty = make ("de-AT", TRUE);
  g_autoptr (LcReport) odd = make ("\"><b>", FALSE);
  g_autofree char *html = render (empty);
  g_autofree char *odd_html = NULL;

  assert_has (html, "<html lang=\"de-AT\" dir=\"rtl\">");
  assert_lacks (html, "<nav");
  lc_report_add_list (odd);
  lc_report_add_pairs (odd);
  odd_html = render (odd);
  assert_has (odd_html, "<html lang=\"en\" dir=\"ltr\">");
  assert_lacks (odd_html, "<ul>");
  assert_lacks (odd_html, "<dl>");
}

static void
test_contents (void)
{
  g_autoptr (LcReport) report = make ("en", FALSE);
  g_autofree char *html = NULL;

  lc_report_add_heading (report, 1, "a", "First");
  lc_report_add_heading (report, 2, "b", "Second");
  lc_report_add_heading (report, 3, "c", "Third");
  lc_report_add_heading (report, 2, "a", "Another a");
  lc_report_add_heading (report, 2, "not an id", "Without");
  lc_report_add_heading (report, 1, "d", "Last");
  html = render (report);
  assert_has (html, "<ol>\n<li><a href=\"#a\">First</a>\n<ol>\n<li><a href=\"#b\">Second</a></li>\n</ol>\n</li>\n"
                    "<li><a href=\"#d\">Last</a></li>\n</ol>\n</nav>");
  assert_has (html, "<section aria-labelledby=\"a\">\n<h2 id=\"a\">First</h2>\n<h3 id=\"b\">Second</h3>\n"
                    "<h4 id=\"c\">Third</h4>\n<h3>Another a</h3>\n<h3>Without</h3>\n</section>\n"
                    "<section aria-labelledby=\"d\">\n<h2 id=\"d\">Last</h2>\n</section>\n</main>");
}

static char *
render_chart (gboolean is_mirrored)
{
  g_autoptr (LcReport) report = make ("en", is_mirrored);
  LcChart *chart = lc_report_add_chart (report, "Latency", "One bar of 25 ms.", "ms");
  LcBar *bar = lc_chart_add_bar (chart, "Ireland", 25, 50);

  bar->figure = g_strdup ("25 ms");
  bar->mark = g_strdup ("Recommended");
  bar = lc_chart_add_bar (chart, "Japan", NAN, NAN);
  bar = lc_chart_add_bar (chart, "Nowhere", INFINITY, -1);
  bar->tone = LC_TONE_BAD;
  return render (report);
}

static void
test_chart (void)
{
  g_autofree char *html = render_chart (FALSE);
  g_autofree char *mirrored = render_chart (TRUE);

  assert_has (html, "<title>Latency</title>\n<desc id=\"lc_chart_1_text\">One bar of 25 ms.</desc>");
  assert_has (html, "<rect class=\"bar\" x=\"0%\" y=\"21\" width=\"50%\"");
  assert_has (html, "<line class=\"whisker\" x1=\"50%\" y1=\"27\" x2=\"100%\" y2=\"27\"/>");
  assert_has (html, "text-anchor=\"end\">50 ms</text>");
  assert_has (html, "text-anchor=\"start\">Recommended</text>");
  assert_has (html, "<line class=\"none\"");
  assert_lacks (html, "nan");
  assert_lacks (html, "inf");
  assert_has (mirrored, "<rect class=\"bar\" x=\"50%\" y=\"21\" width=\"50%\"");
  assert_has (mirrored, "<text class=\"label\" x=\"100%\" y=\"15\" text-anchor=\"start\">Ireland</text>");
}

/* Rendering leaves the report as it is. */
static void
test_twice (void)
{
  LcReport *report = sample_report_new ();
  g_autofree char *html = render (report);
  g_autofree char *again = render (report);

  g_assert_cmpstr (html, ==, again);
  g_assert_finalize_object (report);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/html/links", test_links);
  g_test_add_func ("/html/escapes", test_escapes);
  g_test_add_func ("/html/small-reports", test_small_reports);
  g_test_add_func ("/html/contents", test_contents);
  g_test_add_func ("/html/chart", test_chart);
  g_test_add_func ("/html/twice", test_twice);
  return g_test_run ();
}
