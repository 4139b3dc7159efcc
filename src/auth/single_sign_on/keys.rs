//! The provider's public keys, read from its key set, and what a signature is worth under them.
//!
//! Only what is signed with a private key counts: there is no shared secret and no `none` here,
//! so that no header can ask for one.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{self, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;

/// How a token is signed; all other names are refused where the header is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Algorithm {
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    PS512,
    ES256,
    ES384,
    #[serde(rename = "EdDSA")]
    EdDsa,
}

/// A public key, which says itself what may be signed with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The one algorithm that the provider means it for; `None`: any that fits its material.
    algorithm: Option<Algorithm>,
    material: Material,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Material {
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    P256(Vec<u8>),
    P384(Vec<u8>),
    Ed25519(Vec<u8>),
}

/// The keys by id.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Keys {
    named: BTreeMap<String, Key>,
    /// A set of one key may leave out its id, and its tokens too.
    only: Option<Key>,
}

/// Why a key set is worth nothing.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    #[error("it is not a JSON Web Key Set: {0}")]
    Malformed(#[from] serde_json::Error),
    #[error("it has no key for signatures that can be used")]
    Empty,
}

#[derive(Deserialize)]
struct Set {
    keys: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Entry {
    kty: String,
    kid: Option<String>,
    alg: Option<serde_json::Value>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl Keys {
    /// The keys of a JSON Web Key Set (RFC 7517); what is not for signatures is left out, and so
    /// are all keys that share an id, since nobody could say which one is meant.
    pub fn parse(text: &str) -> Result<Self, KeysError> {
        let set: Set = serde_json::from_str(text)?;
        let entries = set.keys.into_iter();
        // One strange key must not shut everybody out.
        let entries = entries.filter_map(|entry| serde_json::from_value::<Entry>(entry).ok());
        let mut usable: Vec<_> = entries
            .filter_map(|entry| Some((entry.kid.clone(), entry.key()?)))
            .collect();
        let mut keys = Self::default();
        if let [(_, key)] = usable.as_slice() {
            keys.only = Some(key.clone());
        }
        usable.sort_by(|(a, _), (b, _)| a.cmp(b));
        for same in usable.chunk_by(|(a, _), (b, _)| a == b) {
            if let [(Some(id), key)] = same {
                keys.named.insert(id.clone(), key.clone());
            }
        }
        if keys.named.is_empty() && keys.only.is_none() {
            return Err(KeysError::Empty);
        }
        Ok(keys)
    }

    /// The key with this id; without an id the only key that there is.
    #[must_use]
    pub fn find(&self, id: Option<&str>) -> Option<&Key> {
        match id {
            Some(id) => self.named.get(id),
            None => self.only.as_ref(),
        }
    }

    /// How many keys can be asked for.
    #[must_use]
    pub fn count(&self) -> usize {
        self.named.len().max(usize::from(self.only.is_some()))
    }
}

impl Entry {
    fn key(&self) -> Option<Key> {
        if self
            .purpose
            .as_deref()
            .is_some_and(|purpose| purpose != "sig")
        {
            return None;
        }
        let algorithm = match &self.alg {
            // A key for an algorithm that is not known here is of no use here.
            Some(name) => Some(Algorithm::deserialize(name).ok()?),
            None => None,
        };
        let material = self.material()?;
        Some(Key {
            algorithm,
            material,
        })
    }

    fn material(&self) -> Option<Material> {
        match (self.kty.as_str(), self.crv.as_deref()) {
            ("RSA", _) => Some(Material::Rsa {
                modulus: number(self.n.as_ref())?,
                exponent: number(self.e.as_ref())?,
            }),
            ("EC", Some("P-256")) => Some(Material::P256(self.point(32)?)),
            ("EC", Some("P-384")) => Some(Material::P384(self.point(48)?)),
            ("OKP", Some("Ed25519")) => {
                let key = bytes(self.x.as_ref())?;
                (key.len() == 32).then_some(Material::Ed25519(key))
            }
            _ => None,
        }
    }

    /// An uncompressed point: 4, x, y.
    fn point(&self, width: usize) -> Option<Vec<u8>> {
        let (x, y) = (bytes(self.x.as_ref())?, bytes(self.y.as_ref())?);
        (x.len() == width && y.len() == width).then(|| [&[4], x.as_slice(), &y].concat())
    }
}

impl Key {
    /// Whether `signature` is this key's own under `message`.
    #[must_use]
    pub fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        if self.algorithm.is_some_and(|meant| meant != algorithm) {
            return false;
        }
        let verified = match (&self.material, algorithm) {
            (Material::Rsa { modulus, exponent }, _) => {
                let Some(parameters) = rsa(algorithm) else {
                    return false;
                };
                let (n, e) = (modulus, exponent);
                RsaPublicKeyComponents { n, e }.verify(parameters, message, signature)
            }
            (Material::P256(key), Algorithm::ES256) => {
                UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, key)
                    .verify(message, signature)
            }
            (Material::P384(key), Algorithm::ES384) => {
                UnparsedPublicKey::new(&signature::ECDSA_P384_SHA384_FIXED, key)
                    .verify(message, signature)
            }
            (Material::Ed25519(key), Algorithm::EdDsa) => {
                UnparsedPublicKey::new(&signature::ED25519, key).verify(message, signature)
            }
            (Material::P256(_) | Material::P384(_) | Material::Ed25519(_), _) => return false,
        };
        verified.is_ok()
    }
}

/// Keys of less than 2,048 bits are refused by these.
fn rsa(algorithm: Algorithm) -> Option<&'static RsaParameters> {
    match algorithm {
        Algorithm::RS256 => Some(&signature::RSA_PKCS1_2048_8192_SHA256),
        Algorithm::RS384 => Some(&signature::RSA_PKCS1_2048_8192_SHA384),
        Algorithm::RS512 => Some(&signature::RSA_PKCS1_2048_8192_SHA512),
        Algorithm::PS256 => Some(&signature::RSA_PSS_2048_8192_SHA256),
        Algorithm::PS384 => Some(&signature::RSA_PSS_2048_8192_SHA384),
        Algorithm::PS512 => Some(&signature::RSA_PSS_2048_8192_SHA512),
        Algorithm::ES256 | Algorithm::ES384 | Algorithm::EdDsa => None,
    }
}

/// Leading zeros are a habit of some providers, and mean nothing in a number.
fn number(text: Option<&String>) -> Option<Vec<u8>> {
    let bytes = bytes(text)?;
    let first = bytes.iter().position(|byte| *byte != 0)?;
    Some(bytes[first..].to_vec())
}

fn bytes(text: Option<&String>) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text?).ok()
}
