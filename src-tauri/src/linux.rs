//! What the window needs on Linux alone.

use std::fs::{self, DirEntry};

use tauri::{AppHandle, Manager};
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

/// Without a graphics processor the toolkit emulates one and paints the whole window through it for each letter that is
/// typed. Told not to, it paints what changed.
pub(crate) fn paint_by_processor_where_nothing_else_can(app: &AppHandle) -> tauri::Result<()> {
    let Some(window) = app.get_webview_window("main") else { return Ok(()) };
    if has_graphics_processor() {
        return Ok(());
    }
    window.with_webview(|webview| {
        if let Some(settings) = webview.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

/// By the kernel's name of a device that renders (<https://docs.kernel.org/gpu/drm-uapi.html>, "Render nodes").
fn has_graphics_processor() -> bool {
    let renders = |entry: DirEntry| entry.file_name().to_string_lossy().starts_with("renderD");
    fs::read_dir("/dev/dri").is_ok_and(|entries| entries.flatten().any(renders))
}

/// Lets the threads share the places that memory is taken from. By default each gets its own and keeps what it no longer
/// needs: with 100,000 encounters that was 15 MiB. To be called before there are threads.
#[cfg(target_env = "gnu")]
pub(crate) fn share_memory_among_threads() {
    #[expect(unsafe_code, reason = "the C library has no safe door to this setting")]
    // SAFETY: it takes two numbers and is called while there is one thread (mallopt(3)). Where it refuses, nothing changes.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 2);
    }
}
