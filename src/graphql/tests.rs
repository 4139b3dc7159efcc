//! The contract speaks to its reader: everything in it is described, and every root field says
//! whom it is for in the words of the guard that enforces it.

use async_graphql::{
    Name, Positioned,
    parser::{
        parse_schema,
        types::{
            FieldDefinition, InputValueDefinition, TypeDefinition, TypeKind, TypeSystemDefinition,
        },
    },
};

type Description = Option<Positioned<String>>;

/// Names of what has no description, such as `Member.seats(first:)`.
#[derive(Default)]
struct Bare(Vec<String>);

impl Bare {
    fn note(&mut self, name: String, description: &Description) {
        let told = description
            .as_ref()
            .is_some_and(|text| !text.node.trim().is_empty());
        if !told {
            self.0.push(name);
        }
    }

    fn arguments(&mut self, owner: &str, arguments: &[Positioned<InputValueDefinition>]) {
        for argument in arguments {
            let name = format!("{owner}({}:)", argument.node.name.node);
            self.note(name, &argument.node.description);
        }
    }

    fn fields(&mut self, owner: &Name, fields: &[Positioned<FieldDefinition>]) {
        for field in fields {
            let name = format!("{owner}.{}", field.node.name.node);
            self.arguments(&name, &field.node.arguments);
            self.note(name, &field.node.description);
        }
    }

    fn definition(&mut self, definition: &TypeDefinition) {
        let name = &definition.name.node;
        self.note(name.to_string(), &definition.description);
        match &definition.kind {
            TypeKind::Object(object) => self.fields(name, &object.fields),
            TypeKind::Interface(interface) => self.fields(name, &interface.fields),
            TypeKind::Enum(values) => {
                for value in &values.values {
                    let value = &value.node;
                    self.note(format!("{name}.{}", value.value.node), &value.description);
                }
            }
            TypeKind::InputObject(input) => {
                for field in &input.fields {
                    let field = &field.node;
                    self.note(format!("{name}.{}", field.name.node), &field.description);
                }
            }
            TypeKind::Scalar | TypeKind::Union(_) => {}
        }
    }
}

#[test]
fn everything_is_described() {
    let mut bare = Bare::default();
    for definition in parse_schema(super::sdl()).unwrap().definitions {
        if let TypeSystemDefinition::Type(definition) = definition {
            bare.definition(&definition.node);
        }
    }
    assert!(bare.0.is_empty(), "{:#?}", bare.0);
}

/// What a root field's description must say, by its guard.
fn audience(guard: Option<&str>) -> &'static [&'static str] {
    match guard {
        None => &["For everybody."],
        Some("Coordinator") => &["For coordinators."],
        Some("Auditor") => &["For auditors and coordinators."],
        // Who exactly is a matter of the rooms; the description must still say.
        Some("SignedIn") => &[
            "For every role.",
            "For coordinators",
            "For deputies",
            "For experts",
        ],
        Some(other) => panic!("the guard {other} has no words yet"),
    }
}

/// Each root field of a source file with its description and its guard.
fn root_fields(source: &str) -> Vec<(String, String, Option<String>)> {
    let mut fields = Vec::new();
    let (mut told, mut guard) = (String::new(), None);
    let mut root = false;
    for line in source.lines() {
        root &= line != "}";
        let line = line.trim();
        if let Some(name) = line.strip_prefix("impl ") {
            root = ["Query {", "Mutation {", "Subscription {"]
                .iter()
                .any(|end| name.ends_with(end));
        } else if let Some(text) = line.strip_prefix("///") {
            told.push_str(text);
        } else if let Some((_, rest)) = line.split_once("guard = \"") {
            guard = rest.split('"').next().map(str::to_owned);
        } else if let Some(rest) = line.strip_prefix("async fn ") {
            let name: String = rest.chars().take_while(|c| *c != '(').collect();
            if root {
                fields.push((name, std::mem::take(&mut told), guard.take()));
            }
        } else if line.is_empty() || line.ends_with(['}', ';']) {
            told.clear();
            guard = None;
        }
    }
    fields
}

#[test]
fn every_root_field_says_whom_its_guard_lets_in() {
    let room = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/graphql");
    let folders = ["query", "mutation"].map(|name| std::fs::read_dir(room.join(name)).unwrap());
    let files = folders
        .into_iter()
        .flatten()
        .map(|file| file.unwrap().path());
    let mut checked = 0;
    for path in files.chain([room.join("subscription.rs")]) {
        let source = std::fs::read_to_string(&path).unwrap();
        for (name, told, guard) in root_fields(&source) {
            let words = audience(guard.as_deref());
            assert!(
                words.iter().any(|words| told.contains(words)),
                "{name} in {} must say one of {words:?}: {told}",
                path.display()
            );
            checked += 1;
        }
    }
    assert!(checked >= 30, "only {checked} fields were found");
}
