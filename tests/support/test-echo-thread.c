/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test-echo-thread.c: see test-echo-thread.h.
 *
 * The time held runs from the kernel's stamp of the request's arrival to the
 * clock just before the answer is sent; what is left of a round trip is the
 * way, which on one machine is a few microseconds. The answer carries the
 * number of the request as the port of its mapped address.
 */
#include "tests/support/test-echo-thread.h"

#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "net/lc-datagram.h"

#define MAX_REQUESTS 4096
#define SPIN_NS 300000 /* sleeping is not precise; the last part is spent awake */
#define NS_PER_S G_GINT64_CONSTANT (1000000000)

struct _TestEchoThread
{
  GSocket *socket;
  GSocketAddress *address;
  GThread *thread;
  guint hold_us;
  int stop; /* atomic */
  gint64 held_ns[MAX_REQUESTS];
};

static gint64
real_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME, &now);
  return now.tv_sec * NS_PER_S + now.tv_nsec;
}

static void
hold_until (gint64 due_ns)
{
  gint64 sleep_ns = due_ns - SPIN_NS - real_ns ();

  if (sleep_ns > 0)
    g_usleep (sleep_ns / 1000);
  while (real_ns () < due_ns)
    continue;
}

static gpointer
serve (gpointer data)
{
  TestEchoThread *self = data;
  guint16 number = 0;

  while (!g_atomic_int_get (&self->stop))
    {
      guint8 reply[32] = { 0x01, 0x01, 0x00, 0x0c };
      guint8 request[20];
      LcDatagram datagram;
      guint16 port;

      /* It returns after a while to look whether it shall stop. */
      if (!lc_datagram_receive (&datagram, g_socket_get_fd (self->socket), request, sizeof request, 0) ||
          datagram.length != sizeof request || datagram.stamp_ns == 0 || number >= MAX_REQUESTS)
        continue;
      port = ++number;
      memcpy (reply + 4, request + 4, 16);
      memcpy (reply + 20, "\x00\x20\x00\x08\x00\x01\x00\x00\x5e\x12\xa4\x43", 12);
      reply[26] = (port >> 8) ^ 0x21;
      reply[27] = (port & 0xff) ^ 0x12;
      hold_until (datagram.stamp_ns + 1000 * (gint64) self->hold_us);
      self->held_ns[port - 1] = real_ns () - datagram.stamp_ns;
      sendto (g_socket_get_fd (self->socket), reply, sizeof reply, 0,
              (struct sockaddr *) &datagram.peer, datagram.peer_size);
    }
  return NULL;
}

TestEchoThread *
test_echo_thread_new (const char *address, guint hold_us)
{
  TestEchoThread *self = g_new0 (TestEchoThread, 1);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string (address, 0);
  g_autoptr (GError) error = NULL;
  struct timeval patience = { .tv_usec = 50000 };
  int yes = 1;
  int fd;

  self->hold_us = hold_us;
  self->socket = g_socket_new (g_socket_address_get_family (wanted), G_SOCKET_TYPE_DATAGRAM,
                               G_SOCKET_PROTOCOL_UDP, &error);
  g_assert_no_error (error);
  g_socket_bind (self->socket, wanted, FALSE, &error);
  g_assert_no_error (error);
  self->address = g_socket_get_local_address (self->socket, &error);
  g_assert_no_error (error);
  /* GSocket made it non-blocking for its own sake; the thread wants to wait. */
  fd = g_socket_get_fd (self->socket);
  g_unix_set_fd_nonblocking (fd, FALSE, &error);
  g_assert_no_error (error);
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt (fd, SOL_SOCKET, SO_TIMESTAMPNS, &yes, sizeof yes);
  self->thread = g_thread_new ("echo", serve, self);
  return self;
}

GSocketAddress *
test_echo_thread_get_address (TestEchoThread *self)
{
  return self->address;
}

/**
 * test_echo_thread_get_held_ns:
 * @number: of the request, which is the port of the mapped address in its answer
 */
gint64
test_echo_thread_get_held_ns (TestEchoThread *self, guint16 number)
{
  g_assert_cmpuint (number, >, 0);
  g_assert_cmpuint (number, <=, MAX_REQUESTS);
  return self->held_ns[number - 1];
}

void
test_echo_thread_free (TestEchoThread *self)
{
  g_atomic_int_set (&self->stop, 1);
  g_thread_join (self->thread);
  g_object_unref (self->address);
  g_object_unref (self->socket);
  g_free (self);
}
