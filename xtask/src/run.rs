//! From a clean clone to the open window.

use crate::shell::{Done, Failure, Profile, built, cargo, command, run as run_command};
use crate::{dictionary, system_packages, ui};

/// Told apart from a failed build, so that a script on a server can take it for success.
const NO_DISPLAY: u8 = 3;

pub(crate) fn run(profile: Profile) -> Done {
    system_packages::ensure(system_packages::APP)?;
    dictionary::ensure(profile)?;
    ui::build()?;
    run_command(
        cargo().args(["build", "--package", "carrel-desk", "--bin", "carrel-desk"]).args(profile.flags()),
    )?;
    let app = built(profile, "carrel-desk");
    if !has_display() {
        return Err(Failure {
            message: format!(
                "the app is built ({}), but there is no display to open it on: neither DISPLAY nor WAYLAND_DISPLAY is set.\n       Run it in a desktop session, or under `xvfb-run`.",
                app.display()
            ),
            code: NO_DISPLAY,
        });
    }
    println!("Opening Carrel. Your charts stay on this machine; close the window to end.");
    run_command(&mut command(app))
}

fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
