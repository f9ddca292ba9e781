//! The TypeScript side of the Rust types.

use crate::shell::{Done, Profile, built, cargo, command, root, run};
use crate::ui;

const FILE: &str = "ui/src/ipc/bindings.ts";

pub(crate) fn bindings() -> Done {
    // The exporter is part of the shell, and the shell embeds a built UI: any will do, even one that these
    // bindings make outdated.
    if !root().join("ui/dist/index.html").is_file() {
        ui::build()?;
    }
    // With the features of the whole check, see `test::build_app`.
    run(cargo().args(["build", "--workspace", "--bin", "export-bindings", "--test", "carrel"]))?;
    run(command(built(Profile::Dev, "export-bindings")).arg(FILE))
}
