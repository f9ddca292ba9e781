use jiff::Timestamp;
use vault::{Presence, Result, Vault, VaultError};

use super::practice::{PASSPHRASE, at, create};

fn wait(folder: &std::path::Path, now: Timestamp) -> u32 {
    match Vault::presence(folder, now).unwrap() {
        Presence::Present { wait_seconds, .. } => wait_seconds,
        Presence::Absent => panic!("there is a vault"),
    }
}

#[test]
fn guessing_gets_slower_and_slower() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    drop(create(folder).unwrap());
    let guess = |now| Vault::unlock(folder, "maria", "not the passphrase", now).map(drop);
    let wrong = |wait_seconds| -> Result<()> { Err(VaultError::WrongPassphrase { wait_seconds }) };
    let too_soon = |wait_seconds| -> Result<()> { Err(VaultError::TooSoon { wait_seconds }) };

    assert_eq!(guess(at(10)), wrong(0));
    assert_eq!(guess(at(11)), wrong(0));
    assert_eq!(guess(at(12)), wrong(2));
    assert_eq!(wait(folder, at(12)), 2);
    assert_eq!(guess(at(13)), too_soon(1));
    // The right one has to wait as well, or the wait would tell which one is right.
    assert_eq!(Vault::unlock(folder, "maria", PASSPHRASE, at(13)).map(drop), too_soon(1));
    let mut now = 14;
    for expected in [4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
        assert_eq!(guess(at(now)), wrong(expected));
        assert_eq!(guess(at(now + i64::from(expected) - 1)), too_soon(1), "refused attempts are not counted");
        now += i64::from(expected);
    }
    assert_eq!(wait(folder, at(now)), 0);
    assert!(Vault::unlock(folder, "maria", PASSPHRASE, at(now)).is_ok());
    assert_eq!(guess(at(now)), wrong(0), "the right one starts it anew");
}

#[test]
fn a_refused_attempt_costs_no_time() {
    let folder = tempfile::tempdir().unwrap();
    drop(create(folder.path()).unwrap());
    for second in 0..3 {
        let _ = Vault::unlock(folder.path(), "maria", "not the passphrase", at(second));
    }
    // Argon2id would take over a minute for these.
    for _ in 0..500 {
        let refused = Vault::unlock(folder.path(), "maria", PASSPHRASE, at(2)).unwrap_err();
        assert_eq!(refused, VaultError::TooSoon { wait_seconds: 2 });
    }
}

#[test]
fn the_recovery_code_opens_what_the_passphrase_no_longer_does() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (vault, code) = create(folder).unwrap();
    drop(vault);
    let recover = |code: &str, login: &str, passphrase: &str, second| {
        Vault::recover(folder, code, login, passphrase, at(second)).map(drop)
    };
    let typed = code.to_string().to_lowercase().replace('-', " ");
    assert_eq!(recover(&typed, "maria", "short", 1), Err(VaultError::WeakPassphrase));
    assert_eq!(recover(&typed, "nobody", "a new passphrase", 1), Err(VaultError::UnknownUser));
    assert_eq!(
        recover("abc", "maria", "a new passphrase", 1),
        Err(VaultError::WrongRecoveryCode { wait_seconds: 0 })
    );
    let wrong = "0000-".repeat(8);
    for (second, wait_seconds) in [(2, 0), (3, 0), (4, 2)] {
        let refused = Err(VaultError::WrongRecoveryCode { wait_seconds });
        assert_eq!(recover(&wrong, "maria", "a new passphrase", second), refused);
    }
    assert_eq!(recover(&typed, "maria", "a new passphrase", 5), Err(VaultError::TooSoon { wait_seconds: 1 }));
    assert_eq!(recover(&typed, "maria", "a new passphrase", 6), Ok(()));
    assert!(Vault::unlock(folder, "maria", "a new passphrase", at(7)).is_ok());
    let old = Vault::unlock(folder, "maria", PASSPHRASE, at(8)).unwrap_err();
    assert_eq!(old, VaultError::WrongPassphrase { wait_seconds: 0 });
}
