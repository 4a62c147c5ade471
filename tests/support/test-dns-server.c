/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-dns-server.c: just enough of RFC 1035 to answer A and AAAA questions.
 */
#include "tests/support/test-dns-server.h"

#include <string.h>

typedef struct
{
  GPtrArray *addresses; /* of GInetAddress */
  char *alias;
  guint rcode;
  gboolean silent;
  gboolean garbage;
  guint delay_ms;
  guint asked[2]; /* A, AAAA */
} Name;

struct _TestDnsServer
{
  GObject parent_instance;

  GSocket *socket;
  GSource *source;
  char *address;
  GHashTable *names; /* host -> Name */
};

G_DEFINE_FINAL_TYPE (TestDnsServer, test_dns_server, G_TYPE_OBJECT)

typedef struct
{
  TestDnsServer *self;
  GSocketAddress *to;
  GByteArray *message;
} Reply;

static void
name_free (gpointer data)
{
  Name *name = data;

  g_ptr_array_unref (name->addresses);
  g_free (name->alias);
  g_free (name);
}

static void
reply_free (gpointer data)
{
  Reply *reply = data;

  g_object_unref (reply->self);
  g_object_unref (reply->to);
  g_byte_array_unref (reply->message);
  g_free (reply);
}

static gboolean
send_reply (gpointer data)
{
  Reply *reply = data;

  g_socket_send_to (reply->self->socket, reply->to, (const char *) reply->message->data,
                    reply->message->len, NULL, NULL);
  return G_SOURCE_REMOVE;
}

static void
append_u16 (GByteArray *message, guint value)
{
  guint8 bytes[2] = { value >> 8, value & 0xff };

  g_byte_array_append (message, bytes, 2);
}

static void
append_name (GByteArray *message, const char *host)
{
  g_auto (GStrv) labels = g_strsplit (host, ".", -1);
  guint8 length;

  for (guint i = 0; labels[i] != NULL; i++)
    {
      length = strlen (labels[i]);
      g_byte_array_append (message, &length, 1);
      g_byte_array_append (message, (const guint8 *) labels[i], length);
    }
  length = 0;
  g_byte_array_append (message, &length, 1);
}

static void
append_record (GByteArray *message, const char *host, guint type, guint ttl,
               const guint8 *data, gsize size)
{
  append_name (message, host);
  append_u16 (message, type);
  append_u16 (message, 1);
  append_u16 (message, 0);
  append_u16 (message, ttl);
  append_u16 (message, size);
  g_byte_array_append (message, data, size);
}

static guint
append_answers (GByteArray *message, TestDnsServer *self, const char *host, guint type)
{
  Name *name = g_hash_table_lookup (self->names, host);
  guint count = 0;

  if (name != NULL && name->alias != NULL)
    {
      g_autoptr (GByteArray) target = g_byte_array_new ();

      append_name (target, name->alias);
      append_record (message, host, 5, 300, target->data, target->len);
      return 1 + append_answers (message, self, name->alias, type);
    }
  for (guint i = 0; name != NULL && i < name->addresses->len; i++)
    {
      GInetAddress *address = g_ptr_array_index (name->addresses, i);
      gboolean ipv6 = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6;

      if (ipv6 != (type == TEST_DNS_AAAA))
        continue;
      append_record (message, host, type, 60, g_inet_address_to_bytes (address),
                     g_inet_address_get_native_size (address));
      count++;
    }
  return count;
}

static GByteArray *
make_reply (TestDnsServer *self, const guint8 *request, gsize question_end, const char *host,
            guint type)
{
  Name *name = g_hash_table_lookup (self->names, host);
  GByteArray *message = g_byte_array_new ();
  guint rcode = name != NULL ? name->rcode : 3;

  g_byte_array_append (message, request, question_end);
  if (name != NULL && name->garbage)
    {
      g_byte_array_set_size (message, question_end + 7);
      memset (message->data + 12, 0xff, question_end + 7 - 12);
      rcode = 0;
    }
  else if (rcode == 0)
    {
      guint count = append_answers (message, self, host, type);

      message->data[7] = count;
    }
  message->data[2] = 0x81;
  message->data[3] = 0x80 | rcode;
  if (name != NULL && name->garbage)
    message->data[7] = 1;
  message->data[9] = message->data[11] = 0;
  return message;
}

static gboolean
on_request (GSocket *socket, GIOCondition condition, gpointer data)
{
  TestDnsServer *self = data;
  g_autoptr (GSocketAddress) from = NULL;
  g_autoptr (GString) host = g_string_new (NULL);
  g_autofree char *key = NULL;
  guint8 request[1500];
  gssize size = g_socket_receive_from (socket, &from, (char *) request, sizeof request, NULL, NULL);
  gsize offset = 12;
  Name *name;
  Reply *reply;
  guint type;

  if (size < 17)
    return G_SOURCE_CONTINUE;
  while (request[offset] != 0)
    {
      g_string_append_printf (host, "%s%.*s", host->len > 0 ? "." : "", request[offset],
                              (const char *) request + offset + 1);
      offset += 1 + request[offset];
      g_assert_cmpint (offset + 4, <, size);
    }
  key = g_ascii_strdown (host->str, -1);
  type = request[offset + 1] << 8 | request[offset + 2];
  name = g_hash_table_lookup (self->names, key);
  if (name != NULL)
    name->asked[type == TEST_DNS_AAAA ? 1 : 0]++;
  if (name != NULL && name->silent)
    return G_SOURCE_CONTINUE;

  reply = g_new0 (Reply, 1);
  reply->self = g_object_ref (self);
  reply->to = g_steal_pointer (&from);
  reply->message = make_reply (self, request, offset + 5, key, type);
  if (name != NULL && name->delay_ms > 0)
    {
      g_timeout_add_full (G_PRIORITY_DEFAULT, name->delay_ms, send_reply, reply, reply_free);
    }
  else
    {
      send_reply (reply);
      reply_free (reply);
    }
  return G_SOURCE_CONTINUE;
}

static Name *
get_name (TestDnsServer *self, const char *host)
{
  Name *name = g_hash_table_lookup (self->names, host);

  if (name == NULL)
    {
      name = g_new0 (Name, 1);
      name->addresses = g_ptr_array_new_with_free_func (g_object_unref);
      g_hash_table_insert (self->names, g_strdup (host), name);
    }
  return name;
}

static void
test_dns_server_dispose (GObject *object)
{
  TestDnsServer *self = TEST_DNS_SERVER (object);

  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_object (&self->socket);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->names, g_hash_table_unref);
  G_OBJECT_CLASS (test_dns_server_parent_class)->dispose (object);
}

static void
test_dns_server_class_init (TestDnsServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = test_dns_server_dispose;
}

static void
test_dns_server_init (TestDnsServer *self)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, name_free);
  self->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM,
                               G_SOCKET_PROTOCOL_UDP, &error);
  g_assert_no_error (error);
  g_socket_bind (self->socket, any, FALSE, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (self->socket, &error);
  g_assert_no_error (error);
  self->address = g_strdup_printf (
    "127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  self->source = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_request), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

TestDnsServer *
test_dns_server_new (void)
{
  return g_object_new (TEST_TYPE_DNS_SERVER, NULL);
}

const char *
test_dns_server_get_address (TestDnsServer *self)
{
  return self->address;
}

/* @addresses: of both families, separated by spaces; "" for a name without any */
void
test_dns_server_add (TestDnsServer *self, const char *host, const char *addresses)
{
  g_auto (GStrv) words = g_strsplit_set (addresses, " ", -1);
  Name *name = get_name (self, host);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_ptr_array_add (name->addresses, g_inet_address_new_from_string (words[i]));
}

void
test_dns_server_add_alias (TestDnsServer *self, const char *host, const char *target)
{
  g_free (get_name (self, host)->alias);
  get_name (self, host)->alias = g_strdup (target);
}

void
test_dns_server_set_rcode (TestDnsServer *self, const char *host, guint rcode)
{
  get_name (self, host)->rcode = rcode;
}

void
test_dns_server_set_silent (TestDnsServer *self, const char *host)
{
  get_name (self, host)->silent = TRUE;
}

void
test_dns_server_set_garbage (TestDnsServer *self, const char *host)
{
  get_name (self, host)->garbage = TRUE;
}

void
test_dns_server_set_delay_ms (TestDnsServer *self, const char *host, guint delay_ms)
{
  get_name (self, host)->delay_ms = delay_ms;
}

/* Returns: how often @host was asked for, repetitions included */
guint
test_dns_server_count (TestDnsServer *self, const char *host, guint type)
{
  return get_name (self, host)->asked[type == TEST_DNS_AAAA ? 1 : 0];
}
