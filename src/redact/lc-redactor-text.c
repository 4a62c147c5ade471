/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-redactor-text.c: writes texts again without what a redactor hides: goes
 * through a text once, from one address, name or URL to the next.
 */
#include "redact/lc-redactor-private.h"

#include <string.h>

#define ELLIPSIS "…"
#define MAX_ROUNDS 8

static gsize
rewrite_ipv6 (LcRedactor *self, const char *text, gsize at, GString *out)
{
  g_autoptr (GInetAddress) address = NULL;
  gsize length = lc_scan_ipv6 (text, at, &address);
  g_autofree char *replacement = length > 0 ? lc_redactor_dup_replacement (self, address) : NULL;

  /* "fe80::1 is" and "fe80::1is" are hidden alike; "std::" and the rest are no address. */
  if (length == 0 || (replacement == NULL && !lc_scan_is_word_end (text, at + length)))
    return 0;
  if (replacement == NULL)
    g_string_append_len (out, text + at, length);
  else
    g_string_append (out, replacement);
  return length + (replacement != NULL ? lc_scan_rest (text, at + length) : 0);
}

static gsize
rewrite_ipv4 (LcRedactor *self, const char *text, gsize at, GString *out)
{
  g_autoptr (GInetAddress) address = NULL;
  gsize length = lc_scan_ipv4 (text, at, lc_redactor_is_hidden, self, &address);
  g_autofree char *replacement = address != NULL ? lc_redactor_dup_replacement (self, address) : NULL;

  if (replacement != NULL)
    g_string_append (out, replacement);
  else
    g_string_append_len (out, text + at, length);
  return length;
}

static void
append_host (LcRedactor *self, const char *name, gsize length, GString *out)
{
  g_autofree char *copy = g_strndup (name, length);

  g_string_append (out, lc_redactor_get_placeholder (self, LC_SECRET_HOST, copy));
}

/* Somebody at some host: "anna@example.org" */
static gsize
rewrite_person (LcRedactor *self, const char *text, gsize at, gsize length, GString *out)
{
  gboolean is_host;
  gsize rest = text[at + length] == '@' ? lc_scan_name (text, at + length + 1, &is_host) : 0;
  g_autofree char *person = NULL;

  if (rest == 0)
    return 0;
  person = g_strndup (text + at, length + 1 + rest);
  g_string_append (out, lc_redactor_get_placeholder (self, LC_SECRET_USER, person));
  return length + 1 + rest;
}

static gsize
rewrite_name (LcRedactor *self, const char *text, gsize at, LcRedactFlags flags, GString *out)
{
  const char *placeholder = NULL;
  gboolean is_host;
  gsize length = lc_scan_name (text, at, &is_host);
  gsize secret = lc_redactor_find_secret (self, text, at, &placeholder);
  gsize person;

  if (length > 0 && (person = rewrite_person (self, text, at, length, out)) > 0)
    return person;
  if (length > 0 && length >= secret && lc_redactor_keeps_name (self, text + at, length))
    {
      g_string_append_len (out, text + at, length);
      return length;
    }
  if (length > secret && is_host && (flags & LC_REDACT_WORD) == 0)
    {
      append_host (self, text + at, length, out);
      return length;
    }
  if (secret > 0)
    g_string_append (out, placeholder);
  return secret;
}

/* --- URLs -------------------------------------------------------------- */

static gsize
count_url (const char *text, const char *ends)
{
  const char *end = text;

  while (*end != '\0' && strchr (ends, *end) == NULL &&
         ((guchar) *end < 0x80 || g_unichar_isalnum (g_utf8_get_char (end)) || g_str_has_prefix (end, ELLIPSIS)))
    end = g_utf8_next_char (end);
  return end - text;
}

/* "https" of "https://", or 0 */
static gsize
scan_scheme (const char *text, gsize at)
{
  gsize length = 0;

  if (!lc_scan_is_word_start (text, at) || !g_ascii_isalpha (text[at]))
    return 0;
  while (g_ascii_isalnum (text[at + length]) || text[at + length] == '+')
    length++;
  return g_str_has_prefix (text + at + length, "://") ? length : 0;
}

/* The parameters that the application's own questions have. */
static void
append_query (const char *query, gsize length, GString *out)
{
  g_autofree char *copy = g_strndup (query, length);
  g_auto (GStrv) parameters = g_strsplit (copy, "&", -1);
  gboolean is_cut = FALSE;

  g_string_append_c (out, '?');
  for (guint i = 0; parameters[i] != NULL; i++)
    {
      const char *name = parameters[i];

      if (g_str_equal (name, "EIO=3") || g_str_equal (name, "EIO=4") || g_str_equal (name, "transport=polling") ||
          g_str_equal (name, "transport=websocket"))
        g_string_append_printf (out, "%s%s", i > 0 ? "&" : "", name);
      else if (!is_cut)
        {
          g_string_append_printf (out, "%s" ELLIPSIS, i > 0 ? "&" : "");
          is_cut = TRUE;
        }
    }
}

/* Whether the host may be read; if not, neither may what is asked of it. */
static gboolean
append_url_host (LcRedactor *self, const char *host, gsize length, GString *out)
{
  g_autofree char *copy = g_strndup (host, length);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (copy);
  g_autofree char *replacement = address != NULL ? lc_redactor_dup_replacement (self, address) : NULL;
  gboolean is_service = lc_redactor_keeps_host (self, copy) && lc_redactor_keeps_name (self, copy, length);
  gboolean is_kept = address != NULL ? replacement == NULL : is_service;

  if (replacement != NULL)
    g_string_append (out, replacement);
  else if (is_kept || length == 0 || lc_scan_placeholder (copy, 0) == length ||
           lc_scan_masked_address (copy, 0) == length)
    g_string_append (out, copy);
  else
    append_host (self, host, length, out);
  return is_kept || length == 0;
}

static gsize
rewrite_authority (LcRedactor *self, const char *text, gboolean *is_kept, GString *out)
{
  gsize bracket = text[0] == '[';
  gsize length = bracket + lc_scan_placeholder (text, bracket);
  const char *person, *port;
  gsize host;

  length += count_url (text + length, "/?# \t\r\n\"'<>");
  person = g_strrstr_len (text, length, "@");
  host = person != NULL ? (gsize) (person + 1 - text) : 0;
  if (text[host] == '[' && (port = memchr (text + host, ']', length - host)) != NULL)
    {
      g_string_append_c (out, '[');
      *is_kept = append_url_host (self, text + host + 1, port - (text + host + 1), out);
    }
  else
    {
      port = g_strrstr_len (text + host, length - host, ":");
      if (port == NULL)
        port = text + length;
      *is_kept = append_url_host (self, text + host, port - (text + host), out);
    }
  /* The port, if it is one. */
  if (strspn (port, "]:0123456789") >= (gsize) (text + length - port))
    g_string_append_len (out, port, text + length - port);
  return length;
}

static gsize
rewrite_url (LcRedactor *self, const char *text, gsize at, GString *out)
{
  gsize scheme = scan_scheme (text, at);
  gsize end = at + scheme + strlen ("://");
  gsize path, query;
  gboolean is_kept;

  if (scheme == 0)
    return 0;
  g_string_append_len (out, text + at, end - at);
  end += rewrite_authority (self, text + end, &is_kept, out);
  path = count_url (text + end, "?# \t\r\n\"'<>");
  query = text[end + path] == '?' ? count_url (text + end + path, "# \t\r\n\"'<>") : 0;
  /* Another host may be in it. */
  is_kept &= g_strstr_len (text + end, path, "://") == NULL;
  if (is_kept)
    {
      g_autofree char *copy = g_strndup (text + end, path);
      gboolean is_file = text[at + scheme + strlen ("://")] == '/';
      g_autofree char *clean = lc_redactor_dup_text (self, copy, LC_REDACT_WORD | (is_file ? 0 : LC_REDACT_KEEP_HOME));

      /* "file:///~/x": what follows two slashes would be a host. */
      g_string_append (out, clean[0] == '~' ? "/" : "");
      g_string_append (out, clean);
      if (query > 0)
        append_query (text + end + path + 1, query - 1, out);
    }
  else if (path + query > 0)
    g_string_append (out, path + query > 1 ? "/" ELLIPSIS : "/");
  end += path + query;
  if (text[end] == '#')
    end += count_url (text + end, " \t\r\n\"'<>");
  return end - at;
}

/* --- texts ------------------------------------------------------------- */

static gsize
rewrite_hardware (LcRedactor *self, const char *text, gsize at, GString *out)
{
  gsize length = lc_scan_hardware_address (text, at);
  g_autoptr (GInetAddress) longer = NULL;
  g_autofree char *address = NULL;
  gboolean is_host;

  /* Not the first part of a longer name or address. */
  if (length == 0 || length < lc_scan_name (text, at, &is_host) || length < lc_scan_ipv6 (text, at, &longer))
    return 0;
  address = g_strndup (text + at, length);
  g_string_append (out, lc_redactor_get_placeholder (self, LC_SECRET_HARDWARE, address));
  return length;
}

static gsize
find_home (LcRedactor *self, const char *text, gsize at)
{
  gsize length = self->home != NULL && g_str_has_prefix (text + at, self->home) ? strlen (self->home) : 0;

  return length > 0 && lc_scan_is_word_end (text, at + length) ? length : lc_scan_home (text, at);
}

/* What stands at this place, rewritten; at least one character. */
static gsize
rewrite (LcRedactor *self, const char *text, gsize at, LcRedactFlags flags, GString *out)
{
  gsize length;

  if ((length = lc_scan_placeholder (text, at)) == 0 && (length = lc_scan_masked_address (text, at)) == 0)
    length = lc_scan_fingerprint (text, at);
  if (length > 0)
    {
      g_string_append_len (out, text + at, length);
      return length;
    }
  if ((length = rewrite_url (self, text, at, out)) > 0 || (length = rewrite_hardware (self, text, at, out)) > 0 ||
      (length = rewrite_ipv6 (self, text, at, out)) > 0 ||
      (length = rewrite_name (self, text, at, flags, out)) > 0 || (length = rewrite_ipv4 (self, text, at, out)) > 0)
    return length;
  if ((flags & LC_REDACT_KEEP_HOME) == 0 && (length = find_home (self, text, at)) > 0)
    {
      g_string_append_c (out, '~');
      return length;
    }
  length = g_utf8_next_char (text + at) - (text + at);
  g_string_append_len (out, text + at, length);
  return length;
}

static char *
dup_rewritten (LcRedactor *self, const char *text, LcRedactFlags flags)
{
  GString *out = g_string_sized_new (strlen (text));

  for (gsize at = 0; text[at] != '\0';)
    at += rewrite (self, text, at, flags, out);
  return g_string_free (out, FALSE);
}

static char *
dup_settled (LcRedactor *self, const char *text, LcRedactFlags flags)
{
  char *clean = dup_rewritten (self, text, flags);

  /* What was put in may make another word of what stands beside it. */
  for (guint i = 0; i < MAX_ROUNDS; i++)
    {
      char *again = dup_rewritten (self, clean, flags);
      gboolean is_same = strcmp (clean, again) == 0;

      g_free (clean);
      clean = again;
      if (is_same)
        break;
    }
  return clean;
}

/**
 * lc_redactor_dup_text:
 *
 * Returns: (transfer full): the text without what is to be hidden; it stays as
 *   it is when it is rewritten again
 */
char *
lc_redactor_dup_text (LcRedactor *self, const char *text, LcRedactFlags flags)
{
  /* The facts of a run say the same again and again. */
  g_autofree char *key = g_strdup_printf ("%u%s", flags, text);
  char *clean = g_hash_table_lookup (self->texts, key);

  if (clean == NULL)
    {
      clean = dup_settled (self, text, flags);
      g_hash_table_insert (self->texts, g_steal_pointer (&key), clean);
    }
  return g_strdup (clean);
}
