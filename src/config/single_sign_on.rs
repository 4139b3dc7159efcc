//! The provider of single sign-on: the table `[single_sign_on]`, `MIZAN_SSO_…` variables and flags.

use std::{collections::BTreeMap, str::FromStr};

use clap::Args;
use serde::{Deserialize, Deserializer};

use crate::auth::{
    role_with_code,
    single_sign_on::{ClaimNames, Provider, RoleRule, Source},
};

/// What is set of the provider; all of it but the names of claims is needed, or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args, Deserialize)]
#[command(next_help_heading = "Single sign-on (also in the table [single_sign_on])")]
#[serde(deny_unknown_fields)]
pub struct SingleSignOn {
    /// Issuer whose tokens (JWT) are accepted, exactly as they name it.
    #[arg(long = "sso-issuer", env = "MIZAN_SSO_ISSUER", value_name = "URL")]
    pub issuer: Option<String>,
    /// Audience that its tokens must name.
    #[arg(long = "sso-audience", env = "MIZAN_SSO_AUDIENCE", value_name = "NAME")]
    pub audience: Option<String>,
    /// Its key set (JWKS): a file, or an http or https address.
    #[arg(long = "sso-keys", env = "MIZAN_SSO_KEYS", value_name = "FILE|URL")]
    pub keys: Option<String>,
    /// Claim that names the role; a path such as `realm_access.roles` is fine [default: role].
    #[arg(
        long = "sso-role-claim",
        env = "MIZAN_SSO_ROLE_CLAIM",
        value_name = "CLAIM",
        hide_short_help = true
    )]
    pub role_claim: Option<String>,
    /// Claim with the code of a deputy's unit [default: `org_unit`].
    #[arg(
        long = "sso-org-unit-claim",
        env = "MIZAN_SSO_ORG_UNIT_CLAIM",
        value_name = "CLAIM",
        hide_short_help = true
    )]
    pub org_unit_claim: Option<String>,
    /// Claim with the number of the member who an expert is [default: `member_no`].
    #[arg(
        long = "sso-member-claim",
        env = "MIZAN_SSO_MEMBER_CLAIM",
        value_name = "CLAIM",
        hide_short_help = true
    )]
    pub member_claim: Option<String>,
    /// Claim that names a new account [default: `preferred_username`].
    #[arg(
        long = "sso-username-claim",
        env = "MIZAN_SSO_USERNAME_CLAIM",
        value_name = "CLAIM",
        hide_short_help = true
    )]
    pub username_claim: Option<String>,
    /// What a value of the role claim stands for, such as `club-managers=COORDINATOR`; may be
    /// given several times [default: the values are the roles' own names].
    #[arg(
        long = "sso-role",
        env = "MIZAN_SSO_ROLES",
        value_delimiter = ',',
        value_name = "VALUE=ROLE"
    )]
    #[serde(default, deserialize_with = "rules")]
    pub roles: Vec<RoleRule>,
}

/// The provider is named by halves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("single sign-on needs an issuer, an audience and keys; {0} is missing")]
pub struct Incomplete(&'static str);

impl SingleSignOn {
    /// These, or where one is missing the `other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let roles = if self.roles.is_empty() {
            other.roles
        } else {
            self.roles
        };
        Self {
            issuer: self.issuer.or(other.issuer),
            audience: self.audience.or(other.audience),
            keys: self.keys.or(other.keys),
            role_claim: self.role_claim.or(other.role_claim),
            org_unit_claim: self.org_unit_claim.or(other.org_unit_claim),
            member_claim: self.member_claim.or(other.member_claim),
            username_claim: self.username_claim.or(other.username_claim),
            roles,
        }
    }

    /// The provider; `None` where none is named.
    pub fn provider(self) -> Result<Option<Provider>, Incomplete> {
        if self == Self::default() {
            return Ok(None);
        }
        let told = |value: Option<String>, name| {
            let value = value.filter(|value| !value.trim().is_empty());
            value.ok_or(Incomplete(name))
        };
        let name = |value: Option<String>, usual: &str| value.unwrap_or_else(|| usual.to_owned());
        Ok(Some(Provider {
            issuer: told(self.issuer, "the issuer")?,
            audience: told(self.audience, "the audience")?,
            keys: Source::from_text(&told(self.keys, "the key set")?),
            claims: ClaimNames {
                role: name(self.role_claim, "role"),
                org_unit: name(self.org_unit_claim, "org_unit"),
                member: name(self.member_claim, "member_no"),
                username: name(self.username_claim, "preferred_username"),
            },
            roles: self.roles,
        }))
    }
}

impl FromStr for RoleRule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // The value may be the name of a group in a directory, with signs of its own.
        let (value, code) = text
            .rsplit_once('=')
            .ok_or("expected VALUE=ROLE, such as club-managers=COORDINATOR")?;
        rule(value, code)
    }
}

fn rule(value: &str, code: &str) -> Result<RoleRule, String> {
    let role = role_with_code(code).ok_or_else(|| {
        format!("there is no role {code}; there are COORDINATOR, DEPUTY, EXPERT, FRONTEND, AUDITOR")
    })?;
    Ok(RoleRule {
        value: value.to_owned(),
        role,
    })
}

/// A table of values and roles, as the file has them.
fn rules<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<RoleRule>, D::Error> {
    let table = BTreeMap::<String, String>::deserialize(deserializer)?;
    let rules = table.iter().map(|(value, code)| rule(value, code));
    rules
        .collect::<Result<_, _>>()
        .map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use entity::account::Role;

    use super::*;

    #[test]
    fn the_file_and_the_flags_say_the_same() {
        let file = "issuer = 'https://sso.example'\naudience = 'mizan'\nkeys = 'keys.json'\n\
                    [roles]\n'cn=managers,ou=club' = 'COORDINATOR'";
        let file: SingleSignOn = toml::from_str(file).unwrap();
        assert_eq!(
            file.roles,
            ["cn=managers,ou=club=COORDINATOR".parse().unwrap()]
        );
        let flags = SingleSignOn {
            audience: Some("other".into()),
            roles: vec!["staff=AUDITOR".parse().unwrap()],
            ..SingleSignOn::default()
        };
        let provider = flags.or(file).provider().unwrap().unwrap();
        assert_eq!(provider.audience, "other");
        assert_eq!(provider.issuer, "https://sso.example");
        assert_eq!(provider.keys, Source::File("keys.json".into()));
        assert_eq!(provider.claims.org_unit, "org_unit");
        assert_eq!(provider.roles[0].role, Role::Auditor);
    }

    #[test]
    fn half_a_provider_and_unknown_roles_are_refused() {
        let table = |text| toml::from_str::<SingleSignOn>(text);
        assert_eq!(table("").unwrap().provider(), Ok(None));
        for (half, missing) in [
            ("audience = 'a'\nkeys = 'k'", "the issuer"),
            ("issuer = 'i'\nkeys = 'k'", "the audience"),
            ("issuer = 'i'\naudience = ' '\nkeys = 'k'", "the audience"),
            ("issuer = 'i'\naudience = 'a'", "the key set"),
            ("role_claim = 'groups'", "the issuer"),
        ] {
            assert_eq!(table(half).unwrap().provider(), Err(Incomplete(missing)));
        }
        assert!(table("[roles]\nstaff = 'KING'").is_err());
        assert!(table("isuer = 'i'").is_err());
        assert!("COORDINATOR".parse::<RoleRule>().is_err());
    }
}
