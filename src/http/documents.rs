//! Documents that callers name instead of sending: trusted ones from a file, to which a public
//! page's account is held, and those that signed-in callers have sent before.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use axum::http::StatusCode;

use super::caller::Caller;
use super::params::Params;
use super::refusal::{Code, Refusal};
use crate::auth::secret::sha256_hex;

/// Documents kept at once; a frontend has some dozens.
const KEPT: usize = 1_000;
/// Bytes kept at once, over all documents.
const KEPT_BYTES: usize = 4 * 1024 * 1024;
/// A longer document is not kept.
const LONGEST: usize = 32 * 1024;
/// What callers may write before a hash.
const PREFIX: &str = "sha256:";
/// The message by which client libraries know that they must send the document.
const NOT_KEPT: &str = "PersistedQueryNotFound";

/// Every document that can be named.
#[derive(Debug, Default)]
pub struct Documents {
    trusted: Option<Trusted>,
    kept: Mutex<Kept>,
}

#[derive(Debug)]
struct Trusted {
    by_id: BTreeMap<String, String>,
    hashes: BTreeSet<String>,
}

/// The least recently used goes first.
#[derive(Debug, Default)]
struct Kept {
    documents: BTreeMap<String, (String, u64)>,
    bytes: usize,
    clock: u64,
}

impl Documents {
    /// With trusted documents by id, as code generators write them; `None` where there are none
    /// and everybody may send what they like.
    #[must_use]
    pub fn new(trusted: Option<BTreeMap<String, String>>) -> Self {
        let trusted = trusted.map(|by_id| Trusted {
            hashes: by_id.values().map(|text| hash(text)).collect(),
            by_id: by_id
                .into_iter()
                .map(|(id, text)| (bare(&id).to_owned(), text))
                .collect(),
        });
        Self {
            trusted,
            kept: Mutex::default(),
        }
    }

    /// Puts the document into a request that names it, and refuses what the caller may not run.
    /// Answers with the hash under which [`Self::keep`] keeps the document once it is admitted.
    ///
    /// # Errors
    ///
    /// A name that is not known, a hash that is not the document's, or a document that is not
    /// trusted.
    pub fn resolve(&self, params: &mut Params, caller: &Caller) -> Result<Option<String>, Refusal> {
        let held = caller.is_frontend() && self.trusted.is_some();
        let sent = !params.request.query.is_empty();
        match params.document_id.as_deref() {
            Some(id) if !sent => {
                let id = bare(id);
                let document = self.trusted(id).or_else(|| self.kept(id).filter(|_| !held));
                params.request.query = document.ok_or_else(|| unknown(held))?;
                Ok(None)
            }
            _ if held && !self.is_trusted(&params.request.query) => Err(untrusted()),
            Some(id) => {
                let hash = hash(&params.request.query);
                if bare(id) == hash {
                    Ok(caller.viewer.is_some().then_some(hash))
                } else {
                    Err(wrong_hash())
                }
            }
            None => Ok(None),
        }
    }

    /// Keeps a document that was admitted.
    pub fn keep(&self, hash: String, document: &str) {
        if document.len() <= LONGEST {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.insert(hash, document);
        }
    }

    fn trusted(&self, id: &str) -> Option<String> {
        self.trusted.as_ref()?.by_id.get(id).cloned()
    }

    fn is_trusted(&self, document: &str) -> bool {
        self.trusted
            .as_ref()
            .is_some_and(|trusted| trusted.hashes.contains(&hash(document)))
    }

    fn kept(&self, hash: &str) -> Option<String> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(hash)
    }
}

impl Kept {
    fn get(&mut self, hash: &str) -> Option<String> {
        self.clock += 1;
        let (document, used) = self.documents.get_mut(hash)?;
        *used = self.clock;
        Some(document.clone())
    }

    fn insert(&mut self, hash: String, document: &str) {
        self.clock += 1;
        let entry = (document.to_owned(), self.clock);
        if self.documents.insert(hash, entry).is_none() {
            self.bytes += document.len();
        }
        while self.documents.len() > KEPT || self.bytes > KEPT_BYTES {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        let oldest = self.documents.iter().min_by_key(|(_, (_, used))| *used);
        let Some(hash) = oldest.map(|(hash, _)| hash.clone()) else {
            return;
        };
        if let Some((document, _)) = self.documents.remove(&hash) {
            self.bytes -= document.len();
        }
    }
}

fn bare(id: &str) -> &str {
    id.strip_prefix(PREFIX).unwrap_or(id)
}

fn hash(document: &str) -> String {
    sha256_hex(document.as_bytes())
}

fn unknown(held: bool) -> Refusal {
    if held {
        return untrusted();
    }
    Refusal {
        code: Code::NotFound,
        ..Refusal::document(NOT_KEPT, "این سند شناخته نشد؛ متن آن را بفرستید.")
    }
}

fn untrusted() -> Refusal {
    Refusal::new(
        StatusCode::FORBIDDEN,
        Code::Forbidden,
        "This account may run trusted documents only.",
        "این حساب تنها سندهای تأییدشده را می‌تواند اجرا کند.",
    )
}

fn wrong_hash() -> Refusal {
    Refusal::bad_request(
        "The document does not have this SHA-256.",
        "چکیدهٔ SHA-256 با متن سند نمی‌خواند.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_recently_used_is_forgotten_first() {
        let mut kept = Kept::default();
        for number in 0..KEPT {
            kept.insert(number.to_string(), "{ a }");
        }
        assert!(kept.get("0").is_some());
        kept.insert("new".to_owned(), "{ b }");
        assert!(kept.get("0").is_some() && kept.get("1").is_none() && kept.get("new").is_some());
        assert_eq!(kept.bytes, KEPT * 5);
    }

    #[test]
    fn what_is_kept_is_bounded_in_bytes() {
        let mut kept = Kept::default();
        let long = " ".repeat(LONGEST);
        for number in 0..KEPT {
            kept.insert(number.to_string(), &long);
        }
        assert!(kept.bytes <= KEPT_BYTES);
        assert_eq!(kept.documents.len(), KEPT_BYTES / LONGEST);
    }
}
