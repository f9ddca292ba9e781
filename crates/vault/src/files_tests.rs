use encounter::{Document, DocumentFile, DocumentPage, EncounterId, FindingCounts};

use crate::sample::{PASSPHRASE, at, note, vault, visit};
use crate::{Result, Vault, VaultError, unwatched};

const CLEAN: FindingCounts = FindingCounts { errors: 0, warnings: 0, infos: 0 };

fn scan(digest: &str) -> Document {
    let pages = vec![DocumentPage::default(); 3];
    let file = DocumentFile {
        digest: digest.to_owned(),
        name: "scan.tif".into(),
        media_type: "image/tiff".into(),
        bytes: 4,
        is_pictured: true,
        pages,
    };
    Document { file: Some(Box::new(file)), ..note("") }
}

fn with_scan(vault: &mut Vault) -> (EncounterId, Document) {
    vault
        .transact(|tx| -> Result<_> {
            let digest = tx.keep_file(b"II*\0", at(0))?;
            assert_eq!(tx.keep_file(b"II*\0", at(5))?, digest, "the same bytes are kept once");
            let mut encounter = visit(1);
            encounter.add_document(scan(&digest));
            let id = tx.insert_encounter(&encounter, CLEAN, at(0))?;
            Ok((id, encounter.documents.remove(1)))
        })
        .unwrap()
}

#[test]
fn a_file_is_kept_beside_its_document_and_goes_with_the_vault() {
    let (folder, mut vault, _) = vault();
    let (id, document) = with_scan(&mut vault);
    let file = *document.file.clone().unwrap();
    let kept = |vault: &Vault| {
        vault
            .read(|reading| -> Result<_> {
                assert_eq!(reading.encounter(id)?.unwrap().encounter.documents[1], document);
                assert_eq!(reading.file_of(id, encounter::DocumentId(99))?, None);
                reading.file_of(id, document.id)
            })
            .unwrap()
    };
    assert_eq!(kept(&vault), Some((file.clone(), b"II*\0".to_vec())));

    let to = folder.path().join("away.carrel-backup");
    vault.snapshot(&mut unwatched).unwrap().back_up(&to, at(2), &mut unwatched).unwrap();
    drop(vault);
    let other = tempfile::tempdir().unwrap();
    Vault::restore(&to, other.path(), at(3)).unwrap();
    let restored = Vault::unlock(other.path(), "maria", PASSPHRASE, at(4)).unwrap();
    assert_eq!(kept(&restored), Some((file, b"II*\0".to_vec())));
}

#[test]
fn a_document_of_a_file_that_is_not_there_is_refused() {
    let (_folder, mut vault, _) = vault();
    let mut encounter = visit(1);
    encounter.add_document(scan("00"));
    let refused = vault.transact(|tx| tx.insert_encounter(&encounter, CLEAN, at(0)));
    assert_eq!(refused, Err(VaultError::NoSuchFile));
}

#[test]
fn a_file_of_the_record_is_never_thrown_away_and_one_that_nobody_took_is() {
    let (_folder, mut vault, _) = vault();
    let (id, document) = with_scan(&mut vault);
    let count = |vault: &Vault| {
        vault.connection.query_row("SELECT count(*) FROM file", [], |row| row.get::<_, u32>(0)).unwrap()
    };
    let drafted = vault
        .transact(|tx| -> Result<_> {
            tx.keep_file(b"opened by mistake", at(1))?;
            let drafted = tx.keep_file(b"being entered", at(1))?;
            tx.set_setting("maria", "draft", &format!("{{\"digest\":\"{drafted}\"}}"))?;
            tx.keep_file(b"opened a moment ago", at(9))?;
            Ok(drafted)
        })
        .unwrap();
    assert_eq!(count(&vault), 4);
    vault.transact(|tx| tx.drop_unused_files(at(9))).unwrap();
    assert_eq!(count(&vault), 3);
    let is_there = |digest: &str| {
        let sql = "SELECT EXISTS (SELECT 1 FROM file WHERE digest = ?1)";
        vault.connection.query_row(sql, [digest], |row| row.get::<_, bool>(0)).unwrap()
    };
    assert!(is_there(&drafted));
    assert!(vault.read(|reading| reading.file_of(id, document.id)).unwrap().is_some());
    for sql in [
        "DELETE FROM file WHERE bytes = x'49492A00'",
        "DELETE FROM document_file",
        "UPDATE document_file SET name = ''",
        "UPDATE file SET bytes = x''",
    ] {
        let refused = VaultError::from(vault.connection.execute(sql, []).unwrap_err());
        assert_eq!(refused, VaultError::Locked, "{sql}");
    }
}
