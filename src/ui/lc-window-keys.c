/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lc-window-keys.c: see lc-window-keys.h.
 */
#include "ui/lc-window-keys.h"

/* Keys that come here when no widget inside the window wants them. */
void
lc_window_keys_install (GtkWidgetClass *widget_class)
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
  LcSession *session = user_data;
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (widget));
  gboolean is_in_menu = focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL;

  if (is_in_menu || lc_session_get_state (session) == LC_SESSION_IDLE)
    return FALSE;
  lc_session_stop (session);
  return TRUE;
}

/**
 * lc_window_keys_add_first:
 * @session: is stopped by a key
 *
 * Keys that come here first: before a label without a selection takes Ctrl+C, and
 * before a toast takes Escape.
 */
void
lc_window_keys_add_first (GtkWidget *window, LcSession *session)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_c, GDK_CONTROL_MASK),
                      gtk_callback_action_new (on_copy_key, NULL, NULL)));
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                      gtk_callback_action_new (on_stop_key, g_object_ref (session), g_object_unref)));
  gtk_widget_add_controller (window, controller);
}
