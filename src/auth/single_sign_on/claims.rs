//! What a token of the provider says, once its signature and its times hold.
//!
//! Whoever shows a token that does not hold is told nothing; the reason is for the log.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Provider, keys::Algorithm};

/// Clocks of the provider and of this machine may differ by so much, both ways.
pub const LEEWAY: TimeDelta = TimeDelta::seconds(60);
/// Some providers list hundreds of groups; more is no sign-in but an attack.
const LONGEST: usize = 16 * 1024;
/// OpenID Connect Core 1.0, section 2: a subject has at most 255 characters of ASCII.
const SUBJECT_LONGEST: usize = 255;
/// Kinds of tokens that say who somebody is; a logout token, say, does not.
const KINDS: [&str; 2] = ["jwt", "at+jwt"];

/// Why a token does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    #[error("it is not a signed token")]
    Malformed,
    #[error("its key is unknown")]
    UnknownKey,
    #[error("its signature does not hold")]
    Signature,
    #[error("it is of another issuer")]
    Issuer,
    #[error("it is for another audience")]
    Audience,
    #[error("it has expired")]
    Expired,
    #[error("it does not hold yet")]
    Early,
    #[error("a claim that must be there is missing or out of shape")]
    Claims,
}

/// A token's parts, before anything of it is believed.
pub struct Token<'t> {
    pub key_id: Option<String>,
    pub algorithm: Algorithm,
    /// What is signed: it tells one token from another, whereas a signature can be rewritten.
    pub message: &'t str,
    pub signature: Vec<u8>,
    payload: &'t str,
}

/// What a token says of somebody.
pub struct Claims {
    pub subject: String,
    pub made_at: DateTime<Utc>,
    /// Until when a session on it lasts; the leeway is in it.
    pub ends_at: DateTime<Utc>,
    all: Map<String, Value>,
}

#[derive(Deserialize)]
struct Header {
    alg: Algorithm,
    kid: Option<String>,
    typ: Option<String>,
    /// Extensions that must be understood; none is.
    crit: Option<Value>,
}

/// Whether this could be a token of a provider at all: ours have no dots.
#[must_use]
pub fn is_signed(token: &str) -> bool {
    token.len() <= LONGEST && token.bytes().filter(|byte| *byte == b'.').count() == 2
}

impl<'t> Token<'t> {
    /// Takes a token apart.
    pub fn parse(token: &'t str) -> Result<Self, Rejected> {
        if !is_signed(token) {
            return Err(Rejected::Malformed);
        }
        let (message, signature) = token.rsplit_once('.').ok_or(Rejected::Malformed)?;
        let (header, payload) = message.split_once('.').ok_or(Rejected::Malformed)?;
        let header: Header =
            serde_json::from_slice(&decode(header)?).map_err(|_| Rejected::Malformed)?;
        let kind = header.typ.map(|kind| kind.to_ascii_lowercase());
        let kind = kind.as_deref();
        let kind = kind.map(|kind| kind.strip_prefix("application/").unwrap_or(kind));
        if header.crit.is_some() || kind.is_some_and(|kind| !KINDS.contains(&kind)) {
            return Err(Rejected::Malformed);
        }
        Ok(Self {
            key_id: header.kid,
            algorithm: header.alg,
            signature: decode(signature)?,
            message,
            payload,
        })
    }

    /// What the token says, where it is this provider's, for us, and holds now. Only after its
    /// signature was verified.
    pub fn claims(&self, provider: &Provider, now: DateTime<Utc>) -> Result<Claims, Rejected> {
        let payload = decode(self.payload)?;
        let all: Map<String, Value> =
            serde_json::from_slice(&payload).map_err(|_| Rejected::Malformed)?;
        if all.get("iss").and_then(Value::as_str) != Some(&provider.issuer) {
            return Err(Rejected::Issuer);
        }
        if !texts(all.get("aud")).contains(&provider.audience.as_str()) {
            return Err(Rejected::Audience);
        }
        let ends_at = time(&all, "exp")?.ok_or(Rejected::Claims)? + LEEWAY;
        let made_at = time(&all, "iat")?.ok_or(Rejected::Claims)?;
        let not_before = time(&all, "nbf")?.unwrap_or(made_at).max(made_at);
        if ends_at <= now {
            return Err(Rejected::Expired);
        }
        if not_before - LEEWAY > now {
            return Err(Rejected::Early);
        }
        let subject = all.get("sub").and_then(Value::as_str);
        let subject = subject
            .filter(|text| is_subject(text))
            .ok_or(Rejected::Claims)?;
        Ok(Claims {
            subject: subject.to_owned(),
            made_at,
            ends_at,
            all,
        })
    }
}

impl Claims {
    /// The texts of a claim: of a string, itself; of a list, its strings; else none. A name with
    /// dots is looked for as it stands, then as a path, such as `realm_access.roles`.
    #[must_use]
    pub fn texts(&self, name: &str) -> Vec<&str> {
        texts(self.find(name))
    }

    /// A whole number, or a text that is one.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        match self.find(name)? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.parse().ok(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    fn find(&self, name: &str) -> Option<&Value> {
        if let Some(value) = self.all.get(name) {
            return Some(value);
        }
        let mut names = name.split('.');
        let mut value = self.all.get(names.next()?)?;
        for name in names {
            value = value.get(name)?;
        }
        Some(value)
    }
}

fn texts(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => {
            Vec::new()
        }
    }
}

/// Seconds since 1970, of which some providers tell fractions.
fn time(all: &Map<String, Value>, name: &str) -> Result<Option<DateTime<Utc>>, Rejected> {
    /// The last second of the year 9999.
    const LAST: f64 = 253_402_300_799.0;
    let Some(value) = all.get(name) else {
        return Ok(None);
    };
    let seconds = value
        .as_f64()
        .filter(|seconds| (0.0..=LAST).contains(seconds));
    let seconds = seconds.ok_or(Rejected::Claims)?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it is within the range, and a part of a second does not count"
    )]
    let whole = seconds as i64;
    Ok(DateTime::from_timestamp(whole, 0))
}

fn is_subject(text: &str) -> bool {
    (1..=SUBJECT_LONGEST).contains(&text.len())
        && text.bytes().all(|byte| (32..127).contains(&byte))
}

fn decode(part: &str) -> Result<Vec<u8>, Rejected> {
    URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| Rejected::Malformed)
}
