use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// Where things lie on this machine.
#[derive(Clone, Debug)]
pub struct Places {
    /// The user's own vault.
    pub vault: PathBuf,
    /// The vault of the sample practice.
    pub sample: PathBuf,
    /// The embedded dictionary; it need not exist.
    pub dictionary: PathBuf,
    /// What this user imported from the publishers' files; it need not exist.
    pub publications: PathBuf,
}

const DICTIONARY: &str = "dictionary.db";
const PUBLICATIONS: &str = "publications.db";

impl Places {
    /// Below the user's data folder (`~/.local/share/carrel`, `%APPDATA%\Carrel\data`, `~/Library/Application
    /// Support/Carrel`), or below `CARREL_DATA` where that is set. `None` where the system names no home.
    ///
    /// `resources` is the folder of the installed application's resources, where it has one.
    pub fn of_this_user(resources: Option<&Path>) -> Option<Self> {
        let data = match std::env::var_os("CARREL_DATA") {
            Some(folder) => PathBuf::from(folder),
            None => ProjectDirs::from("", "", "Carrel")?.data_dir().to_owned(),
        };
        Some(Self {
            vault: data.join("vault"),
            sample: data.join("sample"),
            publications: data.join(PUBLICATIONS),
            dictionary: Self::find_dictionary(resources),
        })
    }

    /// `CARREL_DICTIONARY`, else among the application's resources, else beside the executable, else the one that
    /// `cargo xtask dictionary` built in the checkout that the executable was built in.
    pub fn find_dictionary(resources: Option<&Path>) -> PathBuf {
        if let Some(file) = std::env::var_os("CARREL_DICTIONARY") {
            return PathBuf::from(file);
        }
        let bundled = resources.map(|folder| folder.join(DICTIONARY));
        let executable = std::env::current_exe().ok();
        let beside = executable.as_deref().and_then(Path::parent).map(|folder| folder.join(DICTIONARY));
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/dictionary").join(DICTIONARY);
        [bundled, beside].into_iter().flatten().find(|file| file.is_file()).unwrap_or(checkout)
    }
}
