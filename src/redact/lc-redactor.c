/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-redactor.c: what a redactor knows; see lc-redactor.h. How it writes a text
 * again is in lc-redactor-text.c.
 */
#include "redact/lc-redactor-private.h"

#include <string.h>

#include "base/lc-address-scope.h"

/* A shorter word is found in too many places that have nothing to do with it. */
#define MIN_SECRET_BYTES 2
/* In "co.uk", "com.au", "ac.jp" domains are the third label's. */
#define MAX_PUBLIC_LABEL 3

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
  g_free (((LcSecret *) data)->word);
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

/* What stands for the secret, now and always. */
const char *
lc_redactor_get_placeholder (LcRedactor *self, LcSecretKind kind, const char *secret)
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
} AddressTreatment;

static AddressTreatment
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
char *
lc_redactor_dup_replacement (LcRedactor *self, GInetAddress *address)
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
      return g_strdup (lc_redactor_get_placeholder (self, LC_SECRET_ADDRESS, canonical));
    }
}

gboolean
lc_redactor_is_hidden (GInetAddress *address, gpointer user_data)
{
  LcRedactor *self = user_data;
  g_autofree char *canonical = dup_canonical (address);
  AddressTreatment treatment = get_treatment (self, address, canonical);

  return treatment == TREAT_HIDE ||
         (treatment == TREAT_MASK && g_hash_table_contains (self->masked_addresses, canonical));
}

/* --- names ------------------------------------------------------------- */

/* How long the secret is that stands at this place; 0 for none. */
gsize
lc_redactor_find_secret (LcRedactor *self, const char *text, gsize at, const char **placeholder)
{
  if (!lc_scan_is_word_start (text, at))
    return 0;
  for (guint i = 0; i < self->secrets->len; i++)
    {
      const LcSecret *secret = &g_array_index (self->secrets, LcSecret, i);
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
    if (lc_redactor_is_hidden (g_ptr_array_index (addresses, i), self))
      return FALSE;
  return lc_scan_hardware_address (copy, 0) == 0 && strspn (copy, "0123456789.-_") < length;
}

static gboolean
has_secret (LcRedactor *self, const char *text)
{
  const char *placeholder;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (lc_redactor_find_secret (self, text, at - text, &placeholder) > 0)
      return TRUE;
  return FALSE;
}

/* A word of the service, or a name near its own that has nothing of the person's in it. */
gboolean
lc_redactor_keeps_name (LcRedactor *self, const char *name, gsize length)
{
  g_autofree char *copy = g_strndup (name, length);

  return keeps_word (self, copy, -1) ||
         (lc_redactor_keeps_host (self, copy) && may_keep (self, copy, length) && !has_secret (self, copy));
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
  self->secrets = g_array_new (FALSE, FALSE, sizeof (LcSecret));
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
  LcSecret entry;
  guint i = 0;

  if (strlen (word) < MIN_SECRET_BYTES || keeps_word (self, word, -1) ||
      lc_scan_placeholder (word, 0) == strlen (word) || lc_scan_masked_address (word, 0) == strlen (word))
    return;
  while (i < self->secrets->len && strlen (g_array_index (self->secrets, LcSecret, i).word) >= strlen (word))
    if (g_ascii_strcasecmp (g_array_index (self->secrets, LcSecret, i++).word, word) == 0)
      return;
  entry.placeholder = lc_redactor_get_placeholder (self, kind, word);
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
  return g_strdup (lc_redactor_get_placeholder (self, kind, word));
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

      if (length > 0 && lc_redactor_keeps_host (self, name) && lc_redactor_keeps_name (self, name, length))
        return g_strconcat ("CN=", name, NULL);
      at = length > 0 ? at + length : (gsize) (g_utf8_next_char (subject + at) - subject);
    }
  return lc_redactor_dup_secret (self, LC_SECRET_CERTIFICATE, subject);
}
