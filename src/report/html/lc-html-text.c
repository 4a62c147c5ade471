/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-html-text.c: see lc-html-text.h.
 *
 * Nothing reaches the document but through lc_html_append_escaped(), which is
 * safe in text and in quoted attributes alike (HTML Living Standard, 13.1.2 and
 * 13.1.4). Code comes from the network, so it is isolated from the direction of
 * the words around it.
 */
#include "config.h"

#include "report/html/lc-html-text.h"

#include <string.h>

#include "base/lc-clean-text.h"

#define MAX_URI 2048

/* One shape a tone, so that no tone is told by colour alone. */
static const struct
{
  const char *name;
  const char *drawing;
} tones[] = {
  [LC_TONE_NEUTRAL] = { "neutral", NULL },
  [LC_TONE_GOOD] = { "good", "<circle cx=\"12\" cy=\"12\" r=\"11\"/><path class=\"ink\" d=\"M7 12.5l3.5 3.5L17 9\"/>" },
  [LC_TONE_CAUTION] = { "caution", "<path d=\"M10.3 2.6a2 2 0 0 1 3.4 0l9.5 16.8a2 2 0 0 1-1.7 3H2.5a2 2 0 0 1-1.7-3z\"/>"
                                   "<path class=\"ink\" d=\"M12 8.5v6M12 18.2v.3\"/>" },
  [LC_TONE_BAD] = { "bad", "<path d=\"M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4z\"/>"
                           "<path class=\"ink\" d=\"M8 8l8 8M16 8l-8 8\"/>" },
  [LC_TONE_MUTED] = { "muted", "<rect x=\"1\" y=\"1\" width=\"22\" height=\"22\" rx=\"6\"/>"
                               "<path class=\"ink\" d=\"M7 12h10\"/>" },
};

static void
escape (GString *html, const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    switch (*p)
      {
      case '&':
        g_string_append (html, "&amp;");
        break;
      case '<':
        g_string_append (html, "&lt;");
        break;
      case '>':
        g_string_append (html, "&gt;");
        break;
      case '"':
        g_string_append (html, "&quot;");
        break;
      case '\'':
        g_string_append (html, "&#39;");
        break;
      default:
        g_string_append_c (html, *p);
      }
}

/**
 * lc_html_append_escaped:
 * @text: one line
 *
 * Appends @text so that it can only be text, between tags or in a quoted
 * attribute.
 */
void
lc_html_append_escaped (GString *html, const char *text)
{
  g_autofree char *clean = lc_clean_text (text);

  escape (html, clean);
}

/**
 * lc_html_append_lines:
 * @text: lines, ended by "\n"
 *
 * The same for text whose line breaks are meant.
 */
void
lc_html_append_lines (GString *html, const char *text)
{
  g_autofree char *clean = lc_clean_lines (text);

  escape (html, clean);
}

/**
 * lc_html_is_id:
 * @id: (nullable)
 *
 * Returns: whether @id is of ASCII letters, digits and "-"
 */
gboolean
lc_html_is_id (const char *id)
{
  if (id == NULL || id[0] == '\0')
    return FALSE;
  for (const char *p = id; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-')
      return FALSE;
  return TRUE;
}

static gboolean
is_plain_uri (const char *uri)
{
  gsize length = strlen (uri);

  for (gsize i = 0; i < length; i++)
    if (uri[i] <= ' ' || uri[i] >= 0x7f || strchr ("\"'<>\\^`{|}", uri[i]) != NULL)
      return FALSE;
  return length <= MAX_URI;
}

static gboolean
leads_out (const char *uri)
{
  g_autoptr (GUri) parsed = is_plain_uri (uri) ? g_uri_parse (uri, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *scheme = parsed != NULL ? g_uri_get_scheme (parsed) : "";

  if (strcmp (scheme, "https") == 0)
    return g_uri_get_host (parsed) != NULL && g_uri_get_host (parsed)[0] != '\0' && g_uri_get_userinfo (parsed) == NULL;
  return strcmp (scheme, "mailto") == 0 || strcmp (scheme, "tel") == 0;
}

/* @ids: of the headings of the report. What is not known to be harmless and to
 * lead somewhere is no link. */
static gboolean
is_link (const char *uri, GHashTable *ids)
{
  if (uri == NULL)
    return FALSE;
  return uri[0] == '#' ? g_hash_table_contains (ids, uri + 1) : leads_out (uri);
}

/* On paper a link shows where it leads, unless its words say that already. */
static gboolean
is_spelt_out (const LcSpan *span)
{
  const char *address = strchr (span->uri, ':');

  return span->uri[0] == '#' || strcmp (span->text, span->uri) == 0 ||
         (address != NULL && strcmp (span->text, address + 1) == 0);
}

static void
append_words (GString *html, const LcSpan *span, LcHtmlWay way)
{
  gboolean is_code = way == LC_HTML_CODE || span->style == LC_SPAN_CODE;
  gboolean is_strong = span->style == LC_SPAN_STRONG;

  g_string_append (html, is_strong ? "<strong>" : "");
  g_string_append (html, is_code ? "<bdi dir=\"ltr\"><code>" : "");
  lc_html_append_escaped (html, span->text);
  g_string_append (html, is_code ? "</code></bdi>" : "");
  g_string_append (html, is_strong ? "</strong>" : "");
}

static void
append_span (GString *html, const LcSpan *span, LcHtmlWay way, GHashTable *ids)
{
  if (!is_link (span->uri, ids))
    {
      append_words (html, span, way);
      return;
    }
  g_string_append (html, is_spelt_out (span) ? "<a href=\"" : "<a class=\"named\" href=\"");
  lc_html_append_escaped (html, span->uri);
  g_string_append (html, span->uri[0] == 'h' ? "\" rel=\"noopener noreferrer\">" : "\">");
  append_words (html, span, way);
  g_string_append (html, "</a>");
}

/**
 * lc_html_append_text:
 * @text: words with their marks
 * @way: how they are set
 * @ids: (element-type utf8): ids of the headings to which "#ID" may lead
 *
 * Appends the words without a box around them; their tone is the box's.
 */
void
lc_html_append_text (GString *html, const LcText *text, LcHtmlWay way, GHashTable *ids)
{
  for (guint i = 0; i < text->spans->len; i++)
    append_span (html, g_ptr_array_index (text->spans, i), way, ids);
}

/* Returns: the class of what is said in @tone */
const char *
lc_html_get_tone_class (LcTone tone)
{
  return tones[tone].name;
}

/* The shapes, once in the document. */
void
lc_html_append_symbols (GString *html)
{
  g_string_append (html, "<svg class=\"symbols\" width=\"0\" height=\"0\" aria-hidden=\"true\">\n");
  for (guint i = 0; i < G_N_ELEMENTS (tones); i++)
    if (tones[i].drawing != NULL)
      g_string_append_printf (html, "<symbol id=\"lc_%s\" viewBox=\"0 0 24 24\">%s</symbol>\n", tones[i].name,
                              tones[i].drawing);
  g_string_append (html, "</svg>\n");
}

/**
 * lc_html_append_icon:
 * @tone: nothing is drawn for the neutral one
 *
 * Appends the shape of a tone. The words beside it say the same, so a screen
 * reader passes over it.
 */
void
lc_html_append_icon (GString *html, LcTone tone)
{
  if (tones[tone].drawing == NULL)
    return;
  g_string_append_printf (html, "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"#lc_%s\"/></svg>",
                          tones[tone].name);
}
