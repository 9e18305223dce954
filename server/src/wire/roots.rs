//! Whose certificates are believed of another house's server: the roots that come with the program, and those of an
//! authority of the city's own.
//!
//! Not here: the line (`wire`), TLS of our own pages, which a proxy makes.
//! Invariant: roots are added, never taken away, and no check is left out; a file without a good certificate stops the start.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use shared::lang::Sentence;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;

use crate::limits::CA_FILE_BYTES_MAX;

/// The city's own; none where the operator named no file.
#[derive(Clone, PartialEq, Default)]
pub struct Roots(Arc<Vec<CertificateDer<'static>>>);

impl fmt::Debug for Roots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Roots({})", self.0.len())
    }
}

impl Roots {
    /// The certificates in a PEM file, one or several: `--ca-file`.
    ///
    /// # Errors
    /// Says that no certificate could be read from it.
    #[expect(clippy::disallowed_methods, reason = "read once, before anybody is answered")]
    pub fn read(file: &Path) -> Result<Roots, Sentence> {
        let bad = || {
            let file = file.display();
            Sentence::new(
                format!("không đọc được chứng chỉ gốc (PEM) trong {file}"),
                format!("no root certificate (PEM) could be read from {file}"),
            )
        };
        let size = std::fs::metadata(file).map_err(|_| bad())?.len();
        if size > CA_FILE_BYTES_MAX {
            return Err(bad());
        }
        Roots::of_pem(&std::fs::read(file).map_err(|_| bad())?).ok_or_else(bad)
    }

    /// Nothing where there is none in it, or one that nobody can check by.
    fn of_pem(text: &[u8]) -> Option<Roots> {
        let all: Vec<_> = CertificateDer::pem_slice_iter(text).collect::<Result<_, _>>().ok()?;
        let mut tried = RootCertStore::empty();
        all.iter().try_for_each(|root| tried.add(root.clone())).ok()?;
        (!all.is_empty()).then(|| Roots(Arc::new(all)))
    }

    /// All that is believed.
    pub fn store(&self) -> RootCertStore {
        let mut store = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        store.add_parsable_certificates(self.0.iter().cloned());
        store
    }

    /// The city's own, as bytes.
    pub fn own(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(AsRef::as_ref)
    }
}
