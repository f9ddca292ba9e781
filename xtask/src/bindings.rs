//! The TypeScript side of the Rust types.

use crate::shell::{Done, cargo, root, run};
use crate::ui;

const FILE: &str = "ui/src/ipc/bindings.ts";

pub(crate) fn bindings() -> Done {
    // The exporter is part of the shell, and the shell embeds a built UI: any will do, even one that these
    // bindings make outdated.
    if !root().join("ui/dist/index.html").is_file() {
        ui::build()?;
    }
    run(cargo().args(["run", "--package", "carrel-desk", "--bin", "export-bindings", "--", FILE]))
}
