/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/lc-resolv-conf.h"

/* The servers of a resolv.conf in one string, as they would be shown. */
static char *
parse (const char *text)
{
  g_autoptr (GPtrArray) servers = lc_resolv_conf_parse (text);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;

  for (guint i = 0; i < servers->len; i++)
    {
      g_autofree char *word = lc_name_server_to_string (g_ptr_array_index (servers, i));

      g_strv_builder_add (builder, word);
    }
  words = g_strv_builder_end (builder);
  return g_strjoinv (" ", words);
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    const char *servers;
  } rows[] = {
    { "", "" },
    { "nameserver 192.0.2.53\n", "192.0.2.53" },
    { "# nameserver 192.0.2.1\nsearch example.org\n  nameserver\t192.0.2.53 \n", "192.0.2.53" },
    { "nameserver 192.0.2.53\nnameserver 2001:db8::53\n", "192.0.2.53 2001:db8::53" },
    { "nameserver fe80::1%eth0\nnameserver 192.0.2.53", "fe80::1%eth0 192.0.2.53" },
    { "nameserver 192.0.2.53%eth0\n", "192.0.2.53" },
    { "nameserver 169.254.0.53%eth0\n", "169.254.0.53" },
    { "nameserver\nnameserver example.org\nnameserverfe80::1\nnameserver fe80::1::%eth0\n", "" },
    { "nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\nnameserver 192.0.2.4\n",
      "192.0.2.1 192.0.2.2 192.0.2.3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *found = parse (rows[i].text);

      g_assert_cmpstr (found, ==, rows[i].servers);
    }
}

static void
test_scope_id (void)
{
  g_autoptr (GPtrArray) servers
    = lc_resolv_conf_parse ("nameserver fe80::1%lo\nnameserver fe80::1%7\nnameserver fe80::1%nolink0\n");

  g_assert_cmpuint (servers->len, ==, 3);
  g_assert_cmpuint (lc_name_server_get_scope_id (g_ptr_array_index (servers, 0)), ==, 1);
  g_assert_cmpuint (lc_name_server_get_scope_id (g_ptr_array_index (servers, 1)), ==, 7);
  g_assert_cmpuint (lc_name_server_get_scope_id (g_ptr_array_index (servers, 2)), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/resolv-conf/parse", test_parse);
  g_test_add_func ("/resolv-conf/scope-id", test_scope_id);
  return g_test_run ();
}
