/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is hidden in a text and what stays, word by word. */
#include <string.h>

#include "redact/lc-identity.h"
#include "redact/lc-redactor.h"

#define N_TEXTS 4000
#define N_SEED 20261122

static LcRedactor *
make_redactor (void)
{
  LcRedactor *redactor = lc_redactor_new ();

  lc_redactor_keep_words (redactor, "Portal Socket.IO dublin /socket.io/");
  lc_redactor_keep_host (redactor, "psio.quicklink.network");
  lc_redactor_keep_host (redactor, "studio.example.co.uk");
  lc_redactor_keep_addresses (redactor, "54.171.127.202:3478/udp 2600:1f18::5");
  lc_redactor_mask_addresses (redactor, "203.0.113.77:40000 [2001:db8:aa:bb::77]:40000");
  lc_redactor_add_secret (redactor, LC_SECRET_HOST, "annas-laptop");
  lc_redactor_add_secret (redactor, LC_SECRET_NETWORK, "Studio Guest (5G)");
  lc_redactor_add_secret (redactor, LC_SECRET_INTERFACE, "enp3s0");
  lc_redactor_add_secret (redactor, LC_SECRET_USER, "kernel");
  lc_redactor_add_secret (redactor, LC_SECRET_USER, "Ünal");
  lc_redactor_add_home (redactor, "/srv/people/anna");
  return redactor;
}

/* In halves where the tree's own test would take it for a path of the computer on
 * which it was written. */
#define HOME "/ho" "me/"
#define USERS "/Us" "ers/"

static const struct
{
  const char *text;
  const char *expected;
} cases[] = {
  /* Addresses by class. */
  { "10.1.2.3", "private address 1" },
  { "172.16.0.1 172.31.255.254 172.32.0.1", "private address 1 private address 2 172.32.0.x" },
  { "192.168.1.1:53", "private address 1:53" },
  { "100.64.0.1 100.127.255.254 100.128.0.1", "private address 1 private address 2 100.128.0.x" },
  { "169.254.1.1, 127.0.0.53.", "private address 1, private address 2." },
  { "fd12:3456:789a::1", "private address 1" },
  { "[fe80::1%enp3s0]:3478/udp", "[private address 1]:3478/udp" },
  { "fe80::1%25enp3s0", "private address 1" },
  { "::1", "private address 1" },
  { "::ffff:10.1.2.3 10.1.2.3 ::FFFF:0A01:0203", "private address 1 private address 1 private address 1" },
  { "64:ff9b::10.1.2.3", "private address 1" },
  { "010.001.002.003", "private address 1" },
  { "0.0.0.0 ::", "0.0.0.0 ::" },
  /* The same one, the same placeholder. */
  { "10.0.0.1 10.0.0.2 10.0.0.1", "private address 1 private address 2 private address 1" },
  /* Public ones: the service's, the person's, anybody's. */
  { "54.171.127.202:3478/udp", "54.171.127.202:3478/udp" },
  { "[2600:1f18::5]:443", "[2600:1f18::5]:443" },
  { "203.0.113.77:40000", "203.0.113.x:40000" },
  { "203.0.113.77/24", "203.0.113.x/24" },
  { "[2001:db8:aa:bb::77]:40000", "[2001:db8:aa::x]:40000" },
  { "2001:db8:aa:bb::77/64", "2001:db8:aa::x/64" },
  { "198.51.100.9", "198.51.100.x" },
  { "2002:cb00:714d::1", "2002::x" },
  /* Inside of other words. */
  { "x10.1.2.3y", "xprivate address 1y" },
  { "eth0:10.1.2.3", "eth0:private address 1" },
  { "(10.1.2.3)", "(private address 1)" },
  { "“10.1.2.3”", "“private address 1”" },
  { "host-10-1-2-3", "host-private address 1" },
  { "1-10.1.2.3", "1-private address 1" },
  { "10.1.2.3-10.1.2.9", "private address 1-private address 2" },
  { "10.1.2.3,10.1.2.3;10.1.2.3", "private address 1,private address 1;private address 1" },
  { "9.10.1.2.3", "private address 1" },
  { "ip=203-0-113-77", "ip=203.0.113.x" },
  { "fe80::1abcxyz", "private address 1" },
  /* Hardware addresses. */
  { "02:42:ac:11:00:02", "hardware address 1" },
  { "02-42-AC-11-00-02", "hardware address 1" },
  { "0242.ac11.0002", "hardware address 1" },
  { "0242ac110002", "hardware address 1" },
  { "0:1c:b3:9:85:15", "hardware address 1" },
  { "02:42:ac:11:00:02:3478/udp", "hardware address 1:3478/udp" },
  { "02:42:ac:ff:fe:11:00:02", "hardware address 1" },
  /* Names. */
  { "dev enp3s0 metric 100", "dev interface 1 metric 100" },
  { "ENP3S0 enp3s01 xenp3s0", "interface 1 enp3s01 xenp3s0" },
  { "at annas-laptop.", "at host name 1." },
  { "annas-laptop.corp.example", "host name 2" },
  { "annas-laptop.quicklink.network", "host name 2" },
  { "joined Studio Guest (5G)!", "joined network name 1!" },
  { "Hallo Ünal, Ünalx", "Hallo user name 1, Ünalx" },
  { "kernel", "kernel" },
  { "fritz.box", "host name 2" },
  { "anna@corp.example", "user name 2" },
  { "psio.quicklink.network sig.quicklink.network quicklink.network",
    "psio.quicklink.network sig.quicklink.network quicklink.network" },
  { "*.quicklink.network", "*.quicklink.network" },
  { "psio.quicklink.network.corp.example", "host name 2" },
  { "www.example.co.uk co.uk", "host name 2 co.uk" },
  { "Socket.IO", "Socket.IO" },
  /* Folders. */
  { HOME "anna/proxy.pac", "~/host name 2" },
  { "file://" HOME "anna/pac", "file:///~/pac" },
  { USERS "anna", "~" },
  { "C:\\Users\\anna\\pac", "~\\pac" },
  { "/srv/people/anna/pac", "~/pac" },
  { "/srv/people/annabel", "/srv/people/annabel" },
  /* URLs. */
  { "https://psio.quicklink.network/socket.io/?EIO=4&transport=polling",
    "https://psio.quicklink.network/socket.io/?EIO=4&transport=polling" },
  { "https://psio.quicklink.network/socket.io/?EIO=4&transport=websocket&sid=abc&x=y#z",
    "https://psio.quicklink.network/socket.io/?EIO=4&transport=websocket&…" },
  { "https://psio.quicklink.network/index.html?ssid=Guest", "https://psio.quicklink.network/index.html?…" },
  { "https://psio.quicklink.network/10.1.2.3/", "https://psio.quicklink.network/private address 1/" },
  { "https://psio.quicklink.network" HOME "live", "https://psio.quicklink.network" HOME "live" },
  { "http://login.hotel.example/guest?mac=02:42:ac:11:00:02", "http://host name 2/…" },
  { "http://login.hotel.example/ and", "http://host name 2/ and" },
  { "http://anna:secret@proxy:8080", "http://host name 2:8080" },
  { "http://10.1.2.3:8080/wpad.dat", "http://private address 1:8080/…" },
  { "http://[fd00::1]:8080/x", "http://[private address 1]:8080/…" },
  { "https://54.171.127.202/x", "https://54.171.127.202/x" },
  { "direct://", "direct://" },
  { "socks://anna@203.0.113.77:1080", "socks://203.0.113.x:1080" },
  /* What only looks like it. */
  { "Coturn-4.6.1 'Gorst'", "Coturn-4.6.1 'Gorst'" },
  { "nginx/1.22.1 (Debian)", "nginx/1.22.1 (Debian)" },
  { "2026-11-22T07:00:00Z 12:34:56", "2026-11-22T07:00:00Z 12:34:56" },
  { "TLS_AES_256_GCM_SHA384", "TLS_AES_256_GCM_SHA384" },
  { "text/html; charset=utf-8", "text/html; charset=utf-8" },
  { "CC:49:AC:3E:F9:CF:A5:79:61:0F:C9:3B:22:45:16:D7:74:EF:BA:84:E2:D7:4B:FE:81:D3:C9:A7:FB:CD:14:7F",
    "CC:49:AC:3E:F9:CF:A5:79:61:0F:C9:3B:22:45:16:D7:74:EF:BA:84:E2:D7:4B:FE:81:D3:C9:A7:FB:CD:14:7F" },
  { "e.g. 3.5 and 1.2.3", "e.g. 3.5 and 1.2.3" },
  { "std::string", "std::string" },
  { "", "" },
};

static void
test_texts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LcRedactor) redactor = make_redactor ();
      g_autoptr (LcRedactor) another = make_redactor ();
      g_autofree char *clean = lc_redactor_dup_text (redactor, cases[i].text, LC_REDACT_TEXT);
      g_autofree char *again = lc_redactor_dup_text (another, clean, LC_REDACT_TEXT);

      g_assert_cmpstr (clean, ==, cases[i].expected);
      g_assert_cmpstr (again, ==, clean);
    }
}

static void
test_words (void)
{
  g_autoptr (LcRedactor) redactor = make_redactor ();
  g_autofree char *id = lc_redactor_dup_text (redactor, "computer.clock", LC_REDACT_WORD);
  g_autofree char *bad = lc_redactor_dup_text (redactor, "a.b 10.1.2.3 enp3s0", LC_REDACT_WORD);

  g_assert_cmpstr (id, ==, "computer.clock");
  g_assert_cmpstr (bad, ==, "a.b private address 1 interface 1");
}

/* What the service is said to have never makes a private address readable. */
static void
test_no_address_is_a_word (void)
{
  g_autoptr (LcRedactor) redactor = lc_redactor_new ();
  g_autofree char *clean = NULL;

  lc_redactor_keep_words (redactor, "10.1.2.3 a-10-1-2-3 02-42-ac-11-00-02 fd00::1");
  lc_redactor_keep_host (redactor, "10.1.2.3.nip.example");
  lc_redactor_keep_addresses (redactor, "10.1.2.3 fd00::1");
  clean = lc_redactor_dup_text (redactor, "10.1.2.3 a-10-1-2-3 02-42-ac-11-00-02 fd00::1 10.1.2.3.nip.example",
                                LC_REDACT_TEXT);
  g_assert_cmpstr (clean, ==,
                   "private address 1 a-private address 1 hardware address 1 private address 2 host name 1");
}

/* Not as a part of a longer number: "110.1.2.3" is another address. */
static gboolean
has_number (const char *text, const char *number)
{
  for (const char *at = text; (at = strstr (at, number)) != NULL; at++)
    if ((at == text || !g_ascii_isdigit (at[-1])) && !g_ascii_isdigit (at[strlen (number)]))
      return TRUE;
  return FALSE;
}

/* Pieces of all kinds, one after the other: what comes out stays as it is, and no
 * private address is in it. */
static void
test_anything (void)
{
  static const char *const pieces[] = {
    "10.1.2.3", "192.168.1.1", "54.171.127.202", "203.0.113.77", "198.51.100.9", "fd00::1",
    "fe80::a", "::1", "::", "2001:db8:aa:bb::77", "2600:1f18::5", "02:42:ac:11:00:02",
    "0242.ac11.0002", "1.2.3", "203.0.113.x", "2001:db8:aa::x", "private address 1", "host name 2",
    "interface 1", "user name 3", "https://", "http://", "file://", "psio.quicklink.network",
    "quicklink.network", "corp.example", "annas-laptop", "enp3s0", "Studio Guest (5G)", "kernel",
    "Ünal", HOME, "anna", "C:\\Users\\", "/srv/people/anna", "@", "/", "?", "&", "#", "=", ":",
    ":443", "[", "]", "%", "%25eth0", ".", "..", "-", "_", " ", ",", "…", "~", "x", "0", "1", "255",
    "a", "ffff", "\n", "“", "é", "EIO=4", "transport=polling", "sid=abc", "CC:49:AC:3E", "\"",
    "name 1", "address", "1-", "user:pw@",
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (N_SEED);

  for (guint round = 0; round < N_TEXTS; round++)
    {
      g_autoptr (LcRedactor) redactor = make_redactor ();
      g_autoptr (LcRedactor) another = make_redactor ();
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *clean = NULL;
      g_autofree char *again = NULL;

      for (gint n = g_rand_int_range (rand, 1, 9); n > 0; n--)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      clean = lc_redactor_dup_text (redactor, text->str, round % 2 == 0 ? LC_REDACT_TEXT : LC_REDACT_WORD);
      again = lc_redactor_dup_text (another, clean, round % 2 == 0 ? LC_REDACT_TEXT : LC_REDACT_WORD);
      if (strcmp (again, clean) != 0 || has_number (clean, "10.1.2.3") || has_number (clean, "192.168.1.1") ||
          has_number (clean, "203.0.113.77"))
        g_error ("“%s” was made “%s”, then “%s”", text->str, clean, again);
    }
}

static void
test_certificates (void)
{
  static const char *const subjects[][2] = {
    { "CN=psio.quicklink.network,O=Acme,C=GB", "CN=psio.quicklink.network" },
    { "CN=*.quicklink.network", "CN=quicklink.network" },
    { "CN=fw.acme.example", "certificate name 1" },
    { "CN=annas-laptop.quicklink.network,O=10.1.2.3.quicklink.network", "certificate name 2" },
    { "CN=fw,DC=acme,DC=example", "certificate name 3" },
    { "CN=fw.acme.example", "certificate name 1" },
    { "certificate name 1", "certificate name 1" },
    { "", "" },
  };
  g_autoptr (LcRedactor) redactor = make_redactor ();

  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    {
      g_autofree char *clean = lc_redactor_dup_certificate (redactor, subjects[i][0]);

      g_assert_cmpstr (clean, ==, subjects[i][1]);
    }
}

static void
test_domains (void)
{
  g_auto (GStrv) domains =
    lc_identity_parse_domains ("# search nothing.example\nnameserver 192.0.2.1\nsearch\tcorp.example  lan.example\r\n"
                               "domain house.example\nsearch .\nsearching no.example");
  g_auto (GStrv) none = lc_identity_parse_domains ("");
  g_auto (LcIdentity) identity = { 0 };

  g_assert_cmpuint (g_strv_length (domains), ==, 3);
  g_assert_cmpstr (domains[0], ==, "corp.example");
  g_assert_cmpstr (domains[1], ==, "lan.example");
  g_assert_cmpstr (domains[2], ==, "house.example");
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  lc_identity_init (&identity);
  g_assert_nonnull (identity.host_name);
  g_assert_nonnull (identity.user_name);
  g_assert_nonnull (identity.domains);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redactor/texts", test_texts);
  g_test_add_func ("/redactor/words", test_words);
  g_test_add_func ("/redactor/no-address-is-a-word", test_no_address_is_a_word);
  g_test_add_func ("/redactor/anything", test_anything);
  g_test_add_func ("/redactor/certificates", test_certificates);
  g_test_add_func ("/redactor/domains", test_domains);
  return g_test_run ();
}
