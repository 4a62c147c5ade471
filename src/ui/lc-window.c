/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-window.c: see lc-window.h. It puts what the session says on screen and what
 * the person does into the session; opening of files is in lc-opener.c, the
 * windows beside it are in lc-dialogs.c.
 */
#include "config.h"

#include "ui/lc-window.h"

#include <glib/gi18n-lib.h>

#include "ui/lc-accessible.h"
#include "ui/lc-checklist-view.h"
#include "ui/lc-consent-page.h"
#include "ui/lc-dialogs.h"
#include "ui/lc-fixes-view.h"
#include "ui/lc-headline.h"
#include "ui/lc-notice-bar.h"
#include "ui/lc-opener.h"
#include "ui/lc-outgoing-run.h"
#include "ui/lc-region-chart.h"
#include "ui/lc-region-table.h"
#include "ui/lc-report-desk.h"
#include "ui/lc-verdict-header.h"
#include "words/lc-line-text.h"

#define NOTIFICATION "run-ended"

struct _LcWindow
{
  AdwApplicationWindow parent_instance;

  LcSession *session;
  GSignalGroup *session_signals;
  GSettings *settings;
  LcOpener *opener;
  LcReportDesk *desk;
  LcRun *opened; /* a saved run that waits for the one under way to end */

  AdwViewSwitcherTitle *switcher_title;
  AdwViewSwitcherBar *switcher_bar;
  GtkMenuButton *menu_button;
  LcNoticeBar *notice_bar;
  AdwToastOverlay *toast_overlay;
  GtkStack *root_stack;
  GtkScrolledWindow *scroller;
  LcVerdictHeader *header;
  AdwViewStack *pages;
  LcChecklistView *checklist_view;
  LcRegionChart *region_chart;
  LcRegionTable *region_table;
  AdwViewStackPage *fixes_page;
  LcFixesView *fixes_view;
  LcConsentPage *consent_page;
};

G_DEFINE_FINAL_TYPE (LcWindow, lc_window, ADW_TYPE_APPLICATION_WINDOW)

/* What the person sees */

static void
show_root (LcWindow *self, const char *name)
{
  gboolean check = g_str_equal (name, "check");

  gtk_stack_set_visible_child_name (self->root_stack, name);
  adw_view_switcher_title_set_view_switcher_enabled (self->switcher_title, check);
  adw_view_switcher_bar_set_reveal (self->switcher_bar,
                                    check && adw_view_switcher_title_get_title_visible (self->switcher_title));
}

static void
on_title_visible (LcWindow *self)
{
  show_root (self, gtk_stack_get_visible_child_name (self->root_stack));
}

static void
show_fixes (LcWindow *self)
{
  LcRun *run = lc_session_get_run (self->session);
  g_autoptr (GPtrArray) fixes = NULL;

  if (run != NULL)
    fixes = lc_run_dup_fixes (run, lc_session_get_run_profile (self->session));
  else
    fixes = g_ptr_array_new ();
  lc_fixes_view_show_fixes (self->fixes_view, fixes, run);
  adw_view_stack_page_set_badge_number (self->fixes_page, fixes->len);
  adw_view_stack_page_set_needs_attention (self->fixes_page, fixes->len > 0);
  lc_verdict_header_set_has_fixes (self->header, fixes->len > 0);
}

static void
show_actions (LcWindow *self)
{
  LcSessionState state = lc_session_get_state (self->session);
  LcProfile *profile = lc_session_get_run_profile (self->session);
  gboolean idle = state == LC_SESSION_IDLE;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.check", idle);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.recheck", lc_session_can_recheck (self->session));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.stop", !idle);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.copy-summary",
                                 idle && lc_session_get_run (self->session) != NULL);
  lc_report_desk_set_run (self->desk, idle ? lc_session_get_run (self->session) : NULL,
                          profile != NULL ? profile : lc_session_get_profile (self->session));
}

static void
notify_person (LcWindow *self, LcRun *run)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *sentence = NULL;

  if (gtk_window_is_active (GTK_WINDOW (self)) || application == NULL ||
      !g_application_get_is_registered (G_APPLICATION (application)))
    return;
  sentence = lc_headline_dup_sentence (run);
  notification = g_notification_new (lc_line_status_get_label (lc_run_get_verdict (run)->status));
  g_notification_set_body (notification, sentence);
  g_application_send_notification (G_APPLICATION (application), NOTIFICATION, notification);
}

static void
on_active_changed (LcWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (gtk_window_is_active (GTK_WINDOW (self)) && application != NULL)
    g_application_withdraw_notification (G_APPLICATION (application), NOTIFICATION);
}

/* Another page begins at its top. */
static void
on_page_changed (LcWindow *self)
{
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

/* What the session says */

static void
on_checklist_changed (LcWindow *self)
{
  LcChecklist *checklist = lc_session_get_checklist (self->session);

  lc_region_chart_set_checklist (self->region_chart, checklist);
  lc_region_table_set_checklist (self->region_table, checklist);
}

static void
on_run_changed (LcWindow *self)
{
  show_fixes (self);
  show_actions (self);
}

static void
show_opened_run (LcWindow *self)
{
  g_autoptr (LcRun) run = g_steal_pointer (&self->opened);

  lc_notice_bar_hush (self->notice_bar);
  lc_session_show_run (self->session, run, FALSE);
}

/* A run that was opened while another was under way is shown when that has ended. */
static void
on_state_changed (LcWindow *self)
{
  show_actions (self);
  if (lc_session_get_state (self->session) == LC_SESSION_RUNNING)
    lc_notice_bar_hush (self->notice_bar);
  if (lc_session_get_state (self->session) == LC_SESSION_IDLE && self->opened != NULL)
    show_opened_run (self);
}

static void
on_profile_changed (LcWindow *self)
{
  lc_consent_page_set_profile (self->consent_page, lc_session_get_profile (self->session));
}

static void
on_finished (LcWindow *self, LcRun *run)
{
  notify_person (self, run);
}

/* What the person does */

static void
report (LcWindow *self, const GError *error)
{
  lc_window_toast (self, error->message);
}

static void
check (LcWindow *self)
{
  g_autoptr (GError) error = NULL;

  if (!g_settings_get_boolean (self->settings, "consent-given"))
    {
      show_root (self, "consent");
      lc_consent_page_focus (self->consent_page);
      return;
    }
  show_root (self, "check");
  lc_session_set_samples (self->session, g_settings_get_uint (self->settings, "samples"));
  if (!lc_session_start (self->session, &error))
    report (self, error);
}

static void
on_check (GtkWidget *widget, const char *action, GVariant *parameter)
{
  check (LC_WINDOW (widget));
}

static void
on_agree (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);

  g_settings_set_boolean (self->settings, "consent-given", TRUE);
  check (self);
}

static void
on_not_now (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_root (LC_WINDOW (widget), "check");
}

static void
on_stop (GtkWidget *widget, const char *action, GVariant *parameter)
{
  lc_session_stop (LC_WINDOW (widget)->session);
}

static void
on_recheck (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);
  g_autoptr (GError) error = NULL;

  if (!g_settings_get_boolean (self->settings, "consent-given"))
    check (self);
  else if (!lc_session_recheck (self->session, g_variant_get_string (parameter, NULL), &error))
    report (self, error);
}

static void
copy (LcWindow *self, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  lc_window_toast (self, _("Copied"));
}

static void
on_copy (GtkWidget *widget, const char *action, GVariant *parameter)
{
  copy (LC_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

typedef struct
{
  LcWindow *window;
  LcProfile *profile; /* what the service of the run needs; or NULL */
} Copying;

static void
copying_free (Copying *copying)
{
  g_clear_object (&copying->window);
  g_clear_object (&copying->profile);
  g_free (copying);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Copying, copying_free)

static void
on_outgoing (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Copying) copying = user_data;
  g_autoptr (LcRun) run = lc_outgoing_run_finish (result, NULL);
  g_autofree char *summary = NULL;

  if (run == NULL || copying->window->session == NULL)
    return;
  summary = lc_headline_dup_summary (run, copying->profile);
  copy (copying->window, summary);
}

static void
on_copy_summary (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);
  Copying *copying = g_new0 (Copying, 1);

  copying->window = g_object_ref (self);
  g_set_object (&copying->profile, lc_session_get_run_profile (self->session));
  lc_outgoing_run_async (lc_session_get_run (self->session), self->settings, NULL, on_outgoing, copying);
}

static void
on_show_page (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);

  adw_view_stack_set_visible_child_name (self->pages, g_variant_get_string (parameter, NULL));
}

static void
on_open (GtkWidget *widget, const char *action, GVariant *parameter)
{
  lc_opener_choose (LC_WINDOW (widget)->opener, GTK_WINDOW (widget));
}

static void
on_preferences (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LcWindow *self = LC_WINDOW (widget);

  lc_dialogs_show_preferences (GTK_WINDOW (self), self->settings);
}

static void
on_shortcuts (GtkWidget *widget, const char *action, GVariant *parameter)
{
  lc_dialogs_show_shortcuts (GTK_WINDOW (widget));
}

static void
on_about (GtkWidget *widget, const char *action, GVariant *parameter)
{
  lc_dialogs_show_about (GTK_WINDOW (widget));
}

/* Ctrl+C is the selection's where there is one. */
static gboolean
on_copy_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (widget));

  if (GTK_IS_EDITABLE (focus) ||
      (GTK_IS_LABEL (focus) && gtk_label_get_selection_bounds (GTK_LABEL (focus), NULL, NULL)))
    return FALSE;
  return gtk_widget_activate_action (widget, "win.copy-summary", NULL);
}

/* Escape stops, unless it closes the menu that is open. */
static gboolean
on_stop_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (widget));
  gboolean is_in_menu = focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL;

  if (is_in_menu || lc_session_get_state (LC_WINDOW (widget)->session) == LC_SESSION_IDLE)
    return FALSE;
  lc_session_stop (LC_WINDOW (widget)->session);
  return TRUE;
}

/* Files */

static void
on_opened_run (LcWindow *self, LcRun *run)
{
  show_root (self, "check");
  g_set_object (&self->opened, run);
  if (lc_session_get_state (self->session) == LC_SESSION_IDLE)
    show_opened_run (self);
  else
    lc_session_stop (self->session);
}

static void
on_opened_profile (LcWindow *self, LcProfile *profile)
{
  g_autoptr (GError) error = NULL;

  if (lc_session_get_state (self->session) != LC_SESSION_IDLE)
    {
      lc_window_toast (self, _("A check is under way. Stop it, then open the profile."));
      return;
    }
  if (!lc_session_set_profile (self->session, profile, &error))
    report (self, error);
  /* The person was asked about these servers. */
  g_settings_set_boolean (self->settings, "consent-given", TRUE);
  show_root (self, "check");
}

static gboolean
on_drop (LcWindow *self, const GValue *value)
{
  const GSList *files = g_value_get_boxed (value);

  if (files == NULL)
    return FALSE;
  lc_window_open_file (self, files->data);
  return TRUE;
}

static void
on_reported (LcWindow *self, const char *text, GFile *file)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_autofree char *uri = file != NULL ? g_file_get_uri (file) : NULL;
  AdwToast *toast = adw_toast_new (escaped);

  if (uri != NULL)
    {
      adw_toast_set_button_label (toast, _("Show in Folder"));
      adw_toast_set_action_name (toast, "report.reveal");
      adw_toast_set_action_target (toast, "s", uri);
    }
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

/* The window itself */

static gboolean
lc_window_close_request (GtkWindow *window)
{
  LcWindow *self = LC_WINDOW (window);

  lc_session_stop (self->session);
  return GTK_WINDOW_CLASS (lc_window_parent_class)->close_request (window);
}

static void
lc_window_dispose (GObject *object)
{
  LcWindow *self = LC_WINDOW (object);

  g_signal_group_set_target (self->session_signals, NULL);
  if (self->opener != NULL)
    lc_opener_close (self->opener);
  g_clear_object (&self->opener);
  if (self->desk != NULL)
    lc_report_desk_close (self->desk);
  g_clear_object (&self->desk);
  g_clear_object (&self->opened);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (lc_window_parent_class)->dispose (object);
}

static void
lc_window_finalize (GObject *object)
{
  g_clear_object (&LC_WINDOW (object)->session_signals);
  G_OBJECT_CLASS (lc_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LcWindow, switcher_title);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, notice_bar);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, root_stack);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, header);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, checklist_view);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, region_chart);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, region_table);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, fixes_page);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, fixes_view);
  gtk_widget_class_bind_template_child (widget_class, LcWindow, consent_page);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.check", NULL, on_check);
  gtk_widget_class_install_action (widget_class, "win.agree", NULL, on_agree);
  gtk_widget_class_install_action (widget_class, "win.not-now", NULL, on_not_now);
  gtk_widget_class_install_action (widget_class, "win.stop", NULL, on_stop);
  gtk_widget_class_install_action (widget_class, "win.recheck", "s", on_recheck);
  gtk_widget_class_install_action (widget_class, "win.copy", "s", on_copy);
  gtk_widget_class_install_action (widget_class, "win.copy-summary", NULL, on_copy_summary);
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", on_show_page);
  gtk_widget_class_install_action (widget_class, "win.open", NULL, on_open);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, on_preferences);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, on_shortcuts);
  gtk_widget_class_install_action (widget_class, "win.about", NULL, on_about);
}

static void
install_keys (GtkWidgetClass *widget_class)
{
  const struct
  {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } keys[] = {
    { GDK_KEY_r, GDK_CONTROL_MASK, "win.check" },
    { GDK_KEY_F5, 0, "win.check" },
    { GDK_KEY_o, GDK_CONTROL_MASK, "win.open" },
    { GDK_KEY_comma, GDK_CONTROL_MASK, "win.preferences" },
    { GDK_KEY_question, GDK_CONTROL_MASK, "win.shortcuts" },
    { GDK_KEY_question, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.shortcuts" },
    { GDK_KEY_F1, 0, "win.shortcuts" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers, keys[i].action, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "report.save", "s", "pdf");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "report.print", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1, GDK_ALT_MASK, "win.show-page", "s", "checks");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_2, GDK_ALT_MASK, "win.show-page", "s", "regions");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_3, GDK_ALT_MASK, "win.show-page", "s", "fixes");
}

static void
lc_window_class_init (LcWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lc_window_dispose;
  object_class->finalize = lc_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = lc_window_close_request;

  g_type_ensure (LC_TYPE_CHECKLIST_VIEW);
  g_type_ensure (LC_TYPE_CONSENT_PAGE);
  g_type_ensure (LC_TYPE_FIXES_VIEW);
  g_type_ensure (LC_TYPE_NOTICE_BAR);
  g_type_ensure (LC_TYPE_REGION_CHART);
  g_type_ensure (LC_TYPE_REGION_TABLE);
  g_type_ensure (LC_TYPE_VERDICT_HEADER);
  gtk_widget_class_set_template_from_resource (widget_class, "/tv/quicklink/Linecheck/lc-window.ui");
  bind_children (widget_class);
  install_actions (widget_class);
  install_keys (widget_class);
}

/* Keys that come here first: before a label without a selection takes Ctrl+C, and
 * before a toast takes Escape. */
static void
add_first_keys (LcWindow *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_c, GDK_CONTROL_MASK),
                      gtk_callback_action_new (on_copy_key, NULL, NULL)));
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0), gtk_callback_action_new (on_stop_key, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
add_drop_target (LcWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_swapped (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
lc_window_init (LcWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_icon_name (GTK_WINDOW (self), "tv.quicklink.Linecheck");
  self->session_signals = g_signal_group_new (LC_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::checklist",
                                  G_CALLBACK (on_checklist_changed), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::run", G_CALLBACK (on_run_changed), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::state", G_CALLBACK (on_state_changed), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::can-recheck", G_CALLBACK (show_actions), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::profile", G_CALLBACK (on_profile_changed),
                                  self);
  g_signal_group_connect_swapped (self->session_signals, "finished", G_CALLBACK (on_finished), self);
  self->opener = lc_opener_new ();
  g_signal_connect_object (self->opener, "run", G_CALLBACK (on_opened_run), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->opener, "profile", G_CALLBACK (on_opened_profile), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->opener, "failed", G_CALLBACK (lc_window_toast), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->switcher_title, "notify::title-visible", G_CALLBACK (on_title_visible), self);
  g_signal_connect_swapped (self->pages, "notify::visible-child", G_CALLBACK (on_page_changed), self);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (on_active_changed), NULL);
  lc_accessible_set_label (GTK_WIDGET (gtk_menu_button_get_popover (self->menu_button)), _("Main Menu"));
  lc_accessible_name_inside (GTK_WIDGET (self), ADW_TYPE_VIEW_SWITCHER, _("Pages"));
  add_first_keys (self);
  add_drop_target (self);
}

/**
 * lc_window_new:
 * @session: what to show
 * @settings: of the schema tv.quicklink.Linecheck
 *
 * Returns: (transfer floating): the window, with nothing under way yet
 */
GtkWidget *
lc_window_new (GtkApplication *application, LcSession *session, GSettings *settings)
{
  LcWindow *self = g_object_new (LC_TYPE_WINDOW, "application", application, NULL);

  self->session = g_object_ref (session);
  self->settings = g_object_ref (settings);
  self->desk = lc_report_desk_new (GTK_WINDOW (self), settings);
  g_signal_connect_object (self->desk, "said", G_CALLBACK (on_reported), self, G_CONNECT_SWAPPED);
  g_settings_bind (settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  g_signal_group_set_target (self->session_signals, session);
  lc_verdict_header_set_session (self->header, session);
  lc_checklist_view_set_session (self->checklist_view, session);
  on_profile_changed (self);
  on_checklist_changed (self);
  on_run_changed (self);
  return GTK_WIDGET (self);
}

/**
 * lc_window_begin:
 *
 * What a start does by itself: asks the person at the first one, and checks when
 * the settings say so.
 */
void
lc_window_begin (LcWindow *self)
{
  gboolean consent = g_settings_get_boolean (self->settings, "consent-given");

  if (!consent || g_settings_get_boolean (self->settings, "start-at-once"))
    check (self);
}

/* Opens a saved run or a profile. */
void
lc_window_open_file (LcWindow *self, GFile *file)
{
  lc_opener_open (self->opener, GTK_WINDOW (self), file);
}

/* Says that the network went away, came back or changed. What comes up in the middle of a check was not
 * there at its beginning. */
void
lc_window_tell_network (LcWindow *self, LcNetworkEvent event)
{
  switch (event)
    {
    case LC_NETWORK_EVENT_LOST:
      lc_session_disturb (self->session, LC_DISTURBANCE_NETWORK_LOST);
      lc_notice_bar_tell (self->notice_bar, _("This computer is not connected to a network."), NULL, NULL);
      break;
    case LC_NETWORK_EVENT_BACK:
      lc_session_disturb (self->session, LC_DISTURBANCE_NETWORK_CHANGED);
      lc_notice_bar_tell (self->notice_bar, _("The network is back."), _("Check Again"), "win.check");
      break;
    case LC_NETWORK_EVENT_CHANGED:
    default:
      lc_session_disturb (self->session, LC_DISTURBANCE_NETWORK_CHANGED);
      lc_notice_bar_tell (self->notice_bar, _("The network has changed since the last check."),
                          _("Check Again"), "win.check");
      break;
    }
}

/* Says something in passing. */
void
lc_window_toast (LcWindow *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toast_overlay, adw_toast_new (escaped));
}
