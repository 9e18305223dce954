//! An authority that gives out certificates, as a city has its own, and the covered side of a server's line.
//!
//! Not here: what is said under the cover (`mail`, `other`).
//! Invariant: its key lives as long as the test; nobody outside believes it.

use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};

use crate::store::tests::Folder;
use crate::wire::roots::Roots;

/// A line of either kind.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

pub struct Authority {
    root: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub fn new() -> Authority {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = params.self_signed(&key).expect("a certificate").der().clone();
        Authority { root, issuer: Issuer::new(params, key) }
    }

    pub fn pem(&self) -> String {
        let packed = STANDARD.encode(&self.root);
        let lines: Vec<&str> =
            packed.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
    }

    /// As an operator names it.
    pub fn roots(&self) -> Roots {
        let folder = Folder::new();
        Roots::read(&file(&folder, &self.pem())).expect("a root")
    }

    /// The cover of a server that is called so.
    pub fn cover(&self, host: &str) -> TlsAcceptor {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(vec![host.to_owned()]).expect("a name");
        let own = params.signed_by(&key, &self.issuer).expect("a certificate").der().clone();
        let key = PrivatePkcs8KeyDer::from(key.serialize_der());
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("its versions")
            .with_no_client_auth()
            .with_single_cert(vec![own], key.into())
            .expect("key and certificate belong together");
        TlsAcceptor::from(Arc::new(config))
    }
}

/// A file with this text.
pub fn file(folder: &Folder, text: &str) -> PathBuf {
    let path = folder.0.join("goc.pem");
    std::fs::create_dir_all(&folder.0).expect("a folder");
    std::fs::write(&path, text).expect("written");
    path
}
