use std::collections::BTreeSet;
use std::io::Write;

use encounter::Encounter;
use serde_json::Value;

use crate::failure::Failure;

/// The format of an encounter file, generated from the types that read it.
pub(crate) fn schema() -> Value {
    schemars::schema_for!(Encounter).to_value()
}

pub(crate) fn print(out: &mut impl Write) -> Result<bool, Failure> {
    serde_json::to_writer_pretty(&mut *out, &schema())?;
    writeln!(out)?;
    Ok(true)
}

/// Every name of a field that the schema knows.
pub(crate) fn field_names() -> BTreeSet<String> {
    fn collect(value: &Value, names: &mut BTreeSet<String>) {
        match value {
            Value::Object(object) => {
                if let Some(Value::Object(properties)) = object.get("properties") {
                    names.extend(properties.keys().cloned());
                }
                object.values().for_each(|value| collect(value, names));
            }
            Value::Array(values) => values.iter().for_each(|value| collect(value, names)),
            _ => {}
        }
    }
    let mut names = BTreeSet::new();
    collect(&schema(), &mut names);
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_schema_is_the_one_that_is_read() {
        let documented: Value =
            serde_json::from_str(include_str!("../../../docs/encounter.schema.json")).unwrap();
        assert!(
            documented == schema(),
            "the file format changed: cargo run -p cli -- schema > docs/encounter.schema.json, and say so in CHANGELOG.md"
        );
    }
}
