/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports as pages and as PDF files: nothing leaves the page, and nothing hangs. */
#include <string.h>

#include "page-sample.h"
#include "report/pages/lc-pages.h"
#include "report/pages/lc-pdf-amend.h"
#include "report/pages/lc-report-pdf.h"

#define N_DOCUMENTS 12
#define OVERHANG 3 /* of a letter, in points */

static const char *const samples[] = { "english", "arabic", "japanese", "hostile" };

/* No ink but in the margins that a page's own lines have. */
static void
check_page (LcPages *pages, guint page, const LcPaper *paper)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  double x, y, width, height;

  lc_pages_draw (pages, page, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
  cairo_surface_destroy (surface);
  g_assert_cmpfloat (x, >=, paper->margin_x - OVERHANG);
  g_assert_cmpfloat (x + width, <=, paper->width - paper->margin_x + OVERHANG);
  g_assert_cmpfloat (y, >=, 20);
  g_assert_cmpfloat (y + height, <=, paper->height - 20);
}

static void
check_report (LcReport *report, const LcPaper *paper)
{
  g_autoptr (LcPages) pages = lc_pages_new (report, paper);
  guint n_pages = lc_pages_get_n_pages (pages);

  g_assert_cmpuint (n_pages, >, 0);
  for (guint i = 0; i < n_pages; i++)
    check_page (pages, i, paper);
}

static void
test_pages_hold_samples (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (LcReport) report = page_sample_new (samples[i]);

      check_report (report, lc_paper_get_a4 ());
      check_report (report, lc_paper_get_letter ());
    }
}

static void
test_pages_hold_random_documents (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (guint i = 0; i < N_DOCUMENTS; i++)
    {
      g_autoptr (LcReport) report = page_sample_new_random (rand);

      check_report (report, lc_paper_get_a4 ());
    }
}

static void
test_pages_of_small_paper (void)
{
  g_autoptr (LcReport) report = page_sample_new ("english");
  LcPaper paper;

  lc_paper_init (&paper, 297, 420);
  check_report (report, &paper);
}

/* Pages may be drawn again, and in any order: a printer's preview does. */
static void
test_pages_in_any_order (void)
{
  g_autoptr (LcReport) report = page_sample_new_checks (100);
  g_autoptr (LcPages) pages = lc_pages_new (report, lc_paper_get_a4 ());

  for (guint i = lc_pages_get_n_pages (pages); i > 0; i--)
    check_page (pages, i - 1, lc_paper_get_a4 ());
  check_page (pages, 0, lc_paper_get_a4 ());
}

static void
test_pages_know_their_headings (void)
{
  g_autoptr (LcReport) report = page_sample_new_checks (300);
  g_autoptr (LcPages) pages = lc_pages_new (report, lc_paper_get_a4 ());
  const GArray *headings = lc_pages_get_headings (pages);
  const LcPageHeading *first = &g_array_index (headings, LcPageHeading, 0);
  const LcPageHeading *last = &g_array_index (headings, LcPageHeading, headings->len - 1);

  g_assert_cmpuint (headings->len, ==, 6);
  g_assert_cmpstr (first->text, ==, "Verdict");
  g_assert_cmpuint (first->page, ==, 0);
  g_assert_cmpuint (last->page, >, 4);
  g_assert_cmpuint (last->page, <, lc_pages_get_n_pages (pages));
}

static GBytes *
render (LcReport *report)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = lc_report_pdf_render (report, lc_paper_get_a4 (), NULL, &error);

  g_assert_no_error (error);
  return bytes;
}

static gboolean
has (GBytes *bytes, const char *words)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return memmem (data, size, words, strlen (words)) != NULL;
}

static void
test_pdf_of_nothing (void)
{
  g_autoptr (LcReport) report = page_sample_new_empty ();
  g_autoptr (GBytes) bytes = render (report);

  g_assert_true (g_str_has_prefix (g_bytes_get_data (bytes, NULL), "%PDF-1.4\n"));
}

static void
test_pdf_is_the_same_again (void)
{
  g_autoptr (LcReport) report = page_sample_new ("english");
  g_autoptr (GBytes) first = render (report);
  g_autoptr (GBytes) second = render (report);

  g_assert_true (g_bytes_equal (first, second));
}

static void
test_pdf_leads_to_safe_places_only (void)
{
  g_autoptr (LcReport) report = page_sample_new ("hostile");
  g_autoptr (GBytes) bytes = render (report);

  g_assert_true (has (bytes, "https://x.example/%27%5C%28%29%3C%3C%3E%3E%0A%20dest=%27a%27"));
  g_assert_false (has (bytes, "javascript:"));
  g_assert_false (has (bytes, "file:///"));
}

static void
test_pdf_names_its_language (void)
{
  g_autoptr (LcReport) report = page_sample_new ("arabic");
  g_autoptr (GBytes) bytes = render (report);

  g_assert_true (has (bytes, "/Lang (ar)"));
  g_assert_true (has (bytes, "/Alt <FEFF"));
}

static void
on_rendered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
  g_main_context_wakeup (NULL);
}

static GAsyncResult *
render_in_thread (LcReport *report, GCancellable *cancellable)
{
  GAsyncResult *result = NULL;

  lc_report_pdf_render_async (report, lc_paper_get_letter (), cancellable, on_rendered, &result);
  g_assert_null (result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return result;
}

static void
test_pdf_in_a_thread (void)
{
  g_autoptr (LcReport) report = page_sample_new ("english");
  g_autoptr (GAsyncResult) result = render_in_thread (report, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = lc_report_pdf_render_finish (result, &error);

  g_assert_no_error (error);
  g_assert_true (has (bytes, "/MediaBox [ 0 0 612 792 ]"));
}

static void
test_pdf_cancelled_before (void)
{
  g_autoptr (LcReport) report = page_sample_new ("english");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  result = render_in_thread (report, cancellable);
  g_assert_null (lc_report_pdf_render_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
on_soon (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* Thousands of pages would take much longer than one turn of the loop. */
static void
test_pdf_cancelled_meanwhile (void)
{
  g_autoptr (LcReport) report = page_sample_new_checks (3000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_idle_add (on_soon, cancellable);
  result = render_in_thread (report, cancellable);
  g_assert_null (lc_report_pdf_render_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Whatever is cut off, a file is amended only when it is whole. */
static void
test_amend_only_whole_files (void)
{
  g_autoptr (LcReport) report = page_sample_new ("english");
  g_autoptr (GBytes) bytes = render (report);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint n_amended = 0;

  for (gsize length = 0; length < size; length += length < size - 1000 ? 501 : 1)
    {
      g_autoptr (GByteArray) part = g_byte_array_new ();

      g_byte_array_append (part, data, length);
      n_amended += lc_pdf_amend (part, "en", none);
    }
  /* The file as cairo wrote it is a part of the amended one, as is that without its last newline. */
  g_assert_cmpuint (n_amended, <=, 2);
}

/* What newer versions of cairo write: a number without an object. */
static void
test_amend_frees_what_is_missing (void)
{
  const char *file = "%PDF-1.4\n"
                     "1 0 obj\n<< /Type /Catalog\n>>\nendobj\n"
                     "xref\n0 3\n"
                     "0000000000 65535 f \n"
                     "0000000009 00000 n \n"
                     "0000000009 00000 n \n"
                     "trailer\n<< /Size 3\n   /Root 1 0 R\n   /Info 1 0 R\n>>\nstartxref\n45\n%%EOF\n";
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  g_byte_array_append (data, (const guint8 *) file, strlen (file));
  g_assert_true (lc_pdf_amend (data, "en", none));
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&data));
  g_assert_true (has (bytes, "\n2 1\n0000000000 65535 f \ntrailer\n"));
  g_assert_false (has (bytes, "\n1 1\n0000000000 65535 f \n"));
}

static void
test_amend_survives_noise (void)
{
  g_autoptr (LcReport) report = page_sample_new ("english");
  g_autoptr (GBytes) bytes = render (report);
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_ptr_array_add (words, (gpointer) "a figure");
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (GByteArray) noisy = g_byte_array_new ();

      g_byte_array_append (noisy, data, size);
      for (guint j = 0; j < 8; j++)
        noisy->data[g_rand_int_range (rand, size - 3000, size)] = "0123456789 \n<>/xR"[g_rand_int_range (rand, 0, 17)];
      lc_pdf_amend (noisy, "en)/Danger(", words);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pages/hold-samples", test_pages_hold_samples);
  g_test_add_func ("/pages/hold-random-documents", test_pages_hold_random_documents);
  g_test_add_func ("/pages/of-small-paper", test_pages_of_small_paper);
  g_test_add_func ("/pages/in-any-order", test_pages_in_any_order);
  g_test_add_func ("/pages/know-their-headings", test_pages_know_their_headings);
  g_test_add_func ("/pdf/of-nothing", test_pdf_of_nothing);
  g_test_add_func ("/pdf/is-the-same-again", test_pdf_is_the_same_again);
  g_test_add_func ("/pdf/leads-to-safe-places-only", test_pdf_leads_to_safe_places_only);
  g_test_add_func ("/pdf/names-its-language", test_pdf_names_its_language);
  g_test_add_func ("/pdf/in-a-thread", test_pdf_in_a_thread);
  g_test_add_func ("/pdf/cancelled-before", test_pdf_cancelled_before);
  g_test_add_func ("/pdf/cancelled-meanwhile", test_pdf_cancelled_meanwhile);
  g_test_add_func ("/amend/only-whole-files", test_amend_only_whole_files);
  g_test_add_func ("/amend/frees-what-is-missing", test_amend_frees_what_is_missing);
  g_test_add_func ("/amend/survives-noise", test_amend_survives_noise);
  return g_test_run ();
}
