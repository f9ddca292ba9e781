use std::path::Path;

use vault::{Vault, VaultError};

use super::practice::{add, at, back_up, count, create, unlock};

#[test]
fn a_place_that_is_no_folder_is_said_so() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let below = file.path().join("vault");
    assert!(matches!(create(&below).unwrap_err(), VaultError::Io(_) | VaultError::ReadOnly));
    assert!(matches!(Vault::presence(&below, at(0)), Err(VaultError::Io(_)) | Ok(vault::Presence::Absent)));
}

#[cfg(target_os = "linux")]
mod mounted {
    use std::process::Command;

    use super::*;

    /// A small file system of its own; needs root.
    struct Small {
        folder: tempfile::TempDir,
    }

    impl Small {
        fn mount(size: &str, test: &str) -> Option<Self> {
            let folder = tempfile::tempdir().unwrap();
            let small = Self { folder };
            let mounted =
                run("mount", &["-t", "tmpfs", "-o", &format!("size={size}"), "carrel-test"], small.path());
            if !mounted {
                println!("skipped: {test} (mounting a tmpfs needs root)");
                std::mem::forget(small);
                return None;
            }
            Some(small)
        }

        fn path(&self) -> &Path {
            self.folder.path()
        }

        fn remount(&self, how: &str) -> bool {
            run("mount", &["-o", &format!("remount,{how}")], self.path())
        }
    }

    impl Drop for Small {
        fn drop(&mut self) {
            run("umount", &["-l"], self.path());
        }
    }

    fn run(program: &str, arguments: &[&str], path: &Path) -> bool {
        let output = Command::new(program).args(arguments).arg(path).output();
        output.is_ok_and(|output| output.status.success())
    }

    #[test]
    fn a_read_only_folder_is_said_so_and_nothing_is_lost() {
        let Some(small) = Small::mount("16m", "a_read_only_folder_is_said_so_and_nothing_is_lost") else {
            return;
        };
        let folder = small.path().join("vault");
        let (mut vault, _) = create(&folder).unwrap();
        vault.transact(|tx| add(tx, 1, 100)).unwrap();
        drop(vault);
        assert!(small.remount("ro"));
        assert_eq!(unlock(&folder).unwrap_err(), VaultError::ReadOnly);
        assert_eq!(create(&small.path().join("other")).unwrap_err(), VaultError::ReadOnly);
        assert!(Vault::presence(&folder, at(1)).is_ok(), "it can still be looked at");
        assert!(small.remount("rw"));
        let vault = unlock(&folder).unwrap();
        assert_eq!(count(&vault), 1);
        let away = tempfile::tempdir().unwrap();
        drop(vault);
        assert!(small.remount("ro"));
        let restored = Vault::restore(&away.path().join("none"), &folder, at(2));
        assert_eq!(restored, Err(VaultError::Io(std::io::ErrorKind::NotFound)));
    }

    #[test]
    fn a_full_disk_is_said_so_and_everything_is_as_before() {
        let Some(small) = Small::mount("8m", "a_full_disk_is_said_so_and_everything_is_as_before") else {
            return;
        };
        let folder = small.path().join("vault");
        let (mut vault, _) = create(&folder).unwrap();
        let mut kept = 0;
        let refused = loop {
            match vault.transact(|tx| add(tx, kept + 1, 200_000)) {
                Ok(_) => kept += 1,
                Err(error) => break error,
            }
            assert!(kept < 1000, "the disk must become full");
        };
        assert_eq!(refused, VaultError::DiskFull);
        assert!(kept > 2);
        assert_eq!(count(&vault), kept, "the open vault");
        assert_eq!(
            vault.transact(|tx| add(tx, kept + 1, 200_000)).unwrap_err(),
            VaultError::DiskFull,
            "again"
        );

        // A backup of it, onto the same disk and onto another, does not fit and leaves nothing behind.
        let away = tempfile::tempdir().unwrap();
        for to in [folder.join("b.carrel-backup"), away.path().join("b.carrel-backup")] {
            assert_eq!(back_up(&vault, &to, at(9)), Err(VaultError::DiskFull));
            assert!(!to.exists() && !folder.join("outgoing").exists());
        }
        drop(vault);

        let mut vault = unlock(&folder).unwrap();
        assert_eq!(count(&vault), kept, "opened again on the full disk");
        assert!(small.remount("size=64m"));
        vault.transact(|tx| add(tx, kept + 1, 200_000)).unwrap();
        back_up(&vault, &folder.join("b.carrel-backup"), at(10)).unwrap();
        assert_eq!(count(&vault), kept + 1, "and it goes on when there is room");
    }

    #[test]
    fn a_vault_that_does_not_fit_is_not_begun() {
        let Some(small) = Small::mount("64k", "a_vault_that_does_not_fit_is_not_begun") else { return };
        let folder = small.path().join("vault");
        assert_eq!(create(&folder).unwrap_err(), VaultError::DiskFull);
        assert!(small.remount("size=16m"));
        assert_eq!(Vault::presence(&folder, at(1)), Ok(vault::Presence::Absent));
        assert!(create(&folder).is_ok());
    }

    #[test]
    fn a_backup_that_does_not_fit_is_not_restored() {
        let Some(small) = Small::mount("8m", "a_backup_that_does_not_fit_is_not_restored") else { return };
        let away = tempfile::tempdir().unwrap();
        let (mut large, _) = create(&away.path().join("large")).unwrap();
        for number in 1..=10 {
            large.transact(|tx| add(tx, number, 1_000_000)).unwrap();
        }
        let file = away.path().join("large.carrel-backup");
        back_up(&large, &file, at(1)).unwrap();

        let folder = small.path().join("vault");
        let (mut vault, _) = create(&folder).unwrap();
        vault.transact(|tx| add(tx, 1, 100)).unwrap();
        drop(vault);
        assert_eq!(Vault::restore(&file, &folder, at(2)), Err(VaultError::DiskFull));
        assert_eq!(count(&unlock(&folder).unwrap()), 1);
    }
}
