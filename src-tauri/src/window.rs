use std::error::Error;
use std::sync::Arc;

use tauri::{AppHandle, Manager};
use workstation::{Clock, Desk, Places};

use crate::commands::{self, menu};

/// Opens the window and stays until it is closed. A second start brings the first window to the front instead.
pub fn run() -> Result<(), Box<dyn Error>> {
    #[cfg(target_os = "linux")]
    crate::linux::paint_by_processor_where_nothing_else_can();
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    crate::linux::share_memory_among_threads();
    let bindings = commands::bindings();
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| bring_to_front(app)))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(tauri_plugin_dialog::init())
        .manage(menu::Chosen::default())
        .on_menu_event(|app, event| menu::tell(app, &event))
        .invoke_handler(bindings.invoke_handler())
        .setup(|app| {
            let resources = app.path().resource_dir().ok();
            let places = Places::of_this_user(resources.as_deref()).ok_or("this user has no home folder")?;
            let desk = Arc::new(Desk::new(places, Clock::wall()));
            app.manage(Arc::clone(&desk));
            // The dictionary opens while the window does.
            std::thread::spawn(move || desk.warm_up());
            Ok(())
        })
        .build(tauri::generate_context!())?;
    app.run(|_, _| {});
    Ok(())
}

fn bring_to_front(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        // A window manager may refuse any of these; there is nobody to tell.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}
