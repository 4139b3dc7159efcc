//! Global object ids: opaque to callers, a type and a row id inside.

use async_graphql::ID;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// The types that `node` can answer with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    AssignmentRound,
    Concept,
    Desk,
    Member,
    OrgUnit,
    Problem,
}

impl Kind {
    const ALL: [Self; 6] = [
        Self::AssignmentRound,
        Self::Concept,
        Self::Desk,
        Self::Member,
        Self::OrgUnit,
        Self::Problem,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::AssignmentRound => "AssignmentRound",
            Self::Concept => "Concept",
            Self::Desk => "Desk",
            Self::Member => "Member",
            Self::OrgUnit => "OrgUnit",
            Self::Problem => "Problem",
        }
    }

    /// The global id of the object with this row id.
    #[must_use]
    pub fn id(self, row: i64) -> ID {
        ID(URL_SAFE_NO_PAD.encode(format!("{}:{row}", self.name())))
    }

    /// The row id in `id`, if it names an object of this kind.
    #[must_use]
    pub fn row(self, id: &ID) -> Option<i64> {
        parse(id)
            .filter(|(kind, _)| *kind == self)
            .map(|(_, row)| row)
    }
}

/// The global id of a row of the kind with this name, or `None` when `node` knows no such kind.
#[must_use]
pub fn of(name: &str, row: i64) -> Option<ID> {
    let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name)?;
    Some(kind.id(row))
}

/// The kind and row id in a global id, or `None` when it is none of ours.
#[must_use]
pub fn parse(id: &ID) -> Option<(Kind, i64)> {
    let bytes = URL_SAFE_NO_PAD.decode(id.as_str()).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (name, row) = text.split_once(':')?;
    let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name)?;
    let row = row.parse().ok()?;
    // One object has one id: `Member:07` is not another spelling of `Member:7`.
    (kind.id(row) == *id).then_some((kind, row))
}

#[cfg(test)]
mod tests {
    use super::{Kind, parse};

    #[test]
    fn an_id_is_read_back_as_what_it_names() {
        assert_eq!(parse(&Kind::Member.id(7)), Some((Kind::Member, 7)));
        assert_eq!(Kind::Desk.row(&Kind::Member.id(7)), None);
    }

    #[test]
    fn a_foreign_or_padded_id_names_nothing() {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
        for text in ["Member:07", "Member:+7", "Person:7", "Member", ""] {
            assert_eq!(parse(&URL_SAFE_NO_PAD.encode(text).into()), None, "{text}");
        }
        assert_eq!(parse(&"***".into()), None);
    }
}
