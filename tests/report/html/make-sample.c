/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * make-sample.c: writes samples of reports for tests that look at files.
 *
 *   make-sample DIRECTORY
 *
 * Writes plain.html, mirrored.html and hostile-N.html there.
 */
#include <stdlib.h>

#include "report/html/lc-report-html.h"
#include "sample-report.h"

static const char *const hostile_texts[] = {
  "<script>document.title = 'broken'</script><img src=x onerror=alert(1)>",
  "\" onmouseover=\"document.title='broken'\" style=\"width:9999px",
  "</style></title></textarea></svg></code></pre><h1 style='width:9999px'>&lt;&amp;&#x27;",
  "javascript:document.title='broken'",
  "https://www.example.org/\"><script src=https://www.example.net/x.js></script>",
  "\xe2\x80\xae" "fdp.exe \x1b[31m \x00 \x7f \xff\xfe\n\r\t",
  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
};

static void
write_report (const char *folder, const char *name, LcReport *report)
{
  g_autoptr (GBytes) html = lc_report_html_render (report);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (path, g_bytes_get_data (html, NULL), (gssize) g_bytes_get_size (html), &error))
    {
      g_printerr ("make-sample: %s\n", error->message);
      exit (EXIT_FAILURE);
    }
  g_object_unref (report);
}

int
main (int argc, char **argv)
{
  if (argc != 2)
    {
      g_printerr ("usage: make-sample DIRECTORY\n");
      return 2;
    }
  write_report (argv[1], "plain.html", sample_report_new ());
  write_report (argv[1], "mirrored.html", sample_report_new_mirrored ());
  for (guint i = 0; i < G_N_ELEMENTS (hostile_texts); i++)
    {
      g_autofree char *name = g_strdup_printf ("hostile-%u.html", i + 1);

      write_report (argv[1], name, sample_report_new_hostile (hostile_texts[i]));
    }
  return EXIT_SUCCESS;
}
