//! The contract speaks to its reader: everything in it is described.

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
