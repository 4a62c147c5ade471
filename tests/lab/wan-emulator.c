/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wan-emulator.c: the wide-area network of the lab, as one process.
 *
 * It opens a TUN device in each of two network namespaces and carries packets
 * between them, each with the delay, jitter, loss and DSCP mark of its class
 * (wan-class.h). Packets on their way wait in a heap; a timerfd rings when the
 * first of them is due. A control socket changes classes at run time.
 */
#include <errno.h>
#include <gio/gio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "wan-control.h"
#include "wan-heap.h"
#include "wan-packet.h"
#include "wan-system.h"

#define MAX_PACKET 2048
#define MAX_WAITING 50000
#define NS_PER_S G_GINT64_CONSTANT (1000000000)

/* The timer rings this much early, and the rest is waited for awake: a sleeper
 * is woken some 30 microseconds late. */
#define AWAKE_NS 60000

typedef struct
{
  WanDirection direction;
  guint16 length;
  guint8 bytes[MAX_PACKET];
} Packet;

typedef struct
{
  WanState state;
  WanHeap heap;
  GPtrArray *spare; /* of Packet: freed ones, to be used again */
  int tuns[WAN_N_DIRECTIONS]; /* by the direction of what is read from it */
  int timer;
  int signals;
  int listener;
  int epoll;
  gint64 armed_ns;
  gint64 allowance_ns;
} Emulator;

static gint64
now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * NS_PER_S + now.tv_nsec;
}

static Packet *
take_packet (Emulator *self)
{
  if (self->spare->len > 0)
    return g_ptr_array_steal_index_fast (self->spare, self->spare->len - 1);
  return g_new (Packet, 1);
}

/* Decides about a packet that has just come: lost, or due when. */
static void
handle_packet (Emulator *self, Packet *packet)
{
  gint64 now = now_ns ();
  gint64 due = now;
  guint8 address[16];
  WanClass *found = NULL;

  if (wan_packet_get_far_address (packet->bytes, packet->length, packet->direction, address))
    found = wan_table_lookup (&self->state.table, address);
  if (found == NULL)
    {
      self->state.unknown_packets++;
    }
  else
    {
      WanLane *lane = &found->lanes[packet->direction];
      int dscp = wan_packet_get_dscp (packet->bytes);
      int wanted = lane->treatment.dscp;

      lane->counters.packets++;
      lane->counters.bytes += packet->length;
      lane->counters.marked += dscp != 0;
      if (wan_lane_loses (lane))
        {
          lane->counters.lost++;
          g_ptr_array_add (self->spare, packet);
          return;
        }
      if (wanted != WAN_DSCP_KEEP && wanted != dscp)
        {
          wan_packet_set_dscp (packet->bytes, wanted);
          lane->counters.rewritten++;
        }
      due = MAX (now, wan_lane_schedule (lane, now - self->allowance_ns));
    }
  if (wan_heap_get_size (&self->heap) >= MAX_WAITING)
    {
      self->state.full_packets++;
      g_ptr_array_add (self->spare, packet);
      return;
    }
  wan_heap_push (&self->heap, due, packet);
}

static void
read_packets (Emulator *self, WanDirection direction)
{
  while (TRUE)
    {
      Packet *packet = take_packet (self);
      ssize_t length = read (self->tuns[direction], packet->bytes, sizeof packet->bytes);

      if (length <= 0)
        {
          g_ptr_array_add (self->spare, packet);
          return;
        }
      packet->direction = direction;
      packet->length = (guint16) length;
      handle_packet (self, packet);
    }
}

/* Sends what is due and sets the timer to what comes next. */
static void
send_due (Emulator *self)
{
  gint64 due;

  while (wan_heap_peek (&self->heap, &due))
    {
      gint64 now = now_ns ();
      Packet *packet;

      if (due > now + AWAKE_NS)
        break;
      while (due > now)
        now = now_ns ();
      packet = wan_heap_pop (&self->heap);
      wan_lateness_add (&self->state.lateness, now - due);
      /* A full or vanished device loses the packet, as a wire would. */
      if (write (self->tuns[!packet->direction], packet->bytes, packet->length) < 0)
        self->state.full_packets++;
      g_ptr_array_add (self->spare, packet);
    }
  if (wan_heap_peek (&self->heap, &due) && due != self->armed_ns)
    {
      gint64 ring = due - AWAKE_NS;
      struct itimerspec when = { .it_value = { ring / NS_PER_S, ring % NS_PER_S } };

      timerfd_settime (self->timer, TFD_TIMER_ABSTIME, &when, NULL);
      self->armed_ns = due;
    }
}

static void
watch (Emulator *self, int fd)
{
  struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

  if (epoll_ctl (self->epoll, EPOLL_CTL_ADD, fd, &event) != 0)
    g_error ("epoll_ctl: %s", g_strerror (errno));
}

static void
run (Emulator *self)
{
  struct epoll_event events[16];

  while (TRUE)
    {
      int n_events = epoll_wait (self->epoll, events, G_N_ELEMENTS (events), -1);

      for (int i = 0; i < n_events; i++)
        {
          int fd = events[i].data.fd;

          if (fd == self->signals)
            return;
          if (fd == self->tuns[WAN_UP] || fd == self->tuns[WAN_DOWN])
            {
              read_packets (self, fd == self->tuns[WAN_UP] ? WAN_UP : WAN_DOWN);
            }
          else if (fd == self->timer)
            {
              guint64 expirations;

              if (read (fd, &expirations, sizeof expirations) > 0)
                self->armed_ns = 0;
            }
          else if (fd == self->listener)
            {
              int client = accept4 (fd, NULL, NULL, SOCK_CLOEXEC);

              if (client >= 0)
                watch (self, client);
            }
          else if (!wan_control_serve (fd, &self->state))
            {
              close (fd);
            }
        }
      send_due (self);
    }
}

static gboolean
open_all (Emulator *self, char **namespaces, const char *device, const char *control,
          GError **error)
{
  sigset_t stop;

  sigemptyset (&stop);
  sigaddset (&stop, SIGINT);
  sigaddset (&stop, SIGTERM);
  sigprocmask (SIG_BLOCK, &stop, NULL);

  self->signals = signalfd (-1, &stop, SFD_CLOEXEC);
  self->timer = timerfd_create (CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  for (guint i = 0; i < WAN_N_DIRECTIONS; i++)
    {
      self->tuns[i] = wan_open_tun (namespaces[i], device, error);
      if (self->tuns[i] < 0)
        return FALSE;
    }
  self->listener = wan_control_listen (control, error);
  return self->listener >= 0;
}

int
main (int argc, char **argv)
{
  g_autofree char *control = NULL, *device = NULL;
  gboolean spin = FALSE;
  int allowance_us = 0;
  const GOptionEntry entries[] = {
    { "control", 'c', 0, G_OPTION_ARG_FILENAME, &control, "Path of the control socket", "PATH" },
    { "device", 'd', 0, G_OPTION_ARG_STRING, &device, "Name of both TUN devices", "NAME" },
    { "allowance-us", 'a', 0, G_OPTION_ARG_INT, &allowance_us,
      "Time that a packet spends outside the emulator, part of its delay", "N" },
    { "spin", 's', 0, G_OPTION_ARG_NONE, &spin, "Keep the processors awake", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) options = g_option_context_new ("NEAR-NAMESPACE FAR-NAMESPACE");
  g_autoptr (GError) error = NULL;
  Emulator self = { 0 };

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error))
    {
      g_printerr ("wan-emulator: %s\n", error->message);
      return 2;
    }
  if (argc != 3 || control == NULL)
    {
      g_printerr ("wan-emulator: expected --control and two namespaces; see --help\n");
      return 2;
    }

  wan_table_init (&self.state.table);
  wan_heap_init (&self.heap);
  self.spare = g_ptr_array_new_with_free_func (g_free);
  if (!open_all (&self, argv + 1, device != NULL ? device : "wan", control, &error))
    {
      g_printerr ("wan-emulator: %s\n", error->message);
      return 1;
    }
  self.allowance_ns = allowance_us * G_GINT64_CONSTANT (1000);
  self.state.spinners = spin ? wan_start_spinners () : 0;
  self.state.runs_first = wan_run_first ();
  watch (&self, self.signals);
  watch (&self, self.timer);
  watch (&self, self.listener);
  watch (&self, self.tuns[WAN_UP]);
  watch (&self, self.tuns[WAN_DOWN]);

  run (&self);

  unlink (control);
  wan_heap_clear (&self.heap, g_free);
  wan_table_clear (&self.state.table);
  g_ptr_array_unref (self.spare);
  return EXIT_SUCCESS;
}
