/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-links.c: interfaces and addresses from rtnetlink, the guess at their kind
 * from rtnetlink and sysfs.
 *
 * rtnetlink answers inside any sandbox that has a network; sysfs may be absent,
 * or may belong to another network namespace, so an entry there only counts
 * when its index and hardware address are those that rtnetlink gave.
 */
#include "config.h"

#include "net/lc-links.h"

#include <linux/if_arp.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "net/lc-netlink.h"

#define SYSFS_CLASS_NET "/sys/class/net"

typedef struct
{
  const char *word;
  LcLinkKind kind;
} Rule;

static const Rule type_rules[] = {
  { "loopback", LC_LINK_LOOPBACK },
  { "rawip", LC_LINK_MOBILE },
};

/* IFLA_INFO_KIND and DEVTYPE share their words. */
static const Rule kind_rules[] = {
  { "wlan", LC_LINK_WIFI },
  { "wwan", LC_LINK_MOBILE },
  { "rmnet", LC_LINK_MOBILE },
  { "wireguard", LC_LINK_VPN },
  { "tun", LC_LINK_VPN },
  { "ovpn-dco", LC_LINK_VPN },
  { "ovpn", LC_LINK_VPN },
  { "xfrm", LC_LINK_VPN },
  { "vti", LC_LINK_VPN },
  { "vti6", LC_LINK_VPN },
  { "ipip", LC_LINK_VPN },
  { "ip6tnl", LC_LINK_VPN },
  { "gre", LC_LINK_VPN },
  { "gretap", LC_LINK_VPN },
  { "ip6gre", LC_LINK_VPN },
  { "sit", LC_LINK_VPN },
  { "bridge", LC_LINK_BRIDGE },
  { "veth", LC_LINK_VIRTUAL },
  { "macvlan", LC_LINK_VIRTUAL },
  { "macvtap", LC_LINK_VIRTUAL },
  { "ipvlan", LC_LINK_VIRTUAL },
  { "dummy", LC_LINK_VIRTUAL },
  { "ifb", LC_LINK_VIRTUAL },
  { "bond", LC_LINK_WIRED },
  { "team", LC_LINK_WIRED },
  { "vlan", LC_LINK_WIRED },
};

static const Rule driver_rules[] = {
  { "qmi_wwan", LC_LINK_MOBILE },
  { "cdc_mbim", LC_LINK_MOBILE },
  { "huawei_cdc_ncm", LC_LINK_MOBILE },
  { "sierra_net", LC_LINK_MOBILE },
  { "mhi_net", LC_LINK_MOBILE },
  { "iosm", LC_LINK_MOBILE },
  { "mtk_t7xx", LC_LINK_MOBILE },
  { "ipheth", LC_LINK_MOBILE },     /* an iPhone on USB */
  { "rndis_host", LC_LINK_MOBILE }, /* an Android phone on USB */
};

/* Prefixes, for when nothing else speaks. */
static const Rule name_rules[] = {
  { "wl", LC_LINK_WIFI },
  { "ww", LC_LINK_MOBILE },
  { "rmnet", LC_LINK_MOBILE },
  { "wg", LC_LINK_VPN },
  { "tun", LC_LINK_VPN },
  { "tap", LC_LINK_VPN },
  { "tailscale", LC_LINK_VPN },
  { "zt", LC_LINK_VPN },
  { "nordlynx", LC_LINK_VPN },
  { "cscotun", LC_LINK_VPN },
  { "gpd", LC_LINK_VPN },
  { "ipsec", LC_LINK_VPN },
  { "vpn", LC_LINK_VPN },
  { "br-", LC_LINK_BRIDGE },
  { "docker", LC_LINK_BRIDGE },
  { "virbr", LC_LINK_BRIDGE },
  { "veth", LC_LINK_VIRTUAL },
  { "en", LC_LINK_WIRED },
  { "eth", LC_LINK_WIRED },
};

/* One thing that is known of a link and what it says about the kind. */
typedef struct
{
  const char *where;
  const char *what;
  LcLinkKind kind;
} Clue;

typedef struct
{
  LcLink *link;
  int hardware_type;
  char *netlink_kind;
  char *hardware_address; /* "00:11:22:33:44:55", or "" */
} Found;

typedef struct
{
  char *sysfs;
  GPtrArray *links; /* of LcLink */
  guint n_omitted;
} Listing;

static void
listing_free (Listing *listing)
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

static LcLinkKind
look_up (const Rule *rules, gsize n_rules, const char *word, gboolean prefix)
{
  for (gsize i = 0; word != NULL && i < n_rules; i++)
    {
      if (prefix ? g_str_has_prefix (word, rules[i].word) : g_str_equal (word, rules[i].word))
        return rules[i].kind;
    }
  return LC_LINK_UNKNOWN;
}

#define LOOK_UP(rules, word, prefix) look_up (rules, G_N_ELEMENTS (rules), word, prefix)

/* A driver that no rule knows is that of an ordinary network card. */
static LcLinkKind
guess_from_driver (const char *driver, gboolean ether)
{
  LcLinkKind kind = LOOK_UP (driver_rules, driver, FALSE);

  return kind == LC_LINK_UNKNOWN && ether ? LC_LINK_WIRED : kind;
}

static const char *
hardware_type_to_string (int hardware_type)
{
  switch (hardware_type)
    {
    case ARPHRD_LOOPBACK:
      return "loopback";
    case ARPHRD_ETHER:
      return "ether";
    case ARPHRD_PPP:
      return "ppp";
    case ARPHRD_RAWIP:
      return "rawip";
    case ARPHRD_NONE:
      return "none";
    default:
      return NULL;
    }
}

static void
add_evidence (GPtrArray *list, const Clue *clue)
{
  g_ptr_array_add (list, g_strdup_printf ("%s:%s", clue->where, clue->what));
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
is_same_link (const char *directory, const Found *found)
{
  g_autofree char *index = read_line (directory, "ifindex");
  g_autofree char *address = read_line (directory, "address");
  guint64 value;

  if (index == NULL || !g_ascii_string_to_unsigned (index, 10, 1, G_MAXUINT, &value, NULL))
    return FALSE;
  return value == found->link->index &&
         (address == NULL || found->hardware_address[0] == '\0' ||
          g_ascii_strcasecmp (address, found->hardware_address) == 0);
}

static void
guess (const Found *found, const char *sysfs)
{
  g_autofree char *directory = g_build_filename (sysfs, found->link->name, NULL);
  g_autofree char *devtype = NULL;
  g_autofree char *driver = NULL;
  LcLinkHints hints = { .name = found->link->name,
                        .hardware_type = found->hardware_type,
                        .netlink_kind = found->netlink_kind };

  if (is_same_link (directory, found))
    {
      hints.devtype = devtype = read_devtype (directory);
      hints.driver = driver = read_driver (directory);
      hints.wireless = has_entry (directory, "phy80211") || has_entry (directory, "wireless");
      hints.tun = has_entry (directory, "tun_flags");
      hints.bridge = has_entry (directory, "bridge");
    }
  found->link->kind = lc_link_guess_kind (&hints, &found->link->evidence);
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
  Found found;

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

  found.link = self;
  found.hardware_type = header->ifi_type;
  found.netlink_kind = kind;
  found.hardware_address = hardware_address != NULL ? hardware_address : (char *) "";
  guess (&found, sysfs);
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
  Listing *listing = g_task_get_task_data (task);
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
  Listing *listing = g_task_get_task_data (task);
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

/**
 * lc_link_kind_to_string:
 *
 * Returns: the kind as it stands in a fact: "wired", "wifi", "mobile", "vpn",
 *   "bridge", "virtual", "loopback", "unknown".
 */
const char *
lc_link_kind_to_string (LcLinkKind kind)
{
  switch (kind)
    {
    case LC_LINK_LOOPBACK:
      return "loopback";
    case LC_LINK_WIRED:
      return "wired";
    case LC_LINK_WIFI:
      return "wifi";
    case LC_LINK_MOBILE:
      return "mobile";
    case LC_LINK_VPN:
      return "vpn";
    case LC_LINK_BRIDGE:
      return "bridge";
    case LC_LINK_VIRTUAL:
      return "virtual";
    case LC_LINK_UNKNOWN:
    default:
      return "unknown";
    }
}

/**
 * lc_link_guess_kind:
 * @evidence: (out) (transfer full): what was known, as "where:what"; what
 *   decided stands first
 *
 * What the kernel says of itself goes before the driver, and the name comes
 * last, and only when nothing else speaks: anybody can choose a name.
 */
LcLinkKind
lc_link_guess_kind (const LcLinkHints *hints, char ***evidence)
{
  const char *type = hardware_type_to_string (hints->hardware_type);
  gboolean ether = hints->hardware_type == ARPHRD_ETHER;
  const Clue clues[] = {
    { "type", type, LOOK_UP (type_rules, type, FALSE) },
    { "sysfs", hints->wireless ? "phy80211" : NULL, LC_LINK_WIFI },
    { "kind", hints->netlink_kind, LOOK_UP (kind_rules, hints->netlink_kind, FALSE) },
    { "devtype", hints->devtype, LOOK_UP (kind_rules, hints->devtype, FALSE) },
    { "sysfs", hints->tun ? "tun_flags" : NULL, LC_LINK_VPN },
    { "sysfs", hints->bridge ? "bridge" : NULL, LC_LINK_BRIDGE },
    { "driver", hints->driver, guess_from_driver (hints->driver, ether) },
    { "name", hints->name, LOOK_UP (name_rules, hints->name, TRUE) },
  };
  const gsize name_clue = G_N_ELEMENTS (clues) - 1;
  GPtrArray *list = g_ptr_array_new ();
  gsize decider = 0;

  while (decider < G_N_ELEMENTS (clues) &&
         (clues[decider].what == NULL || clues[decider].kind == LC_LINK_UNKNOWN))
    decider++;

  if (decider < G_N_ELEMENTS (clues))
    add_evidence (list, &clues[decider]);
  for (gsize i = 0; i < name_clue; i++)
    {
      if (i != decider && clues[i].what != NULL)
        add_evidence (list, &clues[i]);
    }
  g_ptr_array_add (list, NULL);
  *evidence = (char **) g_ptr_array_free (list, FALSE);
  return decider < G_N_ELEMENTS (clues) ? clues[decider].kind : LC_LINK_UNKNOWN;
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
  Listing *listing = g_new0 (Listing, 1);

  g_task_set_source_tag (task, lc_links_list_async);
  g_task_set_task_data (task, listing, (GDestroyNotify) listing_free);
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
  Listing *listing;

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
