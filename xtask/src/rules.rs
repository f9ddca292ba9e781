//! The pages of the rules in `docs/rules`, from their declarations.

use crate::shell::{Done, Failure, Profile, built, cargo, command, root, run};

const FOLDER: &str = "docs/rules";

pub(crate) fn rules() -> Done {
    // With the features of the whole check, see `test::build_app`.
    run(cargo().args(["build", "--workspace", "--bin", "carrel", "--test", "carrel"]))?;
    // A rule that is gone leaves no page.
    let folder = root().join(FOLDER);
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder).map_err(|error| Failure::new(format!("{FOLDER}: {error}")))?;
    }
    run(command(built(Profile::Dev, "carrel")).args(["rules", "--pages", FOLDER]))
}
