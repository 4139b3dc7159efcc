//! A provider that the test is itself: keys, tokens, a key set in a file or behind a tiny server.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use mizan::auth::single_sign_on::{ClaimNames, Provider, SingleSignOn, Source};
use ring::{
    rand::SystemRandom,
    rsa::PublicKeyComponents,
    signature::{
        self, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
        Ed25519KeyPair, KeyPair, RsaEncoding, RsaKeyPair,
    },
};
use serde_json::{Value, json};

use crate::support::{Caller, World};

pub const ISSUER: &str = "https://sso.club.example/realms/city";
pub const AUDIENCE: &str = "mizan";
/// Of no use to anybody: made for these tests, since RSA keys take long to make.
const RSA: &[u8] = include_bytes!("rsa.pk8");

/// A private key with its id and algorithm.
pub struct Signer {
    pub id: &'static str,
    pub algorithm: &'static str,
    pair: Pair,
}

enum Pair {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
}

impl Signer {
    /// A fresh key; RSA has always the same one.
    pub fn new(id: &'static str, algorithm: &'static str) -> Self {
        let random = SystemRandom::new();
        let ec = |curve| {
            let key = EcdsaKeyPair::generate_pkcs8(curve, &random).unwrap();
            Pair::Ec(EcdsaKeyPair::from_pkcs8(curve, key.as_ref(), &random).unwrap())
        };
        let pair = match algorithm {
            "ES256" => ec(&ECDSA_P256_SHA256_FIXED_SIGNING),
            "ES384" => ec(&ECDSA_P384_SHA384_FIXED_SIGNING),
            "EdDSA" => {
                let key = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
                Pair::Ed(Ed25519KeyPair::from_pkcs8(key.as_ref()).unwrap())
            }
            _ => Pair::Rsa(RsaKeyPair::from_pkcs8(RSA).unwrap()),
        };
        Self {
            id,
            algorithm,
            pair,
        }
    }

    /// The public half, as a key set has it.
    pub fn jwk(&self) -> Value {
        let (id, alg) = (self.id, self.algorithm);
        let coordinates = |pair: &EcdsaKeyPair, curve: &str| {
            let point = &pair.public_key().as_ref()[1..];
            let (x, y) = point.split_at(point.len() / 2);
            json!({"kty": "EC", "crv": curve, "kid": id, "use": "sig", "x": text(x), "y": text(y)})
        };
        match &self.pair {
            Pair::Rsa(pair) => {
                let PublicKeyComponents::<Vec<u8>> { n, e } = pair.public().into();
                json!({"kty": "RSA", "kid": id, "use": "sig", "alg": alg, "n": text(&n), "e": text(&e)})
            }
            Pair::Ec(pair) if self.algorithm == "ES256" => coordinates(pair, "P-256"),
            Pair::Ec(pair) => coordinates(pair, "P-384"),
            Pair::Ed(pair) => {
                let x = text(pair.public_key().as_ref());
                json!({"kty": "OKP", "crv": "Ed25519", "kid": id, "alg": alg, "x": x})
            }
        }
    }

    /// The bytes of the public key, for whoever takes them for a secret.
    pub fn public_bytes(&self) -> Vec<u8> {
        match &self.pair {
            Pair::Rsa(pair) => pair.public().as_ref().to_vec(),
            Pair::Ec(pair) => pair.public_key().as_ref().to_vec(),
            Pair::Ed(pair) => pair.public_key().as_ref().to_vec(),
        }
    }

    /// A token under the usual header.
    pub fn token(&self, claims: &Value) -> String {
        self.token_under(
            &json!({"alg": self.algorithm, "kid": self.id, "typ": "JWT"}),
            claims,
        )
    }

    /// A token under any header.
    pub fn token_under(&self, header: &Value, claims: &Value) -> String {
        let message = unsigned(header, claims);
        let signature = self.sign(message.as_bytes());
        format!("{message}.{}", text(&signature))
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        let encoding: &dyn RsaEncoding = match self.algorithm {
            "PS256" => &signature::RSA_PSS_SHA256,
            "RS384" => &signature::RSA_PKCS1_SHA384,
            _ => &signature::RSA_PKCS1_SHA256,
        };
        match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(encoding, &random, message, &mut signature)
                    .unwrap();
                signature
            }
            Pair::Ec(pair) => pair.sign(&random, message).unwrap().as_ref().to_vec(),
            Pair::Ed(pair) => pair.sign(message).as_ref().to_vec(),
        }
    }
}

/// Header and claims, as they are signed.
pub fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| text(value.to_string().as_bytes());
    format!("{}.{}", part(header), part(claims))
}

/// Bytes as tokens write them.
pub fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A key set of these.
pub fn key_set(signers: &[&Signer]) -> Value {
    json!({"keys": signers.iter().map(|signer| signer.jwk()).collect::<Vec<_>>()})
}

/// A coordinator's claims, for five minutes from now.
pub fn claims(world: &World, subject: &str) -> Value {
    let now = world.clock.now().timestamp();
    json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": subject, "iat": now, "exp": now + 300,
        "role": "COORDINATOR",
    })
}

/// The provider with its keys in a file.
pub fn at(keys: Source) -> Provider {
    Provider {
        issuer: ISSUER.to_owned(),
        audience: AUDIENCE.to_owned(),
        keys,
        claims: ClaimNames {
            role: "role".to_owned(),
            org_unit: "org_unit".to_owned(),
            member: "member_no".to_owned(),
            username: "preferred_username".to_owned(),
        },
        roles: Vec::new(),
    }
}

/// A world whose service accepts the tokens of a provider.
pub struct SignedOn {
    pub router: axum::Router,
    pub app: Arc<mizan::app::App>,
}

impl SignedOn {
    /// A second service over the world's database and clock.
    pub async fn with(world: &World, provider: Provider) -> Self {
        let clock = world.clock.clock();
        let mut app = mizan::app::App::open(&world.url, clock).await.unwrap();
        let sign_on = SingleSignOn::open(provider, world.clock.now()).await;
        app.single_sign_on = Some(sign_on.unwrap());
        let app = Arc::new(app);
        Self {
            router: crate::support::serving(&app),
            app,
        }
    }

    /// With a key set of these in a file.
    pub async fn with_keys(world: &World, signers: &[&Signer]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys.json");
        std::fs::write(&file, key_set(signers).to_string()).unwrap();
        Self::with(world, at(Source::File(file))).await
    }

    pub fn caller(&self, token: &str) -> Caller {
        Caller {
            router: self.router.clone(),
            token: Some(token.to_owned()),
        }
    }
}

/// Serves one body to everybody who asks.
pub struct KeyServer {
    pub address: SocketAddr,
    pub body: Arc<Mutex<String>>,
    pub asked: Arc<AtomicUsize>,
}

impl KeyServer {
    /// Serves until the process ends; `status` such as `200 OK`.
    pub fn start(status: &'static str, body: &Value) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            body: Arc::new(Mutex::new(body.to_string())),
            asked: Arc::default(),
        };
        let (body, asked) = (Arc::clone(&server.body), Arc::clone(&server.asked));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                asked.fetch_add(1, Ordering::SeqCst);
                let _ = stream.read(&mut [0; 4_096]);
                let body = body.lock().unwrap().clone();
                let head = format!(
                    "HTTP/1.1 {status}\r\nLocation: /elsewhere\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
                    body.len()
                );
                // Who asked may have gone.
                let _ = stream.write_all((head + &body).as_bytes());
            }
        });
        server
    }

    pub fn source(&self) -> Source {
        Source::from_text(&format!("http://{}/jwks", self.address))
    }

    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}
