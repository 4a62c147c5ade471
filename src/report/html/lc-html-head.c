/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-html-head.c: see lc-html-head.h.
 *
 * The file forbids itself everything (Content Security Policy Level 3) but the one
 * style sheet whose hash it names, so that even text which broke out of its escapes
 * could not load, send or run anything.
 */
#include "report/html/lc-html-head.h"

#include <string.h>

#include "base/lc-clean-text.h"
#include "report/html/lc-html-text.h"
#include "report/html/lc-report-resources.h"

#define STYLE_PATH "/tv/quicklink/Linecheck/report/report.css"

/* Without its comments. */
static char *
load_style (void)
{
  g_autoptr (GBytes) bytes =
    g_resource_lookup_data (lc_report_style_get_resource (), STYLE_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *text = g_strndup (data, length);
  GString *style = g_string_new (NULL);

  for (const char *p = text; *p != '\0';)
    {
      const char *comment = strstr (p, "/*");
      const char *end = comment != NULL ? strstr (comment, "*/") : NULL;

      g_string_append_len (style, p, end != NULL ? comment - p : (gssize) strlen (p));
      p = end != NULL ? end + 2 + strspn (end + 2, "\n") : "";
    }
  return g_string_free (style, FALSE);
}

/* A string of CSS (CSS Syntax Module Level 3, 4.3.7) in which nothing can end
 * the string or the style element. */
static void
append_css_string (GString *style, const char *text)
{
  g_autofree char *clean = lc_clean_text (text);

  g_string_append_c (style, '"');
  for (const char *p = clean; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c < 0x80 && (g_ascii_isalnum ((char) c) || strchr (" .,:()-", (int) c) != NULL))
        g_string_append_c (style, (char) c);
      else
        g_string_append_printf (style, "\\%x ", c);
    }
  g_string_append_c (style, '"');
}

/* What stands on each printed page but the first, where it stands large. */
static void
append_page_heads (GString *style, const LcReportHead *head)
{
  const char *near = head->is_mirrored ? "right" : "left", *far = head->is_mirrored ? "left" : "right";
  g_autofree char *verdict = g_strdup_printf ("%s · %s", head->verdict, head->date);

  g_string_append_printf (style, "@page{@top-%s{content:", near);
  append_css_string (style, head->title);
  g_string_append_printf (style, "}@top-%s{content:", far);
  append_css_string (style, verdict);
  g_string_append_printf (style, "}@bottom-%s{content:", near);
  append_css_string (style, head->generator);
  g_string_append_printf (style, "}@bottom-%s{content:counter(page) \" / \" counter(pages)}}\n", far);
  g_string_append (style, "@page:first{@top-left{content:none}@top-right{content:none}}\n");
}

static void
append_style (GString *html, const LcReportHead *head)
{
  g_autofree char *sheet = load_style ();
  g_autoptr (GString) style = g_string_new (sheet);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *hash = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;

  append_page_heads (style, head);
  g_checksum_update (checksum, (const guchar *) style->str, (gssize) style->len);
  g_checksum_get_digest (checksum, digest, &length);
  hash = g_base64_encode (digest, length);

  g_string_append_printf (html,
                          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                          "style-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">\n", hash);
  g_string_append (html, "<style>");
  g_string_append_len (html, style->str, (gssize) style->len);
  g_string_append (html, "</style>\n");
}

/* BCP 47 has letters, digits and "-" only. */
static void
append_language (GString *html, const LcReportHead *head)
{
  g_string_append_printf (html, "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n",
                          lc_html_is_id (head->language) ? head->language : "en",
                          head->is_mirrored ? "rtl" : "ltr");
}

/**
 * lc_html_append_head:
 * @head: what stands above the report
 *
 * Appends all that stands before the body.
 */
void
lc_html_append_head (GString *html, const LcReportHead *head)
{
  append_language (html, head);
  g_string_append (html, "<head>\n<meta charset=\"utf-8\">\n"
                         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                         "<meta name=\"color-scheme\" content=\"light dark\">\n"
                         "<meta name=\"referrer\" content=\"no-referrer\">\n"
                         "<meta name=\"format-detection\" content=\"telephone=no\">\n"
                         "<meta name=\"generator\" content=\"");
  lc_html_append_escaped (html, head->generator);
  g_string_append (html, "\">\n<title>");
  lc_html_append_escaped (html, head->verdict);
  g_string_append (html, " – ");
  lc_html_append_escaped (html, head->title);
  g_string_append (html, "</title>\n");
  append_style (html, head);
  g_string_append (html, "</head>\n");
}
