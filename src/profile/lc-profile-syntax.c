/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-profile-syntax.c: what the words of a profile may look like.
 *
 * Pure functions over valid UTF-8. The patterns of data/profiles/profile.schema.json
 * say the same; a test holds the two together.
 */
#include "config.h"

#include "profile/lc-profile-syntax.h"

#include <stdlib.h>
#include <string.h>

#include <gio/gio.h>

#include "base/lc-address-range.h"

#define MAX_HOST 253 /* RFC 1035 section 2.3.4, without the root */
#define MAX_LABEL 63

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define ALPHANUMERIC LOWER "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
/* RFC 3986 section 3.3, and percent-encoded octets */
#define PATH_CHARACTERS ALPHANUMERIC "-._~!$&'()*+,;=:@/%"

static gboolean
has_only (const char *text, const char *characters)
{
  return text[strspn (text, characters)] == '\0';
}

/**
 * lc_syntax_is_id:
 * @text: a word
 *
 * Returns: whether @text may name a thing in a saved run: lower-case letters,
 *   digits and single hyphens between them, a letter first
 */
gboolean
lc_syntax_is_id (const char *text)
{
  gsize length = strlen (text);

  return g_ascii_islower (text[0]) && has_only (text, LOWER "0123456789-")
         && text[length - 1] != '-' && strstr (text, "--") == NULL;
}

static gboolean
is_label (const char *text, gsize length)
{
  if (length == 0 || length > MAX_LABEL || text[0] == '-' || text[length - 1] == '-')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (text[i]) && text[i] != '-')
        return FALSE;
    }
  return TRUE;
}

/**
 * lc_syntax_is_plain_text:
 * @text: what people will read
 *
 * Returns: whether @text has no control characters
 */
gboolean
lc_syntax_is_plain_text (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (p)))
        return FALSE;
    }
  return TRUE;
}

/**
 * lc_syntax_is_host:
 * @text: a host
 *
 * A name whose last label is a number is none: it would be taken for an IPv4
 * address by some (RFC 1123 section 2.1), so "1.2.3.400" is a mistake.
 *
 * Returns: whether @text is a host name or an IPv4 or IPv6 address
 */
gboolean
lc_syntax_is_host (const char *text)
{
  const char *label = text;
  guint32 address;

  if (strchr (text, ':') != NULL)
    return has_only (text, "0123456789abcdefABCDEF:.") && g_hostname_is_ip_address (text);
  if (lc_ipv4_parse (text, &address))
    return TRUE;
  if (strlen (text) > MAX_HOST)
    return FALSE;
  for (;;)
    {
      const char *dot = strchrnul (label, '.');

      if (!is_label (label, dot - label))
        return FALSE;
      if (*dot == '\0')
        return !has_only (label, "0123456789");
      label = dot + 1;
    }
}

/**
 * lc_syntax_fill_host:
 * @host_template: a host with "{region}" in it
 * @label: what to put there
 *
 * Returns: (transfer full): the host
 */
char *
lc_syntax_fill_host (const char *host_template, const char *label)
{
  const char *place = strstr (host_template, LC_REGION_PLACEHOLDER);

  return g_strdup_printf ("%.*s%s%s", (int) (place - host_template), host_template, label,
                          place + strlen (LC_REGION_PLACEHOLDER));
}

/**
 * lc_syntax_is_host_template:
 * @text: a host with "{region}" in it
 *
 * Returns: whether @text has one "{region}", as a whole label and not the last
 *   one, and is a host name when that is filled in
 */
gboolean
lc_syntax_is_host_template (const char *text)
{
  const char *place = strstr (text, LC_REGION_PLACEHOLDER);
  g_autofree char *filled = NULL;

  if (place == NULL || (place != text && place[-1] != '.')
      || place[strlen (LC_REGION_PLACEHOLDER)] != '.')
    return FALSE;
  filled = lc_syntax_fill_host (text, "x");
  return lc_syntax_is_host (filled);
}

/**
 * lc_syntax_is_date:
 * @text: a date
 *
 * Returns: whether @text is a day of the calendar as YYYY-MM-DD (ISO 8601)
 */
gboolean
lc_syntax_is_date (const char *text)
{
  for (guint i = 0; i < 10; i++)
    {
      if (i == 4 || i == 7 ? text[i] != '-' : !g_ascii_isdigit (text[i]))
        return FALSE;
    }
  return text[10] == '\0'
         && g_date_valid_dmy ((GDateDay) atoi (text + 8), atoi (text + 5), (GDateYear) atoi (text));
}

/**
 * lc_syntax_is_http_path:
 * @text: a path
 *
 * Returns: whether @text is an absolute path (RFC 3986 section 3.3), without a
 *   query or a fragment
 */
gboolean
lc_syntax_is_http_path (const char *text)
{
  if (text[0] != '/' || !has_only (text, PATH_CHARACTERS))
    return FALSE;
  for (const char *p = strchr (text, '%'); p != NULL; p = strchr (p + 1, '%'))
    {
      if (!g_ascii_isxdigit (p[1]) || !g_ascii_isxdigit (p[2]))
        return FALSE;
    }
  return TRUE;
}

/**
 * lc_syntax_is_https_url:
 * @text: a link
 *
 * Returns: whether @text is https, a host name and at most a path: no port, no
 *   user, no query
 */
gboolean
lc_syntax_is_https_url (const char *text)
{
  const char *host = text + strlen ("https://");
  const char *path;
  g_autofree char *name = NULL;

  if (!g_str_has_prefix (text, "https://"))
    return FALSE;
  path = strchrnul (host, '/');
  name = g_strndup (host, path - host);
  return strchr (name, ':') == NULL && lc_syntax_is_host (name)
         && (*path == '\0' || lc_syntax_is_http_path (path));
}

/**
 * lc_syntax_is_email:
 * @text: an address
 *
 * Returns: whether @text is a dot-atom (RFC 5322 section 3.2.3, ASCII letters,
 *   digits and "._%+-"), an at sign and a host name
 */
gboolean
lc_syntax_is_email (const char *text)
{
  const char *at = strchr (text, '@');
  gsize length = at != NULL ? (gsize) (at - text) : 0;

  return length > 0 && strspn (text, ALPHANUMERIC "._%+-") == length
         && strchr (at, ':') == NULL && lc_syntax_is_host (at + 1);
}

/**
 * lc_syntax_is_phone:
 * @text: a number
 *
 * Returns: whether @text is an international number (ITU-T E.123): a plus sign,
 *   then digits in groups parted by single spaces
 */
gboolean
lc_syntax_is_phone (const char *text)
{
  if (text[0] != '+' || !g_ascii_isdigit (text[1]))
    return FALSE;
  for (const char *p = text + 1; *p != '\0'; p++)
    {
      if (!g_ascii_isdigit (*p) && (*p != ' ' || !g_ascii_isdigit (p[1])))
        return FALSE;
    }
  return TRUE;
}
