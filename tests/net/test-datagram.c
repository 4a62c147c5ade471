/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-datagram.c: what the kernel tells beside datagrams, from real sockets on
 * loopback, and control data that no kernel would send.
 */
#include "net/lc-datagram.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <time.h>

#include <linux/errqueue.h>
#include <linux/net_tstamp.h>

#include "net/lc-icmp-error.h"

#define EXPEDITED 46 /* a DSCP */

static GSocket *
bound_socket (const char *host)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (host, 0);
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_DATAGRAM,
                                  G_SOCKET_PROTOCOL_UDP, &error);

  g_assert_no_error (error);
  g_socket_bind (socket, address, FALSE, &error);
  g_assert_no_error (error);
  return socket;
}

static void
wait_for (GSocket *socket, GIOCondition condition)
{
  g_assert_true (g_socket_condition_timed_wait (socket, condition, 2 * G_USEC_PER_SEC, NULL, NULL));
}

static void
receive (GSocket *socket, LcDatagram *datagram)
{
  char data[64];

  wait_for (socket, G_IO_IN);
  g_assert_true (lc_datagram_receive (datagram, g_socket_get_fd (socket), data, sizeof data, MSG_DONTWAIT));
}

static void
send_to_itself (GSocket *socket, int tos)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);

  g_assert_true (lc_datagram_send (g_socket_get_fd (socket), "hello", 5, address, tos));
}

static void
test_payload (gconstpointer data)
{
  g_autoptr (GSocket) socket = bound_socket (data);
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);
  g_autofree char *expected = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
  g_autoptr (GSocketAddress) peer = NULL;
  g_autofree char *text = NULL;
  LcDatagram datagram;

  send_to_itself (socket, -1);
  receive (socket, &datagram);
  g_assert_cmpuint (datagram.length, ==, 5);
  g_assert_cmpint (datagram.stamp_ns, ==, 0);
  g_assert_cmpint (datagram.tos, ==, -1);
  g_assert_cmpint (datagram.error.origin, ==, LC_ERROR_ORIGIN_NONE);
  peer = lc_datagram_dup_peer (&datagram);
  text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (peer));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_nothing_there (void)
{
  g_autoptr (GSocket) socket = bound_socket ("127.0.0.1");
  LcDatagram datagram;
  char data[64];

  g_assert_false (lc_datagram_receive (&datagram, g_socket_get_fd (socket), data, sizeof data, MSG_DONTWAIT));
  g_assert_cmpint (errno, ==, EAGAIN);
  g_assert_false (lc_datagram_receive (&datagram, g_socket_get_fd (socket), data, sizeof data, MSG_ERRQUEUE));
  g_assert_cmpint (errno, ==, EAGAIN);
}

/* A connected socket needs no destination; a socket of another family refuses one. */
static void
test_destinations (void)
{
  g_autoptr (GSocket) socket = bound_socket ("127.0.0.1");
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);
  g_autoptr (GSocketAddress) other = g_inet_socket_address_new_from_string ("::1", 9);
  LcDatagram datagram;

  g_assert_false (lc_datagram_send (g_socket_get_fd (socket), "hello", 5, other, -1));
  g_assert_cmpint (errno, ==, EAFNOSUPPORT);
  g_assert_true (g_socket_connect (socket, address, NULL, NULL));
  g_assert_true (lc_datagram_send (g_socket_get_fd (socket), "hello", 5, NULL, -1));
  receive (socket, &datagram);
  g_assert_cmpuint (datagram.length, ==, 5);
}

static void
test_tos (gconstpointer data)
{
  g_autoptr (GSocket) socket = bound_socket (data);
  LcDatagram datagram;

  if (g_socket_get_family (socket) == G_SOCKET_FAMILY_IPV4)
    g_socket_set_option (socket, IPPROTO_IP, IP_RECVTOS, 1, NULL);
  else
    g_socket_set_option (socket, IPPROTO_IPV6, IPV6_RECVTCLASS, 1, NULL);
  send_to_itself (socket, EXPEDITED << 2);
  receive (socket, &datagram);
  g_assert_cmpint (datagram.tos, ==, EXPEDITED << 2);
  send_to_itself (socket, -1);
  receive (socket, &datagram);
  g_assert_cmpint (datagram.tos, ==, 0);
}

static void
assert_stamp (const LcDatagram *datagram, gint64 before_us)
{
  g_assert_cmpint (datagram->stamp_ns / 1000, >=, before_us);
  g_assert_cmpint (datagram->stamp_ns / 1000, <=, g_get_real_time ());
}

static void
test_arrival_stamp (void)
{
  g_autoptr (GSocket) socket = bound_socket ("127.0.0.1");
  gint64 before_us = g_get_real_time ();
  LcDatagram datagram;

  g_socket_set_option (socket, SOL_SOCKET, SO_TIMESTAMPNS, 1, NULL);
  send_to_itself (socket, -1);
  receive (socket, &datagram);
  assert_stamp (&datagram, before_us);
}

/* The error queue tells when a packet left, and which of the socket's it was. */
static void
test_departure_stamp (gconstpointer data)
{
  g_autoptr (GSocket) socket = bound_socket (data);
  int wanted = SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_TX_SOFTWARE | SOF_TIMESTAMPING_OPT_ID |
               SOF_TIMESTAMPING_OPT_TSONLY;
  gint64 before_us = g_get_real_time ();

  g_socket_set_option (socket, SOL_SOCKET, SO_TIMESTAMPING, wanted, NULL);
  for (guint i = 0; i < 3; i++)
    {
      LcDatagram datagram;
      char quoted[64];

      send_to_itself (socket, -1);
      wait_for (socket, G_IO_ERR);
      g_assert_true (lc_datagram_receive (&datagram, g_socket_get_fd (socket), quoted, sizeof quoted, MSG_ERRQUEUE));
      g_assert_cmpint (datagram.error.origin, ==, LC_ERROR_ORIGIN_TIMESTAMP);
      g_assert_cmpuint (datagram.error.packet_number, ==, i);
      assert_stamp (&datagram, before_us);
    }
}

/* The error queue tells who refused which packet to whom. */
static void
test_refusal (gconstpointer data)
{
  g_autoptr (GSocket) closed = bound_socket (data);
  g_autoptr (GSocketAddress) nobody = g_socket_get_local_address (closed, NULL);
  g_autofree char *expected = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (nobody));
  g_autoptr (GSocket) socket = bound_socket (data);
  gboolean is_ipv6 = g_socket_get_family (socket) == G_SOCKET_FAMILY_IPV6;
  g_autoptr (GSocketAddress) destination = NULL;
  g_autofree char *text = NULL;
  LcDatagram datagram;
  char quoted[64];

  g_socket_close (closed, NULL);
  lc_icmp_error_enable_on_socket (socket);
  g_assert_true (lc_datagram_send (g_socket_get_fd (socket), "hello", 5, nobody, -1));
  wait_for (socket, G_IO_ERR);
  g_assert_true (lc_datagram_receive (&datagram, g_socket_get_fd (socket), quoted, sizeof quoted, MSG_ERRQUEUE));
  g_assert_cmpmem (quoted, datagram.length, "hello", 5);
  g_assert_cmpint (datagram.error.origin, ==, is_ipv6 ? LC_ERROR_ORIGIN_ICMP6 : LC_ERROR_ORIGIN_ICMP);
  g_assert_cmpint (datagram.error.icmp_type, ==, is_ipv6 ? 1 : 3);
  g_assert_cmpint (datagram.error.icmp_code, ==, is_ipv6 ? 4 : 3);
  g_assert_cmpint (datagram.error.offender.ss_family, ==, is_ipv6 ? AF_INET6 : AF_INET);
  destination = lc_datagram_dup_peer (&datagram);
  text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (destination));
  g_assert_cmpstr (text, ==, expected);
}

/* Control data */

typedef struct
{
  const char *name;
  int level, type;
  gsize smallest; /* bytes below which it tells nothing */
} ControlKind;

static const ControlKind kinds[] = {
  { "timestampns", SOL_SOCKET, SCM_TIMESTAMPNS, sizeof (struct timespec) },
  { "timestamping", SOL_SOCKET, SCM_TIMESTAMPING, sizeof (struct timespec) },
  { "recverr-ipv4", IPPROTO_IP, IP_RECVERR, sizeof (struct sock_extended_err) },
  { "recverr-ipv6", IPPROTO_IPV6, IPV6_RECVERR, sizeof (struct sock_extended_err) },
  { "tos", IPPROTO_IP, IP_TOS, 1 },
  { "tclass", IPPROTO_IPV6, IPV6_TCLASS, 1 },
  { "of-another-level", IPPROTO_IPV6, IP_TOS, G_MAXSIZE },
};

static void
append_control (GByteArray *control, int level, int type, gconstpointer data, gsize size)
{
  static const guint8 padding[sizeof (gsize)];
  struct cmsghdr header = { .cmsg_len = CMSG_LEN (size), .cmsg_level = level, .cmsg_type = type };

  g_byte_array_append (control, (const guint8 *) &header, sizeof header);
  g_byte_array_append (control, padding, CMSG_LEN (0) - sizeof header);
  g_byte_array_append (control, data, size);
  g_byte_array_append (control, padding, CMSG_SPACE (size) - CMSG_LEN (size));
}

/* Returns: what @length bytes of control data tell. The copy is as long as it says, so that
 * reading on would be noticed. */
static LcDatagram
read_control (const GByteArray *control, gsize length)
{
  g_autofree guint8 *copy = g_memdup2 (control->data, length);
  LcDatagram datagram = { .tos = -1 };

  lc_datagram_read_control (&datagram, copy, length);
  return datagram;
}

static gboolean
tells_anything (const LcDatagram *datagram)
{
  return datagram->stamp_ns != 0 || datagram->tos != -1 || datagram->error.origin != LC_ERROR_ORIGIN_NONE;
}

/* What is too short, or of another kind, is left alone. */
static void
test_short_control_data (gconstpointer data)
{
  const ControlKind *kind = data;
  const struct timespec stamp = { 1, 1 };
  guint8 bytes[80];

  memset (bytes, 1, sizeof bytes);
  if (kind->level == SOL_SOCKET)
    memcpy (bytes, &stamp, sizeof stamp);
  for (gsize size = 0; size < sizeof bytes; size++)
    {
      g_autoptr (GByteArray) control = g_byte_array_new ();
      LcDatagram datagram;

      append_control (control, kind->level, kind->type, bytes, size);
      datagram = read_control (control, control->len);
      g_assert_cmpint (tells_anything (&datagram), ==, size >= kind->smallest);
    }
}

/* What no clock says is no stamp. */
static void
test_impossible_stamps (void)
{
  static const struct timespec stamps[] = {
    { G_MAXINT64, 0 }, { G_MAXINT64 / 1000000000, 0 }, { -1, 5 }, { 1, -1 }, { 1, 1000000000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (stamps); i++)
    {
      g_autoptr (GByteArray) control = g_byte_array_new ();
      LcDatagram datagram;

      append_control (control, SOL_SOCKET, SCM_TIMESTAMPNS, &stamps[i], sizeof stamps[i]);
      datagram = read_control (control, control->len);
      g_assert_false (tells_anything (&datagram));
    }
}

/* As after MSG_CTRUNC: what is whole counts, what is cut off does not. */
static void
test_truncated_control_data (void)
{
  g_autoptr (GByteArray) control = g_byte_array_new ();
  struct timespec stamp = { 1, 2 };
  int tos = 3;

  append_control (control, SOL_SOCKET, SCM_TIMESTAMPNS, &stamp, sizeof stamp);
  append_control (control, IPPROTO_IPV6, IPV6_TCLASS, &tos, sizeof tos);
  for (gsize length = 0; length <= control->len; length++)
    {
      LcDatagram datagram = read_control (control, length);
      gboolean has_stamp = length >= CMSG_LEN (sizeof stamp);
      gboolean has_tos = length >= CMSG_SPACE (sizeof stamp) + CMSG_LEN (sizeof tos);

      g_assert_cmpint (datagram.stamp_ns, ==, has_stamp ? G_GINT64_CONSTANT (1000000002) : 0);
      g_assert_cmpint (datagram.tos, ==, has_tos ? 3 : -1);
    }
}

/* A length that cannot be ends the reading. */
static void
test_lying_lengths (void)
{
  const gsize lies[] = { 0, 1, sizeof (struct cmsghdr) - 1, 4096, G_MAXSIZE - 3, G_MAXSIZE };
  int tos = 3;

  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (GByteArray) control = g_byte_array_new ();
      LcDatagram datagram;

      append_control (control, IPPROTO_IPV6, IPV6_TCLASS, &tos, sizeof tos);
      memcpy (control->data + G_STRUCT_OFFSET (struct cmsghdr, cmsg_len), &lies[i], sizeof lies[i]);
      datagram = read_control (control, control->len);
      g_assert_false (tells_anything (&datagram));
    }
}

/* An offender of a family that is not known, or half of one, is nobody. */
static void
test_offenders (void)
{
  struct
  {
    struct sock_extended_err error;
    struct sockaddr_in6 offender;
  } queued = { { .ee_origin = SO_EE_ORIGIN_ICMP6, .ee_type = 1, .ee_code = 4 }, { .sin6_family = AF_INET6 } };

  for (gsize size = sizeof queued.error; size <= sizeof queued; size++)
    {
      g_autoptr (GByteArray) control = g_byte_array_new ();
      LcDatagram datagram;

      append_control (control, IPPROTO_IPV6, IPV6_RECVERR, &queued, size);
      datagram = read_control (control, control->len);
      g_assert_cmpint (datagram.error.origin, ==, LC_ERROR_ORIGIN_ICMP6);
      g_assert_cmpint (datagram.error.offender.ss_family, ==, size == sizeof queued ? AF_INET6 : AF_UNSPEC);
    }

  queued.offender.sin6_family = AF_UNIX;
  {
    g_autoptr (GByteArray) control = g_byte_array_new ();
    LcDatagram datagram;

    append_control (control, IPPROTO_IPV6, IPV6_RECVERR, &queued, sizeof queued);
    datagram = read_control (control, control->len);
    g_assert_cmpint (datagram.error.offender.ss_family, ==, AF_UNSPEC);
  }
}

static void
add_for_both (const char *name, GTestDataFunc func)
{
  g_autofree char *ipv4 = g_strdup_printf ("/net/datagram/%s/ipv4", name);
  g_autofree char *ipv6 = g_strdup_printf ("/net/datagram/%s/ipv6", name);

  g_test_add_data_func (ipv4, "127.0.0.1", func);
  g_test_add_data_func (ipv6, "::1", func);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_for_both ("payload", test_payload);
  add_for_both ("tos", test_tos);
  add_for_both ("departure-stamp", test_departure_stamp);
  add_for_both ("refusal", test_refusal);
  g_test_add_func ("/net/datagram/nothing-there", test_nothing_there);
  g_test_add_func ("/net/datagram/destinations", test_destinations);
  g_test_add_func ("/net/datagram/arrival-stamp", test_arrival_stamp);
  g_test_add_func ("/net/datagram/truncated-control-data", test_truncated_control_data);
  g_test_add_func ("/net/datagram/impossible-stamps", test_impossible_stamps);
  g_test_add_func ("/net/datagram/lying-lengths", test_lying_lengths);
  g_test_add_func ("/net/datagram/offenders", test_offenders);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/datagram/short-control-data/%s", kinds[i].name);

      g_test_add_data_func (path, &kinds[i], test_short_control_data);
    }
  return g_test_run ();
}
