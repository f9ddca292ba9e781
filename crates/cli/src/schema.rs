use std::collections::BTreeSet;
use std::io::Write;

use encounter::Encounter;
use serde_json::Value;
use workstation::ClaimPractice;

use crate::arguments::SchemaOf;
use crate::failure::Failure;

/// The format of a file, generated from the types that read it.
pub(crate) fn schema(of: SchemaOf) -> Value {
    match of {
        SchemaOf::Encounter => schemars::schema_for!(Encounter).to_value(),
        SchemaOf::Practice => schemars::schema_for!(ClaimPractice).to_value(),
    }
}

pub(crate) fn print(of: SchemaOf, out: &mut impl Write) -> Result<bool, Failure> {
    serde_json::to_writer_pretty(&mut *out, &schema(of))?;
    writeln!(out)?;
    Ok(true)
}

/// Every name of a field that the schemas know.
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
    collect(&schema(SchemaOf::Encounter), &mut names);
    collect(&schema(SchemaOf::Practice), &mut names);
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_schemas_are_those_that_are_read() {
        let documented = [
            (SchemaOf::Encounter, "encounter", include_str!("../../../docs/encounter.schema.json")),
            (SchemaOf::Practice, "practice", include_str!("../../../docs/practice.schema.json")),
        ];
        for (of, name, documented) in documented {
            let documented: Value = serde_json::from_str(documented).unwrap();
            assert!(
                documented == schema(of),
                "the format changed: cargo run -p cli -- schema {name} > docs/{name}.schema.json, and say so in CHANGELOG.md"
            );
        }
    }
}
