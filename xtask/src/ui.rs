//! The UI's own tools: install, check, test, build.

use crate::shell::{Done, Failure, command, npm, read, root, run};
use crate::stamp::Stamp;

/// The oldest Node that Vite accepts.
const NODE: (u32, u32) = (20, 19);

pub(crate) fn install() -> Done {
    node_is_new_enough()?;
    let stamp = Stamp::of("ui-packages", &["ui/package.json", "ui/package-lock.json"], |_| true)?;
    if stamp.is_current() && root().join("ui/node_modules/.package-lock.json").is_file() {
        println!("UI packages: up to date.");
        return Ok(());
    }
    run(npm().args(["ci", "--no-audit", "--no-fund"]))?;
    stamp.set()
}

/// Builds `ui/dist` when a source is newer than the last build. The shell embeds it at compile time.
pub(crate) fn build() -> Done {
    install()?;
    let stamp = Stamp::of("ui-dist", &["ui"], |path| {
        !path.ends_with("node_modules")
            && !path.ends_with("ui/dist")
            && path.extension().is_none_or(|e| e != "log")
    })?;
    if stamp.is_current() && root().join("ui/dist/index.html").is_file() {
        println!("UI: up to date.");
        return Ok(());
    }
    run(npm().args(["run", "build"]))?;
    stamp.set()
}

pub(crate) fn check() -> Done {
    run(npm().args(["run", "check"]))
}

pub(crate) fn test() -> Done {
    run(npm().arg("test"))
}

fn node_is_new_enough() -> Done {
    let wanted = format!("Node {}.{} or newer with npm is needed (https://nodejs.org)", NODE.0, NODE.1);
    let version = read(command("node").arg("--version")).map_err(|_| Failure::new(wanted.clone()))?;
    let mut parts =
        version.trim().trim_start_matches('v').split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let found = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if found >= NODE { Ok(()) } else { Err(Failure::new(format!("{wanted}; this is {}", version.trim()))) }
}
