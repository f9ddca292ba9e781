use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use workstation::{Clock, Desk, NewUser, Places, QueueFilter, QueueQuery, QueueRequest, Watched};

const FOLDER: &str = "CARREL_TEST_WATCHED";
const PASSPHRASE: &str = "a quiet desk under a lamp";
const KILLS: u64 = 16;
const FILES: u32 = 60;
/// Every so many, a file that cannot be imported.
const BAD: u32 = 10;

/// Kill -9 at any point of a watched import: every file lies in exactly one place, and the vault has what lies in `done`.
#[test]
fn a_watched_import_that_is_killed_neither_loses_nor_doubles_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    let ruth = NewUser {
        login: "ruth".into(),
        name: "Ruth Lang".into(),
        credential: "CPC".into(),
        passphrase: PASSPHRASE.into(),
    };
    desk.create_vault(&ruth).unwrap();
    desk.lock().unwrap();
    drop(desk);
    let tray = folder.path().join("tray");
    fs::create_dir(&tray).unwrap();
    for number in 0..FILES {
        let text = if number % BAD == 0 {
            "MSH|^~\\&|HIS|N|C|D|20310701||ADT^A04|0|P|2.5\r".to_owned()
        } else {
            message(number)
        };
        fs::write(tray.join(format!("{number:03}.hl7")), text).unwrap();
    }
    for round in 0..KILLS {
        let mut child = child(folder.path());
        let mut says = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("watching") {
            line.clear();
            assert!(says.read_line(&mut line).unwrap() > 0, "it ended by itself");
        }
        std::thread::sleep(Duration::from_millis(round * 7919 % 90));
        child.kill().unwrap();
        child.wait().unwrap();
        let places: Vec<BTreeSet<String>> =
            ["", "done", "problems"].iter().map(|part| names(&tray.join(part))).collect();
        let count: usize = places.iter().map(BTreeSet::len).sum();
        let all: BTreeSet<&String> = places.iter().flatten().collect();
        assert_eq!((count, all.len()), (FILES as usize, FILES as usize), "round {round}");
    }
    let desk = unlocked(folder.path());
    let mut watched = Watched::default();
    for _ in 0..2 {
        desk.sweep(&tray, &mut watched, &mut |_| ControlFlow::Continue(())).unwrap();
    }
    let (done, problems) = (names(&tray.join("done")).len(), names(&tray.join("problems")).len());
    assert_eq!((names(&tray).len(), done + problems), (0, FILES as usize));
    assert_eq!(problems, FILES.div_ceil(BAD) as usize);
    let request = QueueRequest { filter: QueueFilter::default(), limit: 1000, ..QueueRequest::default() };
    let page = desk.queue(&QueueQuery { request, text: String::new() }).unwrap();
    assert_eq!(page.rows.len(), done, "each file of done is one encounter, none is there twice");
    assert!(desk.verify_audit().unwrap().intact);
}

/// What is killed; only ever run by the test above.
#[test]
#[ignore = "run by another test, which kills it"]
fn watch_until_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let desk = unlocked(folder);
    let mut watched = Watched::default();
    desk.sweep(&folder.join("tray"), &mut watched, &mut |_| ControlFlow::Continue(())).unwrap();
    println!("watching");
    loop {
        desk.sweep(&folder.join("tray"), &mut watched, &mut |_| ControlFlow::Continue(())).unwrap();
    }
}

fn message(number: u32) -> String {
    format!(
        "MSH|^~\\&|HIS|NORTH|CARREL|DESK|20310701090000||ADT^A04|{number}|P|2.5.1\r\
         PID|1||M{number}^^^NORTH^MR||INK{number}^ADA||19580228|F\r\
         PV1|1|O|||||||||||||||||V{number}^^^NORTH^VN\r"
    )
}

/// The messages of a folder, without the reasons beside them.
fn names(folder: &Path) -> BTreeSet<String> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeSet::new() };
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.ends_with(".hl7")).collect()
}

fn child(folder: &Path) -> std::process::Child {
    let test = format!("{}::watch_until_killed", module_path!().split_once("::").unwrap().1);
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([test.as_str(), "--exact", "--ignored", "--nocapture"]).env(FOLDER, folder);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap()
}

fn unlocked(folder: &Path) -> Desk {
    let desk = desk(folder);
    desk.unlock("ruth", PASSPHRASE).unwrap();
    desk
}

fn desk(folder: &Path) -> Desk {
    let places = Places {
        vault: folder.join("vault"),
        sample: folder.join("sample"),
        dictionary: Places::find_dictionary(None),
        publications: folder.join("publications.db"),
    };
    Desk::new(places, Clock::wall())
}
