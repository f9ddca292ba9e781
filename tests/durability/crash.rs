use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use encounter::{EncounterId, FindingCounts};
use vault::{Vault, VaultError};

use super::practice::{add, count, create, unlock};

const FOLDER: &str = "CARREL_TEST_VAULT";
/// Two vaults side by side, one for each processor, each with a process that is killed this often.
const KILLS: u32 = 100;

/// Kill -9 in the middle of a write loop, 200 times: what was acknowledged is there, whole, every time.
#[test]
fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let lanes: Vec<_> = (0..2).map(|lane| std::thread::spawn(move || kill_again_and_again(lane))).collect();
    let kept: Vec<(u32, u32)> = lanes.into_iter().map(|lane| lane.join().unwrap()).collect();
    println!("acknowledged and kept: {kept:?}");
}

fn kill_again_and_again(lane: u32) -> (u32, u32) {
    let folder = tempfile::tempdir().unwrap();
    let (mut vault, _) = create(folder.path()).unwrap();
    vault.transact(|tx| add(tx, 1, 10)).unwrap();
    drop(vault);
    let mut acknowledged = 1;
    for round in 0..KILLS {
        let mut writer = Writer::start(folder.path());
        let moment = u64::from(round * 7919 + lane * 104_729);
        if round % 10 == 9 {
            // While the vault is being opened, or the log of the one killed before is read back.
            std::thread::sleep(Duration::from_millis(100 + moment % 200));
        } else {
            let found = writer.number_after("found");
            assert!(found >= acknowledged, "round {round}: {acknowledged} acknowledged, {found} found");
            // The one being written when it was killed may be there as well.
            assert!(found <= acknowledged + 1, "round {round}: {acknowledged} acknowledged, {found} found");
            acknowledged = found;
            for _ in 0..moment % 8 {
                acknowledged = writer.number_after("kept");
            }
            std::thread::sleep(Duration::from_micros(moment % 4000));
        }
        acknowledged = acknowledged.max(writer.kill());
    }
    let vault = unlock(folder.path()).unwrap();
    let found = count(&vault);
    assert!(found == acknowledged || found == acknowledged + 1);
    (acknowledged, found)
}

/// This test binary once more, running [`write_until_killed`] alone.
struct Writer {
    child: Child,
    says: BufReader<ChildStdout>,
}

impl Writer {
    fn start(folder: &Path) -> Self {
        let test = format!("{}::write_until_killed", module_path!().split_once("::").unwrap().1);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([test.as_str(), "--exact", "--ignored", "--nocapture"])
            .env(FOLDER, folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let says = BufReader::new(child.stdout.take().unwrap());
        Self { child, says }
    }

    fn number_after(&mut self, word: &str) -> u32 {
        let mut line = String::new();
        loop {
            line.clear();
            assert!(self.says.read_line(&mut line).unwrap() > 0, "the writer ended by itself");
            if let Some(number) = number_in(&line, word) {
                return number;
            }
        }
    }

    /// Returns the last number that was acknowledged but not read yet, or 0.
    fn kill(mut self) -> u32 {
        self.child.kill().unwrap();
        assert!(!self.child.wait().unwrap().success());
        let mut rest = String::new();
        self.says.read_to_string(&mut rest).unwrap();
        // Without the newline it was not acknowledged.
        let whole = rest.rsplit_once('\n').map_or("", |(whole, _)| whole);
        whole
            .lines()
            .filter_map(|line| number_in(line, "kept").or(number_in(line, "found")))
            .max()
            .unwrap_or(0)
    }
}

fn number_in(line: &str, word: &str) -> Option<u32> {
    line.trim().strip_prefix(word)?.trim().parse().ok()
}

#[test]
#[ignore = "run by the test above, in a process of its own"]
fn write_until_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let mut vault = unlock(&PathBuf::from(folder)).unwrap();
    let mut number = count(&vault);
    // Both halves of the last transaction are there, not only its last statement.
    let first = vault.read(|reading| reading.encounter(EncounterId(1))).unwrap().unwrap().encounter;
    assert!(number == 1 || first.header.prior_authorization == number.to_string());
    println!("\nfound {number}");
    loop {
        number += 1;
        write(&mut vault, number).unwrap();
        println!("kept {number}");
    }
}

fn write(vault: &mut Vault, number: u32) -> Result<(), VaultError> {
    vault.transact(|tx| {
        let stored = tx.encounter(EncounterId(1))?.ok_or(VaultError::NoSuchEncounter)?;
        let mut first = stored.encounter.clone();
        first.header.prior_authorization = number.to_string();
        tx.push_step(EncounterId(1), "set_header", &stored.encounter, &first)?;
        tx.save_encounter(EncounterId(1), stored.revision, &first, FindingCounts::default())?;
        add(tx, number, 3000)?;
        Ok(())
    })
}
