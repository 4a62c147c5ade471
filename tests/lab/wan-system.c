/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wan-system.c: see wan-system.h.
 *
 * The processors of virtual machines wake up late from idling, by several
 * milliseconds at times. A thread on each of them that runs only when nothing
 * else wants to (SCHED_IDLE) keeps them awake, and so the timers sharp.
 */
#include "wan-system.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static gpointer
spin (gpointer data)
{
  while (TRUE)
    {
      for (guint i = 0; i < 1000; i++)
        __asm__ volatile ("" ::: "memory");
    }
  return NULL;
}

/* wan_open_tun: moves this thread into the namespace, where it stays, and makes
 * the TUN device @name there. It lives as long as the file descriptor. */
int
wan_open_tun (const char *namespace_path, const char *name, GError **error)
{
  struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
  int namespace_fd, tun_fd;
  const char *what;

  if (strlen (name) >= sizeof request.ifr_name)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "device: expected at most %u letters, found \"%s\"",
                   (guint) sizeof request.ifr_name - 1, name);
      return -1;
    }
  strcpy (request.ifr_name, name);

  what = namespace_path;
  namespace_fd = open (namespace_path, O_RDONLY | O_CLOEXEC);
  if (namespace_fd >= 0 && setns (namespace_fd, CLONE_NEWNET) == 0)
    {
      what = "/dev/net/tun";
      tun_fd = open (what, O_RDWR | O_NONBLOCK | O_CLOEXEC);
      if (tun_fd >= 0 && ioctl (tun_fd, TUNSETIFF, &request) == 0)
        {
          close (namespace_fd);
          return tun_fd;
        }
    }
  else
    {
      tun_fd = -1;
    }

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", what,
               g_strerror (errno));
  if (namespace_fd >= 0)
    close (namespace_fd);
  if (tun_fd >= 0)
    close (tun_fd);
  return -1;
}

/* wan_run_first: puts this thread before all ordinary ones; whether that was allowed. */
gboolean
wan_run_first (void)
{
  const struct sched_param parameters = { .sched_priority = 1 };

  return sched_setscheduler (0, SCHED_FIFO | SCHED_RESET_ON_FORK, &parameters) == 0;
}

/* wan_start_spinners: keeps each processor that this process may use awake, and
 * returns how many there are. They end with the process. */
guint
wan_start_spinners (void)
{
  const struct sched_param parameters = { .sched_priority = 0 };
  cpu_set_t allowed;
  guint started = 0;

  if (sched_getaffinity (0, sizeof allowed, &allowed) != 0)
    return 0;
  for (guint cpu = 0; cpu < CPU_SETSIZE; cpu++)
    {
      pthread_attr_t attributes;
      pthread_t thread;
      cpu_set_t one;

      if (!CPU_ISSET (cpu, &allowed))
        continue;
      CPU_ZERO (&one);
      CPU_SET (cpu, &one);
      pthread_attr_init (&attributes);
      pthread_attr_setdetachstate (&attributes, PTHREAD_CREATE_DETACHED);
      pthread_attr_setinheritsched (&attributes, PTHREAD_EXPLICIT_SCHED);
      pthread_attr_setschedpolicy (&attributes, SCHED_IDLE);
      pthread_attr_setschedparam (&attributes, &parameters);
      pthread_attr_setaffinity_np (&attributes, sizeof one, &one);
      if (pthread_create (&thread, &attributes, (void *(*) (void *)) spin, NULL) == 0)
        started++;
      pthread_attr_destroy (&attributes);
    }
  return started;
}
