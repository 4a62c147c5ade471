/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-links.c: interfaces and addresses from rtnetlink, what hints at their kind
 * from rtnetlink and sysfs.
 *
 * rtnetlink answers inside any sandbox that has a network; sysfs may be absent,
 * or may belong to another network namespace, so an entry there only counts
 * when its index and hardware address are those that rtnetlink gave.
 */
#include "config.h"

#include "net/lc-links.h"

#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>

#include "net/lc-netlink.h"

#define SYSFS_CLASS_NET "/sys/class/net"

typedef struct
{
  LcLink *link;
  int hardware_type;
  char *netlink_kind;
  char *hardware_address; /* "00:11:22:33:44:55", or "" */
} LinkReading;

typedef struct
{
  char *sysfs;
  GPtrArray *links; /* of LcLink */
  guint n_omitted;
} LinkListing;

static void
link_listing_free (LinkListing *listing)
{
  g_clear_pointer (&listing->links, g_ptr_array_unref);
  g_free (listing->sysfs);
  g_free (listing);
}

static void
link_address_free (LcLinkAddress *self)
{
  g_object_unref (self->address);
  g_free (self);
}

/* Reads a one-line file of sysfs. Those come from memory, never from a disk. */
static char *
read_line (const char *directory, const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  return g_strstrip (text);
}

static gboolean
has_entry (const char *directory, const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static char *
read_devtype (const char *directory)
{
  g_autofree char *uevent = read_line (directory, "uevent");
  g_auto (GStrv) lines = NULL;

  if (uevent == NULL)
    return NULL;
  lines = g_strsplit (uevent, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], "DEVTYPE="))
        return g_strdup (lines[i] + strlen ("DEVTYPE="));
    }
  return NULL;
}

static char *
read_driver (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, "device", "driver", NULL);
  g_autofree char *target = g_file_read_link (path, NULL);

  return target != NULL ? g_path_get_basename (target) : NULL;
}

static gboolean
is_same_link (const char *directory, const LinkReading *reading)
{
  g_autofree char *index = read_line (directory, "ifindex");
  g_autofree char *address = read_line (directory, "address");
  guint64 value;

  if (index == NULL || !g_ascii_string_to_unsigned (index, 10, 1, G_MAXUINT, &value, NULL))
    return FALSE;
  return value == reading->link->index &&
         (address == NULL || reading->hardware_address[0] == '\0' ||
          g_ascii_strcasecmp (address, reading->hardware_address) == 0);
}

static void
guess_kind (const LinkReading *reading, const char *sysfs)
{
  g_autofree char *directory = g_build_filename (sysfs, reading->link->name, NULL);
  g_autofree char *devtype = NULL;
  g_autofree char *driver = NULL;
  LcLinkHints hints = { .name = reading->link->name,
                        .hardware_type = reading->hardware_type,
                        .netlink_kind = reading->netlink_kind };

  if (is_same_link (directory, reading))
    {
      hints.devtype = devtype = read_devtype (directory);
      hints.driver = driver = read_driver (directory);
      hints.wireless = has_entry (directory, "phy80211") || has_entry (directory, "wireless");
      hints.tun = has_entry (directory, "tun_flags");
      hints.bridge = has_entry (directory, "bridge");
    }
  reading->link->kind = lc_link_guess_kind (&hints, &reading->link->evidence);
}

static char *
format_hardware_address (const struct nlattr *attribute)
{
  const guint8 *bytes = mnl_attr_get_payload (attribute);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < mnl_attr_get_payload_len (attribute); i++)
    g_string_append_printf (text, "%s%02x", i > 0 ? ":" : "", bytes[i]);
  return g_string_free (text, FALSE);
}

static char *
dup_string (const struct nlattr *attribute)
{
  return g_strndup (mnl_attr_get_payload (attribute), mnl_attr_get_payload_len (attribute));
}

static char *
dup_info_kind (const struct nlattr *info)
{
  const struct nlattr *attribute;

  mnl_attr_for_each_nested (attribute, info)
    {
      if (mnl_attr_get_type (attribute) == IFLA_INFO_KIND)
        return dup_string (attribute);
    }
  return NULL;
}

static LcLink *
link_from_message (const struct nlmsghdr *message, const char *sysfs)
{
  const struct ifinfomsg *header = mnl_nlmsg_get_payload (message);
  g_autoptr (LcLink) self = g_new0 (LcLink, 1);
  g_autofree char *kind = NULL;
  g_autofree char *hardware_address = NULL;
  const struct nlattr *attribute;
  LinkReading reading;

  self->index = header->ifi_index;
  self->up = (header->ifi_flags & IFF_UP) != 0 && (header->ifi_flags & IFF_RUNNING) != 0;
  self->addresses = g_ptr_array_new_with_free_func ((GDestroyNotify) link_address_free);
  mnl_attr_for_each (attribute, message, sizeof *header)
    {
      switch (mnl_attr_get_type (attribute))
        {
        case IFLA_IFNAME:
          g_free (self->name);
          self->name = dup_string (attribute);
          break;
        case IFLA_MTU:
          if (mnl_attr_get_payload_len (attribute) >= sizeof (guint32))
            self->mtu = mnl_attr_get_u32 (attribute);
          break;
        case IFLA_ADDRESS:
          g_free (hardware_address);
          hardware_address = format_hardware_address (attribute);
          break;
        case IFLA_LINKINFO:
          g_free (kind);
          kind = dup_info_kind (attribute);
          break;
        default:
          break;
        }
    }
  if (self->name == NULL)
    return NULL;

  reading.link = self;
  reading.hardware_type = header->ifi_type;
  reading.netlink_kind = kind;
  reading.hardware_address = hardware_address != NULL ? hardware_address : (char *) "";
  guess_kind (&reading, sysfs);
  return g_steal_pointer (&self);
}

static LcLinkAddress *
address_from_message (const struct nlmsghdr *message)
{
  const struct ifaddrmsg *header = mnl_nlmsg_get_payload (message);
  GSocketFamily family =
    header->ifa_family == AF_INET6 ? G_SOCKET_FAMILY_IPV6 : G_SOCKET_FAMILY_IPV4;
  gsize size = family == G_SOCKET_FAMILY_IPV6 ? 16 : 4;
  const struct nlattr *attribute;
  const void *bytes = NULL;
  LcLinkAddress *self;

  if (header->ifa_family != AF_INET && header->ifa_family != AF_INET6)
    return NULL;
  mnl_attr_for_each (attribute, message, sizeof *header)
    {
      guint16 type = mnl_attr_get_type (attribute);
      gsize length = mnl_attr_get_payload_len (attribute);

      /* On a point-to-point link IFA_ADDRESS is the other end's. */
      if (length >= size && (type == IFA_LOCAL || (type == IFA_ADDRESS && bytes == NULL)))
        bytes = mnl_attr_get_payload (attribute);
    }
  if (bytes == NULL)
    return NULL;

  self = g_new0 (LcLinkAddress, 1);
  self->address = g_inet_address_new_from_bytes (bytes, family);
  self->prefix = header->ifa_prefixlen;
  return self;
}

static gboolean
is_link_message (const struct nlmsghdr *message, gpointer user_data)
{
  return message->nlmsg_type == RTM_NEWLINK &&
         mnl_nlmsg_get_payload_len (message) >= sizeof (struct ifinfomsg);
}

static gboolean
is_address_message (const struct nlmsghdr *message, gpointer user_data)
{
  return message->nlmsg_type == RTM_NEWADDR &&
         mnl_nlmsg_get_payload_len (message) >= sizeof (struct ifaddrmsg);
}

static void
dump_async (guint16 type, gsize header_size, LcNetlinkFilter filter, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  char buffer[MNL_NLMSG_HDRLEN + 64] __attribute__ ((aligned (8)));
  struct nlmsghdr *message = mnl_nlmsg_put_header (buffer);

  message->nlmsg_type = type;
  message->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  mnl_nlmsg_put_extra_header (message, header_size); /* all zero: any family, any link */
  lc_netlink_ask_async (message, filter, NULL, cancellable, callback, user_data);
}

static void
addresses_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LinkListing *listing = g_task_get_task_data (task);
  g_autoptr (GPtrArray) messages = NULL;
  GError *error = NULL;

  messages = lc_netlink_ask_finish (result, NULL, &error);
  if (messages == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < messages->len; i++)
    {
      const struct nlmsghdr *message = g_bytes_get_data (g_ptr_array_index (messages, i), NULL);
      const struct ifaddrmsg *header = mnl_nlmsg_get_payload (message);
      const LcLink *link = lc_links_find (listing->links, header->ifa_index);
      LcLinkAddress *address = link != NULL ? address_from_message (message) : NULL;

      if (address != NULL)
        g_ptr_array_add (link->addresses, address);
    }
  g_task_return_boolean (task, TRUE);
}

static void
links_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LinkListing *listing = g_task_get_task_data (task);
  g_autoptr (GPtrArray) messages = NULL;
  GError *error = NULL;

  messages = lc_netlink_ask_finish (result, NULL, &error);
  if (messages == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < messages->len; i++)
    {
      const struct nlmsghdr *message = g_bytes_get_data (g_ptr_array_index (messages, i), NULL);
      LcLink *link = NULL;

      if (listing->links->len == LC_LINKS_MAX)
        listing->n_omitted++;
      else
        link = link_from_message (message, listing->sysfs);
      if (link != NULL)
        g_ptr_array_add (listing->links, link);
    }
  dump_async (RTM_GETADDR, sizeof (struct ifaddrmsg), is_address_message,
              g_task_get_cancellable (task), addresses_cb, g_object_ref (task));
}

void
lc_link_free (LcLink *self)
{
  g_free (self->name);
  g_strfreev (self->evidence);
  g_clear_pointer (&self->addresses, g_ptr_array_unref);
  g_free (self);
}

/**
 * lc_link_address_to_string:
 *
 * Returns: (transfer full): "192.0.2.2/24"
 */
char *
lc_link_address_to_string (const LcLinkAddress *self)
{
  g_autofree char *address = g_inet_address_to_string (self->address);

  return g_strdup_printf ("%s/%u", address, self->prefix);
}

/**
 * lc_links_list_async:
 * @sysfs: (nullable): where sysfs has its network class, by default
 *   /sys/class/net
 *
 * Lists the interfaces with their addresses, in the kernel's order.
 */
void
lc_links_list_async (const char *sysfs, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  LinkListing *listing = g_new0 (LinkListing, 1);

  g_task_set_source_tag (task, lc_links_list_async);
  g_task_set_task_data (task, listing, (GDestroyNotify) link_listing_free);
  listing->sysfs = g_strdup (sysfs != NULL ? sysfs : SYSFS_CLASS_NET);
  listing->links = g_ptr_array_new_with_free_func ((GDestroyNotify) lc_link_free);
  dump_async (RTM_GETLINK, sizeof (struct ifinfomsg), is_link_message,
              cancellable, links_cb, g_steal_pointer (&task));
}

/**
 * lc_links_list_finish:
 * @n_omitted: (out) (optional): how many there are beyond %LC_LINKS_MAX
 *
 * Returns: (transfer full) (element-type LcLink): the interfaces, or %NULL with
 *   an error when the kernel could not be asked.
 */
GPtrArray *
lc_links_list_finish (GAsyncResult *result, guint *n_omitted, GError **error)
{
  LinkListing *listing;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  listing = g_task_get_task_data (G_TASK (result));
  if (n_omitted != NULL)
    *n_omitted = listing->n_omitted;
  return g_steal_pointer (&listing->links);
}

/**
 * lc_links_find:
 * @index: kernel index of an interface
 *
 * Returns: (nullable) (transfer none): it
 */
const LcLink *
lc_links_find (const GPtrArray *links, guint index)
{
  for (guint i = 0; i < links->len; i++)
    {
      const LcLink *link = g_ptr_array_index (links, i);

      if (link->index == index)
        return link;
    }
  return NULL;
}
