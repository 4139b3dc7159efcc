//! Passwords and tokens: drawn here, kept only as hashes.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::fault::Fault;

/// 256 bits, so that guessing is hopeless without any slow hash.
const TOKEN_BYTES: usize = 32;
/// 96 bits: for generated demo passwords, which a person has to copy.
const PASSWORD_BYTES: usize = 12;
/// 48 bits: unlike those of other processes, and short enough to read out.
const INSTANCE_BYTES: usize = 6;
/// Makes a leaked token recognisable to a scanner.
const TOKEN_PREFIX: &str = "mzn_";

/// A new bearer token.
pub fn new_token() -> Result<String, Fault> {
    Ok(format!("{TOKEN_PREFIX}{}", random(TOKEN_BYTES)?))
}

/// A new password for an account that nobody chose one for.
pub fn new_password() -> Result<String, Fault> {
    random(PASSWORD_BYTES)
}

/// A name by which this process tells itself from others in the log.
pub fn new_instance() -> Result<String, Fault> {
    random(INSTANCE_BYTES)
}

/// The hash under which a token is stored: SHA-256 in hexadecimal.
#[must_use]
pub fn token_hash(token: &str) -> String {
    sha256_hex(token.as_bytes())
}

/// SHA-256 in hexadecimal, 64 characters.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// Argon2id with the crate's default cost, which follows OWASP's advice. Slow: never on an
/// async thread.
pub fn hash_password(password: &str) -> Result<String, Fault> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Fault::Internal(format!("hashing a password: {error}")))
}

/// Whether `password` has this hash. Slow, as long for a malformed hash as for a wrong password.
#[must_use]
pub fn verify_password(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that draws secrets"
)]
fn random(bytes: usize) -> Result<String, Fault> {
    let mut buffer = vec![0; bytes];
    getrandom::fill(&mut buffer)
        .map_err(|error| Fault::Internal(format!("drawing random bytes: {error}")))?;
    Ok(URL_SAFE_NO_PAD.encode(buffer))
}
