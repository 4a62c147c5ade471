/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-redact-scan.c: see lc-redact-scan.h.
 */
#include "redact/lc-redact-scan.h"

#include <string.h>

#define MAX_IPV6_TEXT 64
#define MAX_DIGITS_OF_PLACEHOLDER 6
#define N_FINGERPRINT_GROUPS 32

/* Not translated: what hides a fact is a fact, and a saved run is the same in
 * every language. */
static const char *const kind_words[LC_N_SECRET_KINDS] = {
  [LC_SECRET_ADDRESS] = "private address",
  [LC_SECRET_HARDWARE] = "hardware address",
  [LC_SECRET_INTERFACE] = "interface",
  [LC_SECRET_NETWORK] = "network name",
  [LC_SECRET_HOST] = "host name",
  [LC_SECRET_DOMAIN] = "local domain",
  [LC_SECRET_USER] = "user name",
  [LC_SECRET_CERTIFICATE] = "certificate name",
  [LC_SECRET_AUTHORITY] = "certificate authority",
};

static gboolean
is_alnum_at (const char *at)
{
  return (guchar) *at < 0x80 ? g_ascii_isalnum (*at) : g_unichar_isalnum (g_utf8_get_char (at));
}

static gboolean
is_name_at (const char *at)
{
  return *at == '_' || *at == '-' || is_alnum_at (at);
}

static gboolean
follows (const char *text, gsize at, gboolean (*is_such) (const char *at))
{
  return at > 0 && is_such (g_utf8_prev_char (text + at));
}

static gsize
count_hex (const char *text)
{
  gsize n = 0;

  while (g_ascii_isxdigit (text[n]))
    n++;
  return n;
}

static gsize
count_digits (const char *text)
{
  return strspn (text, "0123456789");
}

const char *
lc_secret_kind_get_words (LcSecretKind kind)
{
  return kind_words[kind];
}

/* Whether no letter or digit stands right before @at. */
gboolean
lc_scan_is_word_start (const char *text, gsize at)
{
  return !follows (text, at, is_alnum_at);
}

/* Whether no letter or digit stands at @at. */
gboolean
lc_scan_is_word_end (const char *text, gsize at)
{
  return text[at] == '\0' || !is_alnum_at (text + at);
}

/**
 * lc_scan_placeholder:
 *
 * Returns: the length of what was put in the place of a secret before:
 *   "private address 1"
 */
gsize
lc_scan_placeholder (const char *text, gsize at)
{
  if (!lc_scan_is_word_start (text, at))
    return 0;
  for (guint i = 0; i < LC_N_SECRET_KINDS; i++)
    {
      gsize length = strlen (kind_words[i]);
      gsize digits;

      if (strncmp (text + at, kind_words[i], length) != 0 || text[at + length] != ' ')
        continue;
      length++;
      digits = count_digits (text + at + length);
      if (digits > 0 && digits <= MAX_DIGITS_OF_PLACEHOLDER && lc_scan_is_word_end (text, at + length + digits))
        return length + digits;
    }
  return 0;
}

/**
 * lc_scan_masked_address:
 *
 * Returns: the length of an address whose last part was hidden before:
 *   "203.0.113.x", "2001:db8:1::x"
 */
gsize
lc_scan_masked_address (const char *text, gsize at)
{
  const char *start = text + at;
  gsize length = 0;
  guint n_groups = 0;
  char separator;

  if (!lc_scan_is_word_start (text, at))
    return 0;
  separator = start[count_hex (start)];
  if (separator != '.' && separator != ':')
    return 0;
  while (n_groups < 3 && count_hex (start + length) > 0 && count_hex (start + length) <= 4)
    {
      length += count_hex (start + length);
      n_groups++;
      if (start[length] != separator)
        return 0;
      length++;
      if (start[length] == separator)
        break;
    }
  if (separator == '.' ? n_groups != 3 || strspn (start, "0123456789.") != length
                       : n_groups == 0 || start[length++] != ':')
    return 0;
  return start[length] == 'x' && lc_scan_is_word_end (start, length + 1) ? length + 1 : 0;
}

/* Groups of hex digits with @separator between them, as many as there are. */
static gsize
scan_groups (const char *text, gsize min, gsize max, char separator, guint *n_groups)
{
  gsize length = 0;
  gsize n;

  *n_groups = 0;
  for (;;)
    {
      n = count_hex (text + length);
      /* "...:02:3478": a port is no group. */
      if (n < min || n > max)
        return *n_groups > 0 ? length - 1 : 0;
      (*n_groups)++;
      length += n;
      if (text[length] != separator || !g_ascii_isxdigit (text[length + 1]))
        return lc_scan_is_word_end (text, length) ? length : 0;
      length++;
    }
}

/**
 * lc_scan_hardware_address:
 *
 * Returns: the length of a MAC address, EUI-64 or longer address of an
 *   interface, in any of the usual notations
 */
gsize
lc_scan_hardware_address (const char *text, gsize at)
{
  const char *start = text + at;
  gsize length;
  guint n;

  if (!lc_scan_is_word_start (text, at) || !g_ascii_isxdigit (*start) ||
      (at > 1 && strchr (":-.", start[-1]) != NULL && g_ascii_isxdigit (start[-2])))
    return 0;
  if ((length = scan_groups (start, 2, 2, ':', &n)) > 0 && n >= 6 && n != N_FINGERPRINT_GROUPS)
    return length;
  if ((length = scan_groups (start, 2, 2, '-', &n)) > 0 && n >= 6)
    return length;
  if ((length = scan_groups (start, 1, 2, ':', &n)) > 0 && n == 6)
    return length;
  if ((length = scan_groups (start, 4, 4, '.', &n)) > 0 && n == 3)
    return length;
  /* Without separators it is one only when it is no plain number. */
  length = count_hex (start);
  return length == 12 && lc_scan_is_word_end (start, length) && count_digits (start) < length ? length : 0;
}

/**
 * lc_scan_fingerprint:
 *
 * Returns: the length of a SHA-256 fingerprint, which looks like addresses
 */
gsize
lc_scan_fingerprint (const char *text, gsize at)
{
  guint n;
  gsize length = lc_scan_is_word_start (text, at) ? scan_groups (text + at, 2, 2, ':', &n) : 0;

  return length > 0 && n == N_FINGERPRINT_GROUPS ? length : 0;
}

static gsize
count_ipv6 (const char *text)
{
  gsize n = 0;

  while (n < MAX_IPV6_TEXT && (g_ascii_isxdigit (text[n]) || text[n] == ':' || text[n] == '.'))
    n++;
  return n;
}

static GInetAddress *
parse_ipv6 (const char *text, gsize length)
{
  char buffer[MAX_IPV6_TEXT];
  GInetAddress *address;

  if (length >= sizeof buffer)
    return NULL;
  memcpy (buffer, text, length);
  buffer[length] = '\0';
  address = g_inet_address_new_from_string (buffer);
  if (address != NULL && g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    g_clear_object (&address);
  return address;
}

/**
 * lc_scan_ipv6:
 * @address: (out) (transfer full): what was found
 *
 * Returns: the length of an IPv6 address (RFC 4291 section 2.2); a zone or other
 *   letters may follow
 */
gsize
lc_scan_ipv6 (const char *text, gsize at, GInetAddress **address)
{
  const char *start = text + at;
  gsize run = count_ipv6 (start);

  if (!lc_scan_is_word_start (text, at) || run < 2 || memchr (start, ':', run) == NULL)
    return 0;
  for (gsize length = run; length >= 2; length--)
    {
      gboolean is_end = length == run || start[length] == ':' || start[length] == '.';
      gsize rest;

      if (!is_end || (*address = parse_ipv6 (start, length)) == NULL)
        continue;
      /* What goes on with more than a port is no address but a fingerprint. */
      rest = start[length] == ':' ? count_digits (start + length + 1) : 0;
      if (length + 1 + rest < run && start[length] == ':' && start[length + 1 + rest] == ':')
        {
          g_clear_object (address);
          return 0;
        }
      return length;
    }
  return 0;
}

static GInetAddress *
make_ipv4 (guint32 bits)
{
  const guint8 bytes[4] = { bits >> 24, bits >> 16, bits >> 8, bits };

  return g_inet_address_new_from_bytes (bytes, G_SOCKET_FAMILY_IPV4);
}

/**
 * lc_scan_ipv4:
 * @is_hidden: asked about each four of a longer run of numbers, and about four
 *   numbers with dashes between them, as in "host-192-0-2-1"
 * @address: (out) (transfer full) (nullable): what was found; %NULL when the run
 *   of numbers holds none
 *
 * Returns: the length of the run of numbers
 */
gsize
lc_scan_ipv4 (const char *text, gsize at, LcScanAddressFunc is_hidden, gpointer user_data, GInetAddress **address)
{
  const char *start = text + at;
  gsize length = 0;
  char separator = '\0';
  guint32 bits = 0;
  guint n = 0, n_valid = 0;

  *address = NULL;
  if (!g_ascii_isdigit (*start) || (at > 0 && g_ascii_isdigit (start[-1])))
    return 0;
  for (;;)
    {
      gsize digits = count_digits (start + length);
      gsize before = length;
      guint64 value = digits <= 3 ? g_ascii_strtoull (start + length, NULL, 10) : G_MAXUINT64;

      length += digits;
      n++;
      n_valid = value <= 255 ? n_valid + 1 : 0;
      bits = bits << 8 | (guint32) (value & 255);
      if (n_valid >= 4)
        {
          g_autoptr (GInetAddress) found = make_ipv4 (bits);

          if (*address == NULL && is_hidden (found, user_data))
            *address = g_steal_pointer (&found);
        }
      if (separator == '\0' && (start[length] == '.' || start[length] == '-'))
        separator = start[length];
      if (separator == '\0' || start[length] != separator || !g_ascii_isdigit (start[length + 1]))
        {
          /* The 10 of "1-10.0.0.5" belongs to what follows. */
          if (*address == NULL && separator == '-' && start[length] == '.' && g_ascii_isdigit (start[length + 1]))
            return before;
          break;
        }
      length++;
    }
  if (*address == NULL && n == 4 && n_valid == 4 && separator == '.')
    *address = make_ipv4 (bits);
  return length;
}

/**
 * lc_scan_rest:
 *
 * Returns: how far what stands at @at goes on as a word, as the name of a host or
 *   as the zone of an address: "%eth0", in URLs "%25eth0" (RFC 6874)
 */
gsize
lc_scan_rest (const char *text, gsize at)
{
  const char *end = text + at;

  if (*end == '%' && is_name_at (end + 1))
    end++;
  while (is_name_at (end) || (*end == '.' && is_name_at (end + 1)))
    end = g_utf8_next_char (end);
  return end - (text + at);
}

/**
 * lc_scan_name:
 * @is_host: (out): whether it looks like the name of a host in a domain
 *
 * Returns: the length of letters, digits, "-", "_" and single dots between them,
 *   when nothing of the kind stands before
 */
gsize
lc_scan_name (const char *text, gsize at, gboolean *is_host)
{
  const char *start = text + at;
  const char *end = start;
  guint n_letters = 0, n_labels = 1;

  *is_host = FALSE;
  if (!is_name_at (start) || follows (text, at, is_name_at) ||
      (at > 1 && start[-1] == '.' && follows (text, at - 1, is_name_at)))
    return 0;
  for (const char *label = start;; label = end)
    {
      n_letters = 0;
      while (is_name_at (end))
        {
          n_letters += end[0] != '-' && end[0] != '_';
          end = g_utf8_next_char (end);
        }
      /* Not the dots of "1.2" or of "e.g." */
      if (n_labels > 1 && n_letters > 1 && !g_ascii_isdigit (*label))
        *is_host = TRUE;
      if (*end != '.' || !is_name_at (end + 1))
        return end - start;
      end++;
      n_labels++;
    }
}

/**
 * lc_scan_home:
 *
 * Returns: the length of the way to somebody's own folder
 */
gsize
lc_scan_home (const char *text, gsize at)
{
  static const char *const roots[] = { "/home/", "/var/home/", "/Users/", ":\\Users\\", ":/Users/" };
  const char *start = text + at;

  if (follows (text, at, is_name_at) && *start == '/')
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (roots); i++)
    {
      gboolean has_drive = roots[i][0] == ':';
      gsize length = strlen (roots[i]) + has_drive;
      gsize person;

      if (!g_str_has_prefix (start + (has_drive && *start != '\0'), roots[i]))
        continue;
      person = strcspn (start + length, "/\\ \t\r\n\"'<>:;,");
      if (person > 0)
        return length + person;
    }
  return 0;
}

static gboolean
add_address (GInetAddress *address, gpointer user_data)
{
  g_ptr_array_add (user_data, g_object_ref (address));
  return FALSE;
}

/**
 * lc_scan_all_addresses:
 *
 * Returns: (transfer container) (element-type GInetAddress): every address in the
 *   text, and what could be one
 */
GPtrArray *
lc_scan_all_addresses (const char *text)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize at = 0; text[at] != '\0';)
    {
      g_autoptr (GInetAddress) address = NULL;
      gsize length = lc_scan_fingerprint (text, at);

      if (length == 0 && (length = lc_scan_ipv6 (text, at, &address)) > 0)
        g_ptr_array_add (addresses, g_steal_pointer (&address));
      if (length == 0)
        length = lc_scan_ipv4 (text, at, add_address, addresses, &address);
      at = length > 0 ? at + length : (gsize) (g_utf8_next_char (text + at) - text);
    }
  return addresses;
}

G_STATIC_ASSERT (G_N_ELEMENTS (kind_words) == LC_N_SECRET_KINDS);
