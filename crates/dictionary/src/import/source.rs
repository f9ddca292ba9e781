use std::cell::{Cell, RefCell};
use std::fs::{self, File};
use std::io::{self, BufReader, Cursor, ErrorKind, Read, Seek};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use super::error::ImportError;

/// The largest file that is read, unpacked: the published ones are below 200 MB. Whoever sends a zip that unpacks to
/// more gets that file refused.
const LARGEST: u64 = 512 << 20;
/// Files of one source.
const MOST: usize = 4_000;
/// Folders in folders, and zips in zips.
const DEEPEST: usize = 4;
/// Bytes at the beginning in which a layout shows itself: notices and comments may stand before it.
const HEAD: u64 = 16 << 10;

/// One file of a source, read as it is unpacked.
pub(super) struct Piece<'a> {
    /// Its path inside the source, with `/`.
    pub(super) name: String,
    /// The beginning of the content.
    pub(super) head: &'a [u8],
    /// From its first byte on. Fails with [`ErrorKind::FileTooLarge`] behind what anybody publishes.
    pub(super) content: &'a mut dyn Read,
    /// What is left of the work when the content is read.
    pub(super) writing: Stretch,
}

#[cfg(test)]
impl<'a> Piece<'a> {
    pub(super) fn whole(name: &str, head: &'a [u8], content: &'a mut dyn Read) -> Self {
        Self { name: name.to_owned(), head, content, writing: Stretch { before: 0, length: 0, whole: 0 } }
    }
}

/// Hears how far the work is, in parts of a whole, and says whether to go on.
pub(super) struct Watch<'a> {
    tell: RefCell<&'a mut dyn FnMut(u64, u64) -> ControlFlow<()>>,
    work: Work,
    stopped: Cell<bool>,
}

/// What is done with a source. Writing takes about as long as reading.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    Read,
    ReadAndWrite,
}

impl<'a> Watch<'a> {
    pub(super) fn new(work: Work, tell: &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>) -> Self {
        Self { tell: RefCell::new(tell), work, stopped: Cell::new(false) }
    }

    /// Where reading and where writing of a file lie in the work.
    fn divide(&self, stretch: Stretch) -> (Stretch, Stretch) {
        let written = match self.work {
            Work::Read => 0,
            Work::ReadAndWrite => stretch.length / 2,
        };
        let reading = Stretch { length: stretch.length - written, ..stretch };
        (reading, Stretch { before: stretch.before + reading.length, length: written, ..stretch })
    }

    /// `part` of `all` of a stretch is done.
    pub(super) fn tell(&self, stretch: Stretch, part: u64, all: u64) -> ControlFlow<()> {
        let share = u128::from(stretch.length) * u128::from(part.min(all)) / u128::from(all.max(1));
        let done = stretch.before + u64::try_from(share).unwrap_or(stretch.length);
        let went = (self.tell.borrow_mut())(done.min(stretch.whole), stretch.whole);
        self.stopped.set(went.is_break());
        went
    }

    fn check(&self) -> Result<(), ImportError> {
        if self.stopped.get() { Err(ImportError::Stopped) } else { Ok(()) }
    }
}

/// The part that a file takes of the whole work, in bytes of the source.
#[derive(Clone, Copy)]
pub(super) struct Stretch {
    before: u64,
    length: u64,
    whole: u64,
}

impl Stretch {
    fn part(self, at: usize, of: usize) -> Self {
        let length = self.length / of.max(1) as u64;
        Self { before: self.before + length * at as u64, length, ..self }
    }
}

type Each<'e> = dyn FnMut(Piece<'_>) -> Result<ControlFlow<()>, ImportError> + 'e;

/// Hands every file of a zip, a folder or a single file to `each`, one at a time, and what is packed by gzip unpacked.
pub(super) fn each_piece(path: &Path, watch: &Watch<'_>, each: &mut Each<'_>) -> Result<(), ImportError> {
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
        let stretch = Stretch { before, length: size, whole };
        let went = match is_zip(&mut opened)? {
            true => unpack(BufReader::new(opened), "", stretch, 0, watch, each)?,
            false => hand_over(name, &mut opened, size, stretch, watch, each)?,
        };
        if went.is_break() {
            break;
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

fn unpack(
    archive: impl Read + Seek,
    folder: &str,
    stretch: Stretch,
    depth: usize,
    watch: &Watch<'_>,
    each: &mut Each<'_>,
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
        let (stretch, size) = (stretch.part(at, count), entry.size());
        // A workbook is a zip too, and is handed over as a whole.
        let went = if depth < DEEPEST && name.to_lowercase().ends_with(".zip") {
            let mut inner = Vec::new();
            // What an archive says of a size may be a lie.
            Read::take(&mut entry, LARGEST)
                .read_to_end(&mut inner)
                .map_err(|_| ImportError::DamagedArchive)?;
            match inner.starts_with(ZIP) {
                true => unpack(Cursor::new(inner), &format!("{name}/"), stretch, depth + 1, watch, each)?,
                false => hand_over(name, &mut Cursor::new(inner), size, stretch, watch, each)?,
            }
        } else {
            hand_over(name, &mut entry, size, stretch, watch, each)?
        };
        if went.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

pub(super) const ZIP: &[u8] = b"PK\x03\x04";
const GZIP: [u8; 2] = [0x1F, 0x8B];

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

fn hand_over(
    name: String,
    packed: &mut dyn Read,
    size: u64,
    stretch: Stretch,
    watch: &Watch<'_>,
    each: &mut Each<'_>,
) -> Result<ControlFlow<()>, ImportError> {
    let (reading, writing) = watch.divide(stretch);
    let watched = Watched { packed, read: 0, size, stretch: reading, watch };
    let mut packed = BufReader::with_capacity(256 << 10, watched);
    let mut first = Vec::new();
    // A failure here comes again where the content is read, and is told of there.
    let _ = packed.by_ref().take(GZIP.len() as u64).read_to_end(&mut first);
    let is_gzip = first == GZIP;
    let packed = Cursor::new(first).chain(packed);
    let unpacked: Box<dyn Read + '_> =
        if is_gzip { Box::new(MultiGzDecoder::new(packed)) } else { Box::new(packed) };
    let mut unpacked = Bounded { unpacked, left: LARGEST };
    let mut head = Vec::new();
    let _ = unpacked.by_ref().take(HEAD).read_to_end(&mut head);
    watch.check()?;
    let mut content = Cursor::new(head.as_slice()).chain(unpacked);
    let went = each(Piece { name, head: &head, content: &mut content, writing });
    watch.check()?;
    went
}

/// Tells how far reading is, and fails where it is to stop.
struct Watched<'a, 'w> {
    packed: &'a mut dyn Read,
    read: u64,
    size: u64,
    stretch: Stretch,
    watch: &'a Watch<'w>,
}

impl Read for Watched<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.watch.tell(self.stretch, self.read, self.size).is_break() {
            return Err(io::Error::other("stopped"));
        }
        let length = self.packed.read(buffer)?;
        self.read += length as u64;
        Ok(length)
    }
}

struct Bounded<R> {
    unpacked: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(ErrorKind::FileTooLarge.into());
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let length = self.unpacked.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.left -= length as u64;
        Ok(length)
    }
}
