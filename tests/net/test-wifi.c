/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of wireless networks are bytes of any kind; and wires have none. */
#include "net/lc-wifi.h"

static void
test_essid (void)
{
  static const struct
  {
    const char *essid;
    gsize length;
    const char *name;
  } names[] = {
    { "", 0, NULL },
    { "\0\0\0\0", 4, NULL },
    { "Studio", 6, "Studio" },
    { "Studio\0", 7, "Studio" },
    { "Studio and more", 6, "Studio" },
    { "caf\xc3\xa9", 5, "café" },
    { "\xff\xfe", 2, "\ufffd\ufffd" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = lc_wifi_essid_to_string (names[i].essid, names[i].length);

      g_assert_cmpstr (name, ==, names[i].name);
    }
}

static void
test_no_name (void)
{
  g_assert_null (lc_wifi_dup_network_name ("lo"));
  g_assert_null (lc_wifi_dup_network_name ("no-such-one"));
  g_assert_null (lc_wifi_dup_network_name ("a-name-that-no-interface-can-have"));
  g_assert_null (lc_wifi_dup_network_name (""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wifi/essid", test_essid);
  g_test_add_func ("/wifi/no-name", test_no_name);
  return g_test_run ();
}
