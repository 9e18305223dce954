//! Bytes as an address that this page alone can read, for a picture or a download.
//!
//! Not here: whose bytes they are.
//! Invariant: an address is given back when whoever shows it is gone, and the bytes with it.

/// An address of bytes in memory.
#[derive(Debug)]
pub struct Address(String);

impl Address {
    #[cfg(target_arch = "wasm32")]
    pub fn of(bytes: &[u8], media_type: &str) -> Option<Address> {
        let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
        let about = web_sys::BlobPropertyBag::new();
        about.set_type(media_type);
        let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &about).ok()?;
        web_sys::Url::create_object_url_with_blob(&blob).ok().map(Address)
    }

    /// Outside a browser nothing is shown.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn of(bytes: &[u8], media_type: &str) -> Option<Address> {
        Some(Address(format!("blob:{media_type},{}", bytes.len())))
    }

    pub fn href(&self) -> String {
        self.0.clone()
    }
}

#[cfg(target_arch = "wasm32")]
impl Drop for Address {
    fn drop(&mut self) {
        // An address that is gone already is no harm.
        let _ = web_sys::Url::revoke_object_url(&self.0);
    }
}
