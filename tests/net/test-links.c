/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-links.c: the list of links in a namespace of its own.
 */
#include "config.h"

#include <glib/gstdio.h>

#include "net/lc-links.h"
#include "tests/support/test-namespace.h"

typedef struct
{
  GPtrArray *links;
  guint n_omitted;
  GError *error;
  gboolean done;
} LinksListed;

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LinksListed *listed = user_data;

  listed->links = lc_links_list_finish (result, &listed->n_omitted, &listed->error);
  listed->done = TRUE;
}

static GPtrArray *
list_links (const char *sysfs)
{
  LinksListed listed = { 0 };

  lc_links_list_async (sysfs, NULL, listed_cb, &listed);
  g_assert_false (listed.done);
  g_assert_true (test_wait_for (&listed.done, 2000));
  g_assert_no_error (listed.error);
  return listed.links;
}

static const LcLink *
find_link (GPtrArray *links, const char *name)
{
  for (guint i = 0; i < links->len; i++)
    {
      const LcLink *link = g_ptr_array_index (links, i);

      if (g_str_equal (link->name, name))
        return link;
    }
  return NULL;
}

static gboolean
has_address (const LcLink *link, const char *text)
{
  for (guint i = 0; i < link->addresses->len; i++)
    {
      g_autofree char *address = lc_link_address_to_string (g_ptr_array_index (link->addresses, i));

      if (g_str_equal (address, text))
        return TRUE;
    }
  return FALSE;
}

static void
test_list (void)
{
  g_autoptr (GPtrArray) links = NULL;
  const LcLink *link;

  test_client_run ("ip link add br7 type bridge\n"
                   "ip tuntap add home mode tun\n"
                   "ip link set lan0 mtu 1400\n");
  links = list_links (NULL);

  link = find_link (links, "lo");
  g_assert_cmpint (link->kind, ==, LC_LINK_LOOPBACK);
  g_assert_true (has_address (link, "127.0.0.1/8"));
  g_assert_true (has_address (link, "::1/128"));

  link = find_link (links, "lan0");
  g_assert_cmpint (link->kind, ==, LC_LINK_VIRTUAL);
  g_assert_cmpuint (link->mtu, ==, 1400);
  g_assert_true (link->up);
  g_assert_true (has_address (link, TEST_CLIENT_IPV4 "/24"));
  g_assert_true (has_address (link, TEST_CLIENT_IPV6 "/64"));
  g_assert_true (lc_links_find (links, link->index) == link);
  g_assert_null (lc_links_find (links, 99999));

  link = find_link (links, "br7");
  g_assert_cmpint (link->kind, ==, LC_LINK_BRIDGE);
  g_assert_false (link->up);
  g_assert_cmpuint (link->addresses->len, ==, 0);

  link = find_link (links, "home");
  g_assert_cmpint (link->kind, ==, LC_LINK_VPN);

  test_client_run ("ip link del br7; ip tuntap del home mode tun; ip link set lan0 mtu 1500");
}

/* The address of a point-to-point link is this end's, not the other's. */
static void
test_peer_address (void)
{
  g_autoptr (GPtrArray) links = NULL;

  test_client_run ("ip addr add 198.51.100.1 peer 198.51.100.9/32 dev lan0");
  links = list_links (NULL);
  g_assert_true (has_address (find_link (links, "lan0"), "198.51.100.1/32"));
  test_client_run ("ip addr del 198.51.100.1 peer 198.51.100.9/32 dev lan0");
}

static void
write_file (const char *directory, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

/* A sysfs entry counts only when it is about the same interface. */
static void
test_sysfs (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *root = g_dir_make_tmp ("linecheck-sysfs-XXXXXX", &error);
  g_autofree char *directory = g_build_filename (root, "lan0", NULL);
  g_autofree char *remove = g_strdup_printf ("rm -r '%s'", root);
  g_autofree char *index = NULL;
  g_autoptr (GPtrArray) links = list_links (root);
  const LcLink *link = find_link (links, "lan0");

  g_assert_no_error (error);
  g_assert_false (g_strv_contains ((const char *const *) link->evidence, "devtype:wlan"));

  g_assert_cmpint (g_mkdir (directory, 0755), ==, 0);
  write_file (directory, "uevent", "INTERFACE=lan0\nDEVTYPE=wlan\n");
  write_file (directory, "phy80211", "");
  index = g_strdup_printf ("%u\n", link->index);
  write_file (directory, "ifindex", index);
  g_clear_pointer (&links, g_ptr_array_unref);
  links = list_links (root);
  link = find_link (links, "lan0");
  g_assert_cmpint (link->kind, ==, LC_LINK_WIFI);
  g_assert_true (g_strv_contains ((const char *const *) link->evidence, "devtype:wlan"));

  write_file (directory, "address", "02:00:00:00:00:01\n");
  g_clear_pointer (&links, g_ptr_array_unref);
  links = list_links (root);
  g_assert_cmpint (find_link (links, "lan0")->kind, ==, LC_LINK_VIRTUAL);

  write_file (directory, "ifindex", "99999\n");
  g_clear_pointer (&links, g_ptr_array_unref);
  links = list_links (root);
  g_assert_cmpint (find_link (links, "lan0")->kind, ==, LC_LINK_VIRTUAL);
  test_client_run (remove);
}

/* These links stay until the namespace goes: deleting them one by one is slow. */
static void
test_many (void)
{
  LinksListed listed = { 0 };

  test_client_run ("for i in $(seq 1 150); do echo link add m$i link lan0 type macvlan; done |\n"
                   "ip -batch -");
  lc_links_list_async (NULL, NULL, listed_cb, &listed);
  g_assert_true (test_wait_for (&listed.done, 2000));
  g_assert_no_error (listed.error);
  g_assert_cmpuint (listed.links->len, ==, LC_LINKS_MAX);
  g_assert_cmpuint (listed.links->len + listed.n_omitted, >=, 152);
  g_ptr_array_unref (listed.links);
}

static void
test_cancel (gconstpointer data)
{
  gboolean before = GPOINTER_TO_INT (data);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  LinksListed listed = { 0 };

  if (before)
    g_cancellable_cancel (cancellable);
  lc_links_list_async (NULL, cancellable, listed_cb, &listed);
  g_cancellable_cancel (cancellable);
  g_assert_true (test_wait_for (&listed.done, 2000));
  g_assert_error (listed.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (listed.links);
  g_clear_error (&listed.error);
  g_assert_finalize_object (g_steal_pointer (&cancellable));
}

int
main (int argc, char *argv[])
{
  int result;

  test_namespace_enter ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/links/list", test_list);
  g_test_add_func ("/links/peer-address", test_peer_address);
  g_test_add_func ("/links/sysfs", test_sysfs);
  g_test_add_data_func ("/links/cancel/before", GINT_TO_POINTER (TRUE), test_cancel);
  g_test_add_data_func ("/links/cancel/during", GINT_TO_POINTER (FALSE), test_cancel);
  g_test_add_func ("/links/many", test_many);

  result = g_test_run ();
  test_namespace_leave ();
  return result;
}
