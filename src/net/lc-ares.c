/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-ares.c: one c-ares channel inside a GLib main context.
 *
 * A GSource polls the sockets that c-ares has open and wakes for its timeouts.
 * The sockets are opened here rather than by c-ares, because c-ares folds
 * "nothing listens there", "no route", "a filter said no" and, before 1.20,
 * even SERVFAIL into one ARES_ECONNREFUSED: the errno of each call and the
 * response code of each datagram are kept as evidence. The kernel stamps each
 * datagram, so that a program that is busy does not make a server look slow.
 */
#define CARES_NO_DEPRECATED
#include "net/lc-ares.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <resolv.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "net/lc-datagram.h"
#include "net/lc-moment.h"

#include "net/lc-resolv-conf.h"

/* One server that stays silent is known after 1 s + 2 s (c-ares doubles). */
#define TIMEOUT_MS 1000
#define TRIES 2

/* DNS record types (RFC 1035, RFC 3596) */
#define TYPE_A 1
#define TYPE_AAAA 28

#define MAX_WAITED_NS (10 * G_GINT64_CONSTANT (1000000000))

typedef struct
{
  GSource parent;
  LcAres *ares; /* unowned: the source is destroyed before it goes */
} LcAresSource;

struct _LcAres
{
  gatomicrefcount ref_count;
  ares_channel channel;
  GSource *source;
  GHashTable *tags;    /* socket -> GSource poll tag */
  GPtrArray *lookups;  /* of AresLookup, those that c-ares still works on */
  GPtrArray *on_links; /* of LcNameServer: all, when one of them is on a link; or NULL */
  int connect_errno;
  int transfer_errno;
};

typedef struct
{
  LcAres *ares;
  char *host;
  int type; /* DNS record type */
  int rcode;
  gint64 arrived_us;
  LcAresCallback callback;
  gpointer user_data;
} AresLookup;

static void
ares_lookup_free (AresLookup *lookup)
{
  g_free (lookup->host);
  g_free (lookup);
}

/* Remembers for the question that a message answers when it came, and SERVFAIL,
 * NOTIMP and REFUSED. */
static void
note_message (LcAres *self, const guint8 *message, gssize length, gint64 arrived_us)
{
  g_autofree char *host = NULL;
  char *name = NULL;
  long name_length = 0;
  int rcode, type;

  if (length < 12 || (message[2] & 0x80) == 0)
    return;
  rcode = message[3] & 0x0f;
  if (message[4] != 0 || message[5] != 1)
    return;
  if (ares_expand_name (message + 12, message, (int) length, &name, &name_length) != ARES_SUCCESS)
    return;
  host = g_strdup (name);
  ares_free_string (name);
  if (12 + name_length + 2 > length)
    return;
  type = message[12 + name_length] << 8 | message[12 + name_length + 1];

  for (guint i = 0; i < self->lookups->len; i++)
    {
      AresLookup *lookup = g_ptr_array_index (self->lookups, i);

      if (lookup->type != type || g_ascii_strcasecmp (lookup->host, host) != 0)
        continue;
      lookup->arrived_us = arrived_us;
      if (rcode == 2 || rcode == 4 || rcode == 5)
        lookup->rcode = rcode;
    }
}

static ares_socket_t
socket_open (int domain, int type, int protocol, void *user_data)
{
  LcAres *self = user_data;
  int fd = socket (domain, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
  const int on = 1;

  if (fd < 0)
    self->connect_errno = errno;
  else if (type == SOCK_DGRAM)
    setsockopt (fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
  return fd;
}

static int
socket_close (ares_socket_t fd, void *user_data)
{
  return close (fd);
}

/* What c-ares is told instead of a server's address on a link, since no two
 * versions of it understand the same: one of the discard prefix (RFC 6666), at
 * which nobody can be. */
static struct in6_addr
get_stand_in (guint index)
{
  struct in6_addr address = { .s6_addr = { 0x01, [15] = (guint8) (index + 1) } };

  return address;
}

static const LcNameServer *
find_stood_in_for (LcAres *self, const struct in6_addr *address)
{
  for (guint i = 0; self->on_links != NULL && i < self->on_links->len; i++)
    {
      const LcNameServer *server = g_ptr_array_index (self->on_links, i);
      struct in6_addr stand_in = get_stand_in (i);

      if (server->link != NULL && memcmp (&stand_in, address, sizeof stand_in) == 0)
        return server;
    }
  return NULL;
}

/* From the stand-in to the server. */
static gboolean
find_real_address (LcAres *self, const struct sockaddr *address, struct sockaddr_in6 *real)
{
  const LcNameServer *server;

  if (address->sa_family != AF_INET6)
    return FALSE;
  *real = *(const struct sockaddr_in6 *) address;
  server = find_stood_in_for (self, &real->sin6_addr);
  if (server == NULL)
    return FALSE;
  memcpy (&real->sin6_addr, g_inet_address_to_bytes (server->address), sizeof real->sin6_addr);
  real->sin6_scope_id = lc_name_server_get_scope_id (server);
  return TRUE;
}

/* From the server to the stand-in, from which c-ares awaits the answer. */
static void
hide_real_address (LcAres *self, struct sockaddr *address)
{
  struct sockaddr_in6 *sender = (struct sockaddr_in6 *) address;

  if (address == NULL || address->sa_family != AF_INET6)
    return;
  for (guint i = 0; self->on_links != NULL && i < self->on_links->len; i++)
    {
      const LcNameServer *server = g_ptr_array_index (self->on_links, i);

      if (server->link != NULL && sender->sin6_scope_id == lc_name_server_get_scope_id (server) &&
          memcmp (g_inet_address_to_bytes (server->address), &sender->sin6_addr, sizeof sender->sin6_addr) == 0)
        {
          sender->sin6_addr = get_stand_in (i);
          sender->sin6_scope_id = 0;
          return;
        }
    }
}

static int
socket_connect (ares_socket_t fd, const struct sockaddr *address, ares_socklen_t length,
                void *user_data)
{
  LcAres *self = user_data;
  struct sockaddr_in6 real;
  int result;

  if (find_real_address (self, address, &real))
    address = (const struct sockaddr *) &real;
  result = connect (fd, address, length);

  if (result < 0 && errno != EINPROGRESS)
    self->connect_errno = errno;
  return result;
}

/* A stamp of the future, or of long ago, is that of a clock which was set meanwhile. */
static gint64
get_arrival_us (gint64 stamp_ns)
{
  LcMoment now = lc_moment_now ();
  gint64 waited_ns = stamp_ns != 0 ? now.real_ns - stamp_ns : 0;

  if (waited_ns < 0 || waited_ns > MAX_WAITED_NS)
    waited_ns = 0;
  return (now.monotonic_ns - waited_ns) / 1000;
}

static ares_ssize_t
socket_receive (ares_socket_t fd, void *buffer, size_t size, int flags,
                struct sockaddr *address, ares_socklen_t *length, void *user_data)
{
  LcAres *self = user_data;
  LcDatagram datagram;

  if (!lc_datagram_receive (&datagram, fd, buffer, size, flags))
    {
      if (errno != EAGAIN)
        self->transfer_errno = errno;
      return -1;
    }
  if (address != NULL && length != NULL)
    {
      memcpy (address, &datagram.peer, MIN (datagram.peer_size, *length));
      *length = datagram.peer_size;
    }
  if (datagram.length > 0)
    {
      note_message (self, buffer, datagram.length, get_arrival_us (datagram.stamp_ns));
      hide_real_address (self, address);
    }
  return (ares_ssize_t) datagram.length;
}

static ares_ssize_t
socket_send (ares_socket_t fd, const struct iovec *vector, int count, void *user_data)
{
  LcAres *self = user_data;
  struct msghdr message = { .msg_iov = (struct iovec *) vector, .msg_iovlen = count };
  gssize result = sendmsg (fd, &message, MSG_NOSIGNAL);

  if (result < 0 && errno != EAGAIN && errno != EINTR)
    self->transfer_errno = errno;
  return result;
}

static const struct ares_socket_functions socket_functions = {
  .asocket = socket_open,
  .aclose = socket_close,
  .aconnect = socket_connect,
  .arecvfrom = socket_receive,
  .asendv = socket_send,
};

static void
on_socket_state (void *data, ares_socket_t fd, int readable, int writable)
{
  LcAres *self = data;
  gpointer tag = g_hash_table_lookup (self->tags, GINT_TO_POINTER (fd));
  GIOCondition condition = (readable ? G_IO_IN | G_IO_ERR | G_IO_HUP : 0)
                           | (writable ? G_IO_OUT : 0);

  if (condition == 0)
    {
      if (tag != NULL)
        {
          g_source_remove_unix_fd (self->source, tag);
          g_hash_table_remove (self->tags, GINT_TO_POINTER (fd));
        }
    }
  else if (tag != NULL)
    {
      g_source_modify_unix_fd (self->source, tag, condition);
    }
  else
    {
      tag = g_source_add_unix_fd (self->source, fd, condition);
      g_hash_table_insert (self->tags, GINT_TO_POINTER (fd), tag);
    }
}

static gboolean
get_timeout (LcAres *self, int *timeout_ms)
{
  struct timeval wait;

  if (ares_timeout (self->channel, NULL, &wait) == NULL)
    return FALSE;
  *timeout_ms = (int) (wait.tv_sec * 1000 + (wait.tv_usec + 999) / 1000);
  return TRUE;
}

static gboolean
source_prepare (GSource *source, int *timeout_ms)
{
  LcAres *self = ((LcAresSource *) source)->ares;

  *timeout_ms = -1;
  return get_timeout (self, timeout_ms) && *timeout_ms == 0;
}

static gboolean
source_check (GSource *source)
{
  LcAres *self = ((LcAresSource *) source)->ares;
  GHashTableIter iter;
  gpointer tag;
  int timeout_ms;

  g_hash_table_iter_init (&iter, self->tags);
  while (g_hash_table_iter_next (&iter, NULL, &tag))
    if (g_source_query_unix_fd (source, tag) != 0)
      return TRUE;

  return get_timeout (self, &timeout_ms) && timeout_ms == 0;
}

static gboolean
source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  /* Answers are handed out from inside c-ares: keep the channel until it is done. */
  g_autoptr (LcAres) self = lc_ares_ref (((LcAresSource *) source)->ares);
  g_autoptr (GArray) ready = g_array_new (FALSE, FALSE, 2 * sizeof (int));
  GHashTableIter iter;
  gpointer fd, tag;

  g_hash_table_iter_init (&iter, self->tags);
  while (g_hash_table_iter_next (&iter, &fd, &tag))
    {
      GIOCondition condition = g_source_query_unix_fd (source, tag);
      int entry[2] = { GPOINTER_TO_INT (fd), (int) condition };

      if (condition != 0)
        g_array_append_val (ready, entry);
    }

  for (guint i = 0; i < ready->len && self->channel != NULL; i++)
    {
      const int *entry = (const int *) ready->data + 2 * i;

      if (g_hash_table_contains (self->tags, GINT_TO_POINTER (entry[0])))
        ares_process_fd (self->channel,
                         entry[1] & ~G_IO_OUT ? entry[0] : ARES_SOCKET_BAD,
                         entry[1] & G_IO_OUT ? entry[0] : ARES_SOCKET_BAD);
    }
  if (self->channel != NULL)
    ares_process_fd (self->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_functions = {
  .prepare = source_prepare,
  .check = source_check,
  .dispatch = source_dispatch,
};

/* c-ares looks there first, and does not say so. */
static gboolean
is_in_hosts_file (const AresLookup *lookup)
{
  struct hostent *entry = NULL;
  int family = lookup->type == TYPE_AAAA ? AF_INET6 : AF_INET;
  gboolean found = ares_gethostbyname_file (lookup->ares->channel, lookup->host, family, &entry) == ARES_SUCCESS;

  if (found)
    ares_free_hostent (entry);
  return found;
}

static void
on_answer (void *data, int status, int timeouts, struct ares_addrinfo *info)
{
  AresLookup *lookup = data;
  LcAres *self = lookup->ares;
  LcAresResult result = {
    .status = status,
    .rcode = lookup->rcode,
    .connect_errno = self->connect_errno,
    .transfer_errno = self->transfer_errno,
    .arrived_us = lookup->arrived_us,
    .from_hosts_file = status == ARES_SUCCESS && lookup->arrived_us == 0 && is_in_hosts_file (lookup),
    .info = status == ARES_SUCCESS ? info : NULL,
  };

  g_ptr_array_remove_fast (self->lookups, lookup);
  lookup->callback (&result, lookup->user_data);
  ares_lookup_free (lookup);
  g_clear_pointer (&info, ares_freeaddrinfo);
}

/* Servers of a single link: c-ares before 1.22 passes over them, and asks this
 * computer itself when no other is left; so does 1.34.5, which does not find
 * the link. */
static int
add_servers_on_links (LcAres *self)
{
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) servers = NULL;
  g_autoptr (GString) csv = g_string_new (NULL);
  guint n_on_links = 0;

  if (!g_file_get_contents (_PATH_RESCONF, &text, NULL, NULL))
    return ARES_SUCCESS;
  servers = lc_resolv_conf_parse (text);
  for (guint i = 0; i < servers->len; i++)
    {
      const LcNameServer *server = g_ptr_array_index (servers, i);
      struct in6_addr stand_in = get_stand_in (i);
      char stand_in_text[INET6_ADDRSTRLEN];
      g_autofree char *address = g_inet_address_to_string (server->address);

      n_on_links += server->link != NULL;
      inet_ntop (AF_INET6, &stand_in, stand_in_text, sizeof stand_in_text);
      g_string_append_printf (csv, "%s%s", i > 0 ? "," : "", server->link != NULL ? stand_in_text : address);
    }
  if (n_on_links == 0)
    return ARES_SUCCESS;
  self->on_links = g_steal_pointer (&servers);
  return ares_set_servers_ports_csv (self->channel, csv->str);
}

static gboolean
open_channel (LcAres *self, const char *servers, GError **error)
{
  static gsize library = 0;
  struct ares_options options = {
    .flags = ARES_FLAG_NOSEARCH,
    .timeout = TIMEOUT_MS,
    .tries = TRIES,
    .sock_state_cb = on_socket_state,
    .sock_state_cb_data = self,
  };
  int status = ARES_SUCCESS;

  if (g_once_init_enter (&library))
    g_once_init_leave (&library, (gsize) ares_library_init (ARES_LIB_INIT_ALL) + 1);

  status = ares_init_options (&self->channel, &options,
                              ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES
                                | ARES_OPT_NDOTS | ARES_OPT_DOMAINS | ARES_OPT_SOCK_STATE_CB);
  if (status == ARES_SUCCESS)
    status = servers != NULL ? ares_set_servers_ports_csv (self->channel, servers) : add_servers_on_links (self);
  if (status != ARES_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "c-ares: %s", ares_strerror (status));
      return FALSE;
    }
  ares_set_socket_functions (self->channel, &socket_functions, self);
  return TRUE;
}

/**
 * lc_ares_new:
 * @context: (nullable): where its sockets are polled
 * @servers: (nullable): "192.0.2.53:5353,[2001:db8::53]:53" instead of the system's resolvers
 *
 * Names are asked as they are: no search domain is ever added.
 */
LcAres *
lc_ares_new (GMainContext *context, const char *servers, GError **error)
{
  g_autoptr (LcAres) self = g_new0 (LcAres, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->tags = g_hash_table_new (NULL, NULL);
  self->lookups = g_ptr_array_new ();
  self->source = g_source_new (&source_functions, sizeof (LcAresSource));
  ((LcAresSource *) self->source)->ares = self;
  g_source_set_name (self->source, "linecheck c-ares");

  if (!open_channel (self, servers, error))
    return NULL;
  g_source_attach (self->source, context);
  return g_steal_pointer (&self);
}

LcAres *
lc_ares_ref (LcAres *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
lc_ares_unref (LcAres *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->channel != NULL)
    ares_destroy (g_steal_pointer (&self->channel));
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_hash_table_unref (self->tags);
  g_ptr_array_unref (self->lookups);
  g_clear_pointer (&self->on_links, g_ptr_array_unref);
  g_free (self);
}

/**
 * lc_ares_ask:
 * @host: an ASCII host name, no literal
 * @family: AF_INET or AF_INET6
 * @callback: (scope async): called once, possibly before this returns, and
 *   with ARES_EDESTRUCTION when the channel goes first
 */
void
lc_ares_ask (LcAres *self, const char *host, int family, LcAresCallback callback,
             gpointer user_data)
{
  g_autoptr (LcAres) keep G_GNUC_UNUSED = lc_ares_ref (self);
  struct ares_addrinfo_hints hints = {
    .ai_flags = ARES_AI_NOSORT,
    .ai_family = family,
    .ai_socktype = SOCK_STREAM,
  };
  AresLookup *lookup = g_new0 (AresLookup, 1);

  lookup->ares = self;
  lookup->host = g_strdup (host);
  lookup->type = family == AF_INET6 ? TYPE_AAAA : TYPE_A;
  lookup->callback = callback;
  lookup->user_data = user_data;
  g_ptr_array_add (self->lookups, lookup);

  ares_getaddrinfo (self->channel, host, NULL, &hints, on_answer, lookup);
}

/**
 * lc_ares_dup_servers:
 *
 * Returns: (transfer full): the resolvers in use: "192.0.2.53", and with a
 *   port other than 53 "192.0.2.53:5353" or "[2001:db8::53]:5353"
 */
char **
lc_ares_dup_servers (LcAres *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  struct ares_addr_port_node *servers = NULL;

  if (ares_get_servers_ports (self->channel, &servers) != ARES_SUCCESS)
    return g_strv_builder_end (builder);

  for (struct ares_addr_port_node *server = servers; server != NULL; server = server->next)
    {
      char text[INET6_ADDRSTRLEN];
      g_autofree char *with_port = NULL;
      const LcNameServer *on_link = server->family == AF_INET6
                                      ? find_stood_in_for (self, (const struct in6_addr *) &server->addr) : NULL;
      int port = server->udp_port;

      if (inet_ntop (server->family, &server->addr, text, sizeof text) == NULL)
        continue;
      if (on_link != NULL)
        with_port = lc_name_server_to_string (on_link);
      else if (port != 0 && port != 53)
        with_port = g_strdup_printf (server->family == AF_INET6 ? "[%s]:%d" : "%s:%d", text, port);
      g_strv_builder_add (builder, with_port != NULL ? with_port : text);
    }
  ares_free_data (servers);
  return g_strv_builder_end (builder);
}
