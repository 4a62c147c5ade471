/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-routes.c: rtnetlink's answer to "which way would this packet go?".
 *
 * Asking for an actual address (RTM_GETROUTE without NLM_F_DUMP) lets the
 * kernel apply its policy rules, so that a VPN with a table of its own or with
 * two half routes is seen as what carries the traffic. The dump of default
 * routes beside it shows what is there to fall back on. No packet is sent.
 */
#include "config.h"

#include "net/lc-routes.h"

#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>

#include "net/lc-netlink.h"

#define REQUEST_BYTES (MNL_NLMSG_HDRLEN + MNL_ALIGN (sizeof (struct rtmsg)) + 64)
#define ADDRESS_BYTES(family) ((family) == AF_INET6 ? 16u : 4u)

static int
compare_metric (gconstpointer a, gconstpointer b)
{
  const LcRoute *left = *(const LcRoute *const *) a;
  const LcRoute *right = *(const LcRoute *const *) b;

  if (left->metric != right->metric)
    return left->metric < right->metric ? -1 : 1;
  return 0;
}

static GSocketFamily
to_socket_family (int family)
{
  return family == AF_INET6 ? G_SOCKET_FAMILY_IPV6 : G_SOCKET_FAMILY_IPV4;
}

static GInetAddress *
address_from_attribute (const struct nlattr *attribute, int family)
{
  if (mnl_attr_get_payload_len (attribute) < ADDRESS_BYTES (family))
    return NULL;
  return g_inet_address_new_from_bytes (mnl_attr_get_payload (attribute),
                                        to_socket_family (family));
}

/* RTA_VIA: an IPv4 route may have an IPv6 next hop (RFC 5549). */
static GInetAddress *
address_from_via (const struct nlattr *attribute)
{
  const struct rtvia *via = mnl_attr_get_payload (attribute);
  gsize length = mnl_attr_get_payload_len (attribute);

  if (length < sizeof *via || length - sizeof *via < ADDRESS_BYTES (via->rtvia_family))
    return NULL;
  return g_inet_address_new_from_bytes (via->rtvia_addr, to_socket_family (via->rtvia_family));
}

static void
take_hop_attribute (LcRoute *self, const struct nlattr *attribute, int family)
{
  switch (mnl_attr_get_type (attribute))
    {
    case RTA_GATEWAY:
      g_clear_object (&self->gateway);
      self->gateway = address_from_attribute (attribute, family);
      break;
    case RTA_VIA:
      g_clear_object (&self->gateway);
      self->gateway = address_from_via (attribute);
      break;
    default:
      break;
    }
}

/* Several next hops with weights: the first stands for all. */
static void
take_multipath (LcRoute *self, const struct nlattr *attribute, int family)
{
  const struct rtnexthop *hop = mnl_attr_get_payload (attribute);
  gsize length = mnl_attr_get_payload_len (attribute);
  const struct nlattr *attr;
  const void *attributes = hop + 1;

  if (length < sizeof *hop || hop->rtnh_len < sizeof *hop || hop->rtnh_len > length)
    return;
  self->interface_index = hop->rtnh_ifindex;
  mnl_attr_for_each_payload (attributes, hop->rtnh_len - sizeof *hop)
    take_hop_attribute (self, attr, family);
}

static LcRoute *
route_from_message (const struct nlmsghdr *message)
{
  g_autoptr (LcRoute) self = g_new0 (LcRoute, 1);
  const struct rtmsg *header = mnl_nlmsg_get_payload (message);
  const struct nlattr *attribute;
  char name[IF_NAMESIZE];

  self->reachable = header->rtm_type != RTN_UNREACHABLE && header->rtm_type != RTN_PROHIBIT &&
                    header->rtm_type != RTN_BLACKHOLE && header->rtm_type != RTN_THROW;
  self->table = header->rtm_table;
  mnl_attr_for_each (attribute, message, sizeof *header)
    {
      gsize length = mnl_attr_get_payload_len (attribute);

      switch (mnl_attr_get_type (attribute))
        {
        case RTA_OIF:
          if (length >= sizeof (guint32))
            self->interface_index = mnl_attr_get_u32 (attribute);
          break;
        case RTA_PREFSRC:
          g_clear_object (&self->source);
          self->source = address_from_attribute (attribute, header->rtm_family);
          break;
        case RTA_PRIORITY:
          if (length >= sizeof (guint32))
            self->metric = mnl_attr_get_u32 (attribute);
          break;
        case RTA_TABLE:
          if (length >= sizeof (guint32))
            self->table = mnl_attr_get_u32 (attribute);
          break;
        case RTA_MULTIPATH:
          take_multipath (self, attribute, header->rtm_family);
          break;
        default:
          take_hop_attribute (self, attribute, header->rtm_family);
          break;
        }
    }

  if (self->interface_index != 0 && if_indextoname (self->interface_index, name) != NULL)
    self->interface_name = g_strdup (name);
  return g_steal_pointer (&self);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GInetAddress *destination = g_task_get_task_data (task);
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (LcRoute) route = NULL;
  GError *error = NULL;
  int kernel_errno = 0;

  messages = lc_netlink_ask_finish (result, &kernel_errno, &error);
  if (messages == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (messages->len > 0)
    route = route_from_message (g_bytes_get_data (g_ptr_array_index (messages, 0), NULL));
  else
    route = g_new0 (LcRoute, 1);
  route->kernel_errno = kernel_errno;
  route->destination = g_object_ref (destination);
  g_task_return_pointer (task, g_steal_pointer (&route), (GDestroyNotify) lc_route_free);
}

static gboolean
is_route_message (const struct nlmsghdr *message, gpointer user_data)
{
  return message->nlmsg_type == RTM_NEWROUTE &&
         mnl_nlmsg_get_payload_len (message) >= sizeof (struct rtmsg);
}

/* A default route that is in use: neither a cached clone nor the kernel's own
 * "unreachable" of last resort. */
static gboolean
is_default_route (const struct nlmsghdr *message, gpointer user_data)
{
  const struct rtmsg *header = mnl_nlmsg_get_payload (message);

  return is_route_message (message, NULL) && header->rtm_dst_len == 0 &&
         (header->rtm_flags & RTM_F_CLONED) == 0 && header->rtm_type == RTN_UNICAST;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GPtrArray) messages = NULL;
  GPtrArray *routes;
  GError *error = NULL;

  messages = lc_netlink_ask_finish (result, NULL, &error);
  if (messages == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  routes = g_ptr_array_new_with_free_func ((GDestroyNotify) lc_route_free);
  for (guint i = 0; i < messages->len; i++)
    {
      const struct nlmsghdr *message = g_bytes_get_data (g_ptr_array_index (messages, i), NULL);

      g_ptr_array_add (routes, route_from_message (message));
    }
  g_ptr_array_sort (routes, compare_metric);
  g_task_return_pointer (task, routes, (GDestroyNotify) g_ptr_array_unref);
}

static struct nlmsghdr *
start_request (char *buffer, int family, guint16 flags)
{
  struct nlmsghdr *message = mnl_nlmsg_put_header (buffer);
  struct rtmsg *header;

  message->nlmsg_type = RTM_GETROUTE;
  message->nlmsg_flags = NLM_F_REQUEST | flags;
  header = mnl_nlmsg_put_extra_header (message, sizeof *header);
  header->rtm_family = family;
  return message;
}

void
lc_route_free (LcRoute *self)
{
  g_clear_object (&self->destination);
  g_clear_object (&self->gateway);
  g_clear_object (&self->source);
  g_free (self->interface_name);
  g_free (self);
}

/**
 * lc_route_is_usable:
 * @self: (nullable): the way to an address far away
 *
 * Returns: whether there is a way and this computer has an address for it that
 *   others can answer to: not a link-local one, not loopback
 */
gboolean
lc_route_is_usable (const LcRoute *self)
{
  return self != NULL && self->reachable && self->source != NULL &&
         !g_inet_address_get_is_link_local (self->source) &&
         !g_inet_address_get_is_loopback (self->source);
}

/**
 * lc_route_to_string:
 *
 * Returns: (transfer full): "via 192.0.2.1 dev eth0 src 192.0.2.2 metric 100",
 *   what is not known left out; "unreachable" when there is no way.
 */
char *
lc_route_to_string (const LcRoute *self)
{
  GString *text = g_string_new (NULL);

  if (!self->reachable)
    return g_string_free (g_string_append (text, "unreachable"), FALSE);

  if (self->gateway != NULL)
    {
      g_autofree char *gateway = g_inet_address_to_string (self->gateway);

      g_string_append_printf (text, "via %s ", gateway);
    }
  g_string_append (text, "dev ");
  g_string_append (text, self->interface_name != NULL ? self->interface_name : "?");
  if (self->source != NULL)
    {
      g_autofree char *source = g_inet_address_to_string (self->source);

      g_string_append_printf (text, " src %s", source);
    }
  if (self->metric != 0)
    g_string_append_printf (text, " metric %u", self->metric);
  return g_string_free (text, FALSE);
}

/**
 * lc_routes_find_async:
 * @destination: an actual address; nothing is sent to it
 *
 * Asks the kernel which way a packet to @destination would go now.
 */
void
lc_routes_find_async (GInetAddress *destination, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  char buffer[REQUEST_BYTES] __attribute__ ((aligned (8)));
  gsize length = g_inet_address_get_native_size (destination);
  struct nlmsghdr *message;
  struct rtmsg *header;

  g_task_set_source_tag (task, lc_routes_find_async);
  g_task_set_task_data (task, g_object_ref (destination), g_object_unref);

  message = start_request (buffer, g_inet_address_get_family (destination), 0);
  header = mnl_nlmsg_get_payload (message);
  header->rtm_dst_len = length * 8;
  header->rtm_flags = RTM_F_LOOKUP_TABLE; /* say which table, not just "main" */
  mnl_attr_put (message, RTA_DST, length, g_inet_address_to_bytes (destination));

  lc_netlink_ask_async (message, is_route_message, NULL, cancellable, found_cb,
                        g_steal_pointer (&task));
}

/**
 * lc_routes_find_finish:
 *
 * Returns: (transfer full): the route, where "there is none" is an answer too;
 *   %NULL with an error when the kernel could not be asked.
 */
LcRoute *
lc_routes_find_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lc_routes_list_default_async:
 * @family: %G_SOCKET_FAMILY_IPV4 or %G_SOCKET_FAMILY_IPV6
 *
 * Lists the default routes of all tables.
 */
void
lc_routes_list_default_async (GSocketFamily family, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  char buffer[REQUEST_BYTES] __attribute__ ((aligned (8)));
  struct nlmsghdr *message;

  g_task_set_source_tag (task, lc_routes_list_default_async);
  message = start_request (buffer, family, NLM_F_DUMP);
  lc_netlink_ask_async (message, is_default_route, NULL, cancellable, listed_cb,
                        g_steal_pointer (&task));
}

/**
 * lc_routes_list_default_finish:
 *
 * Returns: (transfer full) (element-type LcRoute): lowest metric first, empty
 *   when there is none; %NULL with an error when the kernel could not be asked.
 */
GPtrArray *
lc_routes_list_default_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
