/// `PRAGMA application_id` of a dictionary: "CRLD".
pub(crate) const APPLICATION_ID: u32 = u32::from_be_bytes(*b"CRLD");

/// `PRAGMA user_version`. The file is rebuilt, never migrated: any change of [`DDL`] or of the search blobs raises it.
pub(crate) const VERSION: u32 = 5;

pub(crate) const DDL: &str = include_str!("schema.sql");
