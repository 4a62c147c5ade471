/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-redactor.c: see lc-redactor.h.
 */
#include "report/lc-redactor.h"

#include <string.h>

#include "net/lc-address-scope.h"

/* A shorter word is found in too many places that have nothing to do with it. */
#define MIN_SECRET_BYTES 2
/* In "co.uk", "com.au", "ac.jp" domains are the third label's. */
#define MAX_PUBLIC_LABEL 3
#define ELLIPSIS "…"
#define MAX_ROUNDS 8

typedef struct
{
  char *word;
  const char *placeholder;
} Secret;

struct _LcRedactor
{
  GHashTable *kept_words;        /* of char *, lower case */
  GHashTable *kept_hosts;        /* of char *, lower case */
  GHashTable *kept_addresses;    /* of char * */
  GHashTable *masked_addresses;  /* of char * */
  GHashTable *placeholders;      /* char * of kind and secret -> char * */
  GHashTable *texts;             /* char * of flags and text -> char *: rewritten before */
  GArray *secrets;               /* of Secret, longest first */
  char *home;
  guint counts[LC_N_SECRET_KINDS];
};

/* Words of the application's own facts, which are never secrets: whoever is
 * called "kernel" stays unhidden where the kernel is meant. */
static const char *const own_words[] = {
  "address", "allocate", "answered", "authority", "binding", "bridge", "cancelled", "certificate", "channel",
  "closed", "default", "denied", "details", "dev", "devtype", "direct", "dns", "domain", "driver", "edge-host",
  "error", "ether", "failed", "get", "hardware", "host", "http", "https", "icmp", "interface", "ipv4", "ipv6",
  "kernel", "kind", "layer", "local", "localhost", "loopback", "media", "metric", "mobile", "name", "network",
  "no-answer", "not-needed", "onlink", "operator", "ping", "polling", "portal", "private", "probe", "proxy",
  "range", "refused", "region", "region-id-host", "reset", "root", "route", "routing", "secure",
  "server", "signaling", "socket-io", "source", "src", "stun", "stun-udp", "superseded", "tcp", "tcp-3478",
  "tcp-443", "tcp-tls", "tls", "transport", "turn", "type", "udp", "unknown", "user", "vendor", "veth", "via",
  "virtual", "vpn", "websocket", "wifi", "wired", "wlan", "wss",
};

static void
secret_clear (gpointer data)
{
  g_free (((Secret *) data)->word);
}

static GHashTable *
set_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static char *
dup_lower (const char *text, gssize length)
{
  return g_utf8_strdown (text, length);
}

static gboolean
keeps_word (LcRedactor *self, const char *word, gssize length)
{
  g_autofree char *lower = dup_lower (word, length);

  return g_hash_table_contains (self->kept_words, lower);
}

static const char *
get_placeholder (LcRedactor *self, LcSecretKind kind, const char *secret)
{
  g_autofree char *lower = dup_lower (secret, -1);
  /* One name has one placeholder, whatever it is the name of; addresses are apart. */
  char *key = g_strconcat (kind == LC_SECRET_ADDRESS ? "@" : "", lower, NULL);
  char *placeholder = g_hash_table_lookup (self->placeholders, key);

  if (placeholder == NULL)
    {
      placeholder = g_strdup_printf ("%s %u", lc_secret_kind_get_words (kind), ++self->counts[kind]);
      g_hash_table_insert (self->placeholders, key, placeholder);
    }
  else
    g_free (key);
  return placeholder;
}

/* --- addresses --------------------------------------------------------- */

/* The IPv4 address inside an address (RFC 4291 section 2.5.5.2, RFC 6052), or
 * the address itself. */
static GInetAddress *
unwrap (GInetAddress *address)
{
  static const guint8 mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  static const guint8 nat64[12] = { 0, 0x64, 0xff, 0x9b };
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
      (memcmp (bytes, mapped, sizeof mapped) == 0 || memcmp (bytes, nat64, sizeof nat64) == 0))
    return g_inet_address_new_from_bytes (bytes + sizeof mapped, G_SOCKET_FAMILY_IPV4);
  return g_object_ref (address);
}

static char *
dup_canonical (GInetAddress *address)
{
  g_autoptr (GInetAddress) inner = unwrap (address);

  return g_inet_address_to_string (inner);
}

typedef enum
{
  TREAT_KEEP,
  TREAT_MASK,
  TREAT_HIDE,
} Treatment;

static Treatment
get_treatment (LcRedactor *self, GInetAddress *address, const char *canonical)
{
  g_autoptr (GInetAddress) inner = unwrap (address);
  gboolean is_ipv4 = g_inet_address_get_family (inner) == G_SOCKET_FAMILY_IPV4;
  const char *scope = lc_address_scope (inner);

  if (g_str_equal (scope, "unspecified") || (is_ipv4 && g_str_equal (scope, "multicast")))
    return TREAT_KEEP;
  if (!g_str_equal (scope, "global") && !g_str_equal (scope, "documentation") && !g_str_equal (scope, "nat64"))
    return TREAT_HIDE;
  if (g_hash_table_contains (self->masked_addresses, canonical))
    return TREAT_MASK;
  return g_hash_table_contains (self->kept_addresses, canonical) ? TREAT_KEEP : TREAT_MASK;
}

/* The last 8 bits of an IPv4 address and the last 80 of an IPv6 one are hidden;
 * of a 6to4 address (RFC 3056), whose first 48 bits are an IPv4 one, more. */
static char *
dup_masked (GInetAddress *address)
{
  g_autoptr (GInetAddress) inner = unwrap (address);
  const guint8 *bytes = g_inet_address_to_bytes (inner);

  if (g_inet_address_get_family (inner) == G_SOCKET_FAMILY_IPV4)
    return g_strdup_printf ("%u.%u.%u.x", bytes[0], bytes[1], bytes[2]);
  if (bytes[0] == 0x20 && bytes[1] == 0x02)
    return g_strdup ("2002::x");
  return g_strdup_printf ("%x:%x:%x::x", bytes[0] << 8 | bytes[1], bytes[2] << 8 | bytes[3],
                          bytes[4] << 8 | bytes[5]);
}

/* What stands for the address; NULL when it may be read. */
static char *
dup_replacement (LcRedactor *self, GInetAddress *address)
{
  g_autofree char *canonical = dup_canonical (address);

  switch (get_treatment (self, address, canonical))
    {
    case TREAT_KEEP:
      return NULL;
    case TREAT_MASK:
      return dup_masked (address);
    case TREAT_HIDE:
    default:
      return g_strdup (get_placeholder (self, LC_SECRET_ADDRESS, canonical));
    }
}

static gboolean
is_hidden (GInetAddress *address, gpointer user_data)
{
  LcRedactor *self = user_data;
  g_autofree char *canonical = dup_canonical (address);
  Treatment treatment = get_treatment (self, address, canonical);

  return treatment == TREAT_HIDE ||
         (treatment == TREAT_MASK && g_hash_table_contains (self->masked_addresses, canonical));
}

static gsize
rewrite_ipv6 (LcRedactor *self, const char *text, gsize at, GString *out)
{
  g_autoptr (GInetAddress) address = NULL;
  gsize length = lc_scan_ipv6 (text, at, &address);
  g_autofree char *replacement = length > 0 ? dup_replacement (self, address) : NULL;

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
  gsize length = lc_scan_ipv4 (text, at, is_hidden, self, &address);
  g_autofree char *replacement = address != NULL ? dup_replacement (self, address) : NULL;

  if (replacement != NULL)
    g_string_append (out, replacement);
  else
    g_string_append_len (out, text + at, length);
  return length;
}

/* --- names ------------------------------------------------------------- */

static gsize
find_secret (LcRedactor *self, const char *text, gsize at, const char **placeholder)
{
  if (!lc_scan_is_word_start (text, at))
    return 0;
  for (guint i = 0; i < self->secrets->len; i++)
    {
      const Secret *secret = &g_array_index (self->secrets, Secret, i);
      gsize length = strlen (secret->word);

      if (g_ascii_strncasecmp (text + at, secret->word, length) == 0 && lc_scan_is_word_end (text, at + length))
        {
          *placeholder = secret->placeholder;
          return length;
        }
    }
  return 0;
}

/* Whether it is a word, and not an address that is nobody's to read. */
static gboolean
may_keep (LcRedactor *self, const char *word, gsize length)
{
  g_autofree char *copy = g_strndup (word, length);
  g_autoptr (GPtrArray) addresses = lc_scan_all_addresses (copy);

  for (guint i = 0; i < addresses->len; i++)
    if (is_hidden (g_ptr_array_index (addresses, i), self))
      return FALSE;
  return lc_scan_hardware_address (copy, 0) == 0 && strspn (copy, "0123456789.-_") < length;
}

static gboolean
has_secret (LcRedactor *self, const char *text)
{
  const char *placeholder;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (find_secret (self, text, at - text, &placeholder) > 0)
      return TRUE;
  return FALSE;
}

/* A word of the service, or a name near its own that has nothing of the person's in it. */
static gboolean
keeps_name (LcRedactor *self, const char *name, gsize length)
{
  g_autofree char *copy = g_strndup (name, length);

  return keeps_word (self, copy, -1) ||
         (lc_redactor_keeps_host (self, copy) && may_keep (self, copy, length) && !has_secret (self, copy));
}

static void
append_host (LcRedactor *self, const char *name, gsize length, GString *out)
{
  g_autofree char *copy = g_strndup (name, length);

  g_string_append (out, get_placeholder (self, LC_SECRET_HOST, copy));
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
  g_string_append (out, get_placeholder (self, LC_SECRET_USER, person));
  return length + 1 + rest;
}

static gsize
rewrite_name (LcRedactor *self, const char *text, gsize at, LcRedactFlags flags, GString *out)
{
  const char *placeholder = NULL;
  gboolean is_host;
  gsize length = lc_scan_name (text, at, &is_host);
  gsize secret = find_secret (self, text, at, &placeholder);
  gsize person;

  if (length > 0 && (person = rewrite_person (self, text, at, length, out)) > 0)
    return person;
  if (length > 0 && length >= secret && keeps_name (self, text + at, length))
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
  g_autofree char *replacement = address != NULL ? dup_replacement (self, address) : NULL;
  gboolean is_kept = address != NULL ? replacement == NULL
                                     : lc_redactor_keeps_host (self, copy) && keeps_name (self, copy, length);

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
  g_string_append (out, get_placeholder (self, LC_SECRET_HARDWARE, address));
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

LcRedactor *
lc_redactor_new (void)
{
  LcRedactor *self = g_new0 (LcRedactor, 1);

  self->kept_words = set_new ();
  self->kept_hosts = set_new ();
  self->kept_addresses = set_new ();
  self->masked_addresses = set_new ();
  self->placeholders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->secrets = g_array_new (FALSE, FALSE, sizeof (Secret));
  g_array_set_clear_func (self->secrets, secret_clear);
  for (guint i = 0; i < G_N_ELEMENTS (own_words); i++)
    g_hash_table_add (self->kept_words, g_strdup (own_words[i]));
  return self;
}

void
lc_redactor_free (LcRedactor *self)
{
  g_hash_table_unref (self->kept_words);
  g_hash_table_unref (self->kept_hosts);
  g_hash_table_unref (self->kept_addresses);
  g_hash_table_unref (self->masked_addresses);
  g_hash_table_unref (self->placeholders);
  g_hash_table_unref (self->texts);
  g_array_unref (self->secrets);
  g_free (self->home);
  g_free (self);
}

/**
 * lc_redactor_keep_words:
 * @text: each of its words may be read wherever it stands
 */
void
lc_redactor_keep_words (LcRedactor *self, const char *text)
{
  for (gsize at = 0; text[at] != '\0';)
    {
      gboolean is_host;
      gsize length = lc_scan_name (text, at, &is_host);

      if (length > 0 && may_keep (self, text + at, length))
        g_hash_table_add (self->kept_words, dup_lower (text + at, length));
      at = length > 0 ? at + length : (gsize) (g_utf8_next_char (text + at) - text);
    }
}

/**
 * lc_redactor_keep_host:
 * @host: a name of the service
 */
void
lc_redactor_keep_host (LcRedactor *self, const char *host)
{
  gboolean is_host;

  if (lc_scan_name (host, 0, &is_host) == strlen (host) && may_keep (self, host, strlen (host)))
    g_hash_table_add (self->kept_hosts, dup_lower (host, -1));
}

/* "example.org" of "www.example.org", but of "www.example.co.uk" nothing: what is
 * before it may be anybody's. */
static const char *
find_domain (const char *host)
{
  const char *top = strrchr (host, '.');
  const char *domain = top != NULL ? g_strrstr_len (host, top - host, ".") : NULL;

  return domain != NULL && top - domain > 1 + MAX_PUBLIC_LABEL ? domain + 1 : NULL;
}

/**
 * lc_redactor_keeps_host:
 *
 * Returns: whether it is a name of the service, one below it, one beside it in
 *   its domain, or that domain
 */
gboolean
lc_redactor_keeps_host (LcRedactor *self, const char *host)
{
  g_autofree char *lower = dup_lower (host, -1);
  g_autofree char *below = g_strconcat (".", lower, NULL);
  const char *domain = find_domain (lower);
  GHashTableIter iter;
  gpointer kept;

  if (g_hash_table_contains (self->kept_hosts, lower))
    return TRUE;
  if (strchr (lower, '.') == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, self->kept_hosts);
  while (g_hash_table_iter_next (&iter, &kept, NULL))
    {
      gsize rest = strlen (lower) > strlen (kept) ? strlen (lower) - strlen (kept) : 0;

      if (g_str_has_suffix (kept, below) || (rest > 1 && lower[rest - 1] == '.' && g_str_equal (lower + rest, kept)) ||
          (domain != NULL && g_strcmp0 (domain, find_domain (kept)) == 0))
        return TRUE;
    }
  return FALSE;
}

static void
add_addresses (GHashTable *set, const char *text)
{
  g_autoptr (GPtrArray) addresses = lc_scan_all_addresses (text);

  for (guint i = 0; i < addresses->len; i++)
    g_hash_table_add (set, dup_canonical (g_ptr_array_index (addresses, i)));
}

/**
 * lc_redactor_keep_addresses:
 * @text: the public addresses in it are the service's
 */
void
lc_redactor_keep_addresses (LcRedactor *self, const char *text)
{
  add_addresses (self->kept_addresses, text);
}

/**
 * lc_redactor_mask_addresses:
 * @text: the public addresses in it are the person's, whoever else has them too
 */
void
lc_redactor_mask_addresses (LcRedactor *self, const char *text)
{
  add_addresses (self->masked_addresses, text);
}

/**
 * lc_redactor_add_secret:
 * @secret: hidden as a word of any text, unless the service has it too
 */
void
lc_redactor_add_secret (LcRedactor *self, LcSecretKind kind, const char *secret)
{
  g_autofree char *word = g_strstrip (g_strdup (secret));
  Secret entry;
  guint i = 0;

  if (strlen (word) < MIN_SECRET_BYTES || keeps_word (self, word, -1) ||
      lc_scan_placeholder (word, 0) == strlen (word) || lc_scan_masked_address (word, 0) == strlen (word))
    return;
  while (i < self->secrets->len && strlen (g_array_index (self->secrets, Secret, i).word) >= strlen (word))
    if (g_ascii_strcasecmp (g_array_index (self->secrets, Secret, i++).word, word) == 0)
      return;
  entry.placeholder = get_placeholder (self, kind, word);
  entry.word = g_steal_pointer (&word);
  g_array_insert_val (self->secrets, i, entry);
}

/**
 * lc_redactor_add_home:
 * @home: the person's folder, wherever it is
 */
void
lc_redactor_add_home (LcRedactor *self, const char *home)
{
  g_free (self->home);
  self->home = strlen (home) > 1 ? g_strdup (home) : NULL;
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

/**
 * lc_redactor_dup_secret:
 * @secret: as a whole the name of something
 *
 * Returns: (transfer full): what stands for it
 */
char *
lc_redactor_dup_secret (LcRedactor *self, LcSecretKind kind, const char *secret)
{
  g_autofree char *word = g_strstrip (g_strdup (secret));

  if (word[0] == '\0' || lc_scan_placeholder (word, 0) == strlen (word))
    return g_strdup (secret);
  return g_strdup (get_placeholder (self, kind, word));
}

/**
 * lc_redactor_dup_certificate:
 * @subject: distinguished name (RFC 4514)
 *
 * Returns: (transfer full): the name of the service in it, or what stands for
 *   the whole
 */
char *
lc_redactor_dup_certificate (LcRedactor *self, const char *subject)
{
  for (gsize at = 0; subject[at] != '\0';)
    {
      gboolean is_host;
      gsize length = lc_scan_name (subject, at, &is_host);
      g_autofree char *name = g_strndup (subject + at, length);

      if (length > 0 && lc_redactor_keeps_host (self, name))
        return g_strconcat ("CN=", name, NULL);
      at = length > 0 ? at + length : (gsize) (g_utf8_next_char (subject + at) - subject);
    }
  return lc_redactor_dup_secret (self, LC_SECRET_CERTIFICATE, subject);
}
