//! Embeds the window's configuration and the least capability that it needs.

fn main() {
    tauri_build::build();
}
