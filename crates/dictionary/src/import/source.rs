use std::fs::{self, File};
use std::io::{Cursor, Read, Seek};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use super::error::ImportError;

/// The largest file that is read, unpacked: the published ones are below 200 MB. Whoever sends a zip that unpacks to
/// more gets that file refused.
const LARGEST: u64 = 512 << 20;
/// Files of one source.
const MOST: usize = 4_000;
/// Folders in folders, and zips in zips.
const DEEPEST: usize = 4;

/// One file of a source.
pub(super) struct Piece {
    /// Its path inside the source, with `/`.
    pub(super) name: String,
    /// `None` where it is larger than anything that is published.
    pub(super) bytes: Option<Vec<u8>>,
    /// How much of the source lies before this file, and the whole, in bytes.
    pub(super) before: u64,
    pub(super) whole: u64,
}

/// Hands every file of a zip, a folder or a single file to `each`, one at a time, so that only one is in memory.
pub(super) fn each_piece(
    path: &Path,
    each: &mut dyn FnMut(Piece) -> Result<ControlFlow<()>, ImportError>,
) -> Result<(), ImportError> {
    let mut files = Vec::new();
    collect(path, 0, &mut files)?;
    files.sort();
    let whole = files.iter().map(|(_, size)| size).sum();
    let mut before = 0;
    for (file, size) in files {
        let name = match file.strip_prefix(path) {
            Ok(inside) if !inside.as_os_str().is_empty() => inside.to_string_lossy().replace('\\', "/"),
            _ => file_name(&file),
        };
        let mut opened = File::open(&file)?;
        let mut place = Place { before, share: size, whole, depth: 0 };
        if is_zip(&mut opened)? {
            if unpack(opened, "", &mut place, each)?.is_break() {
                return Ok(());
            }
        } else {
            let bytes = read(&mut opened, size)?;
            if each(Piece { name, bytes, before, whole })?.is_break() {
                return Ok(());
            }
        }
        before += size;
    }
    Ok(())
}

/// The name that is shown for a source.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn collect(path: &Path, depth: usize, files: &mut Vec<(PathBuf, u64)>) -> Result<(), ImportError> {
    let meta = fs::metadata(path)?;
    if meta.is_dir() {
        if depth < DEEPEST {
            for entry in fs::read_dir(path)? {
                let path = entry?.path();
                // Hidden files are the file manager's, not the publisher's. A link that leads nowhere is passed over.
                let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
                if !hidden && files.len() < MOST && path.exists() {
                    collect(&path, depth + 1, files)?;
                }
            }
        }
    } else if meta.is_file() {
        files.push((path.to_owned(), meta.len()));
    }
    Ok(())
}

struct Place {
    before: u64,
    /// What the archive takes of the whole.
    share: u64,
    whole: u64,
    depth: usize,
}

fn unpack(
    archive: impl Read + Seek,
    folder: &str,
    place: &mut Place,
    each: &mut dyn FnMut(Piece) -> Result<ControlFlow<()>, ImportError>,
) -> Result<ControlFlow<()>, ImportError> {
    let mut archive = ZipArchive::new(archive).map_err(|_| ImportError::DamagedArchive)?;
    let count = archive.len().min(MOST);
    for at in 0..count {
        let mut entry = archive.by_index(at).map_err(|_| ImportError::DamagedArchive)?;
        let name = entry.name().map_err(|_| ImportError::DamagedArchive)?;
        let name = format!("{folder}{}", name.replace('\\', "/"));
        let hidden = name.rsplit('/').next().is_none_or(|name| name.is_empty() || name.starts_with('.'));
        if !entry.is_file() || hidden || name.starts_with("__MACOSX/") {
            continue;
        }
        let before = place.before + place.share * at as u64 / count.max(1) as u64;
        let size = entry.size();
        let bytes = read(&mut entry, size).map_err(|error| match error {
            ImportError::Unreadable(_) => ImportError::DamagedArchive,
            other => other,
        })?;
        drop(entry);
        let nested = bytes.as_ref().filter(|bytes| {
            // A workbook is a zip too, and is read as a whole.
            place.depth < DEEPEST && bytes.starts_with(ZIP) && name.to_lowercase().ends_with(".zip")
        });
        let went = match nested {
            Some(inner) => {
                let share = place.share / count.max(1) as u64;
                let mut inside = Place { before, share, whole: place.whole, depth: place.depth + 1 };
                unpack(Cursor::new(inner), &format!("{name}/"), &mut inside, each)?
            }
            None => each(Piece { name, bytes, before, whole: place.whole })?,
        };
        if went.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

const ZIP: &[u8] = b"PK\x03\x04";

/// By its first bytes, and not an office document, whose first entry names its content types.
fn is_zip(file: &mut File) -> Result<bool, ImportError> {
    let mut head = [0; 64];
    let length = file.read(&mut head)?;
    file.rewind()?;
    let head = head.get(..length).unwrap_or_default();
    let office = [&b"[Content_Types]"[..], b"_rels/", b"docProps/", b"xl/"];
    let name = head.get(30..).unwrap_or_default();
    Ok(head.starts_with(ZIP) && !office.iter().any(|start| name.starts_with(start)))
}

fn read(from: &mut impl Read, size: u64) -> Result<Option<Vec<u8>>, ImportError> {
    if size > LARGEST {
        return Ok(None);
    }
    // What an archive says of a size may be a lie.
    let mut bytes = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= LARGEST).then_some(bytes))
}
