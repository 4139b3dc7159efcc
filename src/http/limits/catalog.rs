//! What the analysis must know of the schema: where each field leads, which fields are lists,
//! and which take a page size.  Read once from the SDL; looked up by name only.

use std::collections::HashMap;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, OperationType, Type, TypeKind, TypeSystemDefinition,
};

/// Arguments whose value says how many items a field gives.
pub(super) const PAGE_ARGUMENTS: [&str; 3] = ["first", "last", "ids"];

/// The shape of every field of a schema.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    types: HashMap<String, HashMap<String, FieldShape>>,
    roots: [Option<String>; 3],
}

/// Where a field leads and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FieldShape {
    /// Name of the type of one item.
    pub target: String,
    /// Whether the field gives a list.
    pub list: bool,
    /// Whether the field takes a page size.
    pub paged: bool,
}

/// The SDL could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the schema cannot be read: {0}")]
pub struct CatalogError(#[from] async_graphql::parser::Error);

impl Catalog {
    /// Reads the shapes from a schema in SDL.
    ///
    /// # Errors
    ///
    /// [`CatalogError`] where the text is not SDL.
    pub fn from_sdl(sdl: &str) -> Result<Self, CatalogError> {
        let mut catalog = Self {
            roots: ["Query", "Mutation", "Subscription"].map(|name| Some(name.to_owned())),
            ..Self::default()
        };
        for definition in parse_schema(sdl)?.definitions {
            catalog.define(definition);
        }
        Ok(catalog)
    }

    /// The name of the type at the root of an operation.
    pub(super) fn root(&self, operation: OperationType) -> Option<&str> {
        let index = match operation {
            OperationType::Query => 0,
            OperationType::Mutation => 1,
            OperationType::Subscription => 2,
        };
        self.roots[index].as_deref()
    }

    /// The shape of a field, or `None` where the schema has none such (introspection, mistakes).
    pub(super) fn field(&self, parent: Option<&str>, name: &str) -> Option<&FieldShape> {
        self.types.get(parent?)?.get(name)
    }

    fn define(&mut self, definition: TypeSystemDefinition) {
        match definition {
            TypeSystemDefinition::Schema(schema) => {
                let roots = [
                    schema.node.query,
                    schema.node.mutation,
                    schema.node.subscription,
                ];
                self.roots = roots.map(|name| name.map(|name| name.node.to_string()));
            }
            TypeSystemDefinition::Type(definition) => {
                let fields = match definition.node.kind {
                    TypeKind::Object(object) => object.fields,
                    TypeKind::Interface(interface) => interface.fields,
                    TypeKind::Scalar
                    | TypeKind::Union(_)
                    | TypeKind::Enum(_)
                    | TypeKind::InputObject(_) => return,
                };
                let shapes = fields.iter().map(|field| shape(&field.node));
                self.types
                    .entry(definition.node.name.node.to_string())
                    .or_default()
                    .extend(shapes);
            }
            TypeSystemDefinition::Directive(_) => {}
        }
    }
}

fn shape(field: &FieldDefinition) -> (String, FieldShape) {
    let (target, list) = unwrap_type(&field.ty.node);
    let paged = field
        .arguments
        .iter()
        .any(|argument| PAGE_ARGUMENTS.contains(&argument.node.name.node.as_str()));
    (
        field.name.node.to_string(),
        FieldShape {
            target,
            list,
            paged,
        },
    )
}

fn unwrap_type(ty: &Type) -> (String, bool) {
    match &ty.base {
        BaseType::Named(name) => (name.to_string(), false),
        BaseType::List(item) => (unwrap_type(item).0, true),
    }
}
