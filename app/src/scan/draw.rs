//! A picture drawn anew: upright, no larger than is needed to read it, and nothing in it but the picture.
//!
//! Not here: which files are taken (`take`).
//! Invariant: what comes out is a JPEG of this page's own making; the camera's notes of place and time are not in it.

#[cfg(target_arch = "wasm32")]
use js_sys::{Array, Function, Promise, Uint8Array};
use shared::limits::SCAN_EDGE_PIXELS_KEPT;
use shared::scan::BadFile;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_futures::JsFuture;

/// A page of print stays readable; a third of what the camera made.
#[cfg(target_arch = "wasm32")]
const QUALITY: f64 = 0.82;

/// Width and height with the long edge within bounds; never larger than it was.
pub fn fitted(width: u32, height: u32) -> (u32, u32) {
    let long = width.max(height);
    if long <= SCAN_EDGE_PIXELS_KEPT {
        return (width, height);
    }
    let fit = |edge: u32| {
        let edge = u64::from(edge) * u64::from(SCAN_EDGE_PIXELS_KEPT) / u64::from(long);
        u32::try_from(edge).unwrap_or(SCAN_EDGE_PIXELS_KEPT).max(1)
    };
    (fit(width), fit(height))
}

/// # Errors
/// The browser knows no such picture.
#[cfg(target_arch = "wasm32")]
pub async fn anew(bytes: &[u8]) -> Result<Vec<u8>, BadFile> {
    draw(bytes).await.map_err(|_| shared::scan::unknown(bytes))
}

/// Outside a browser a picture that need not be smaller stays as it is, and no other is drawn.
#[cfg(not(target_arch = "wasm32"))]
pub async fn anew(bytes: &[u8]) -> Result<Vec<u8>, BadFile> {
    let kind = shared::scan::check(bytes)?;
    let (width, height) = shared::scan::look::pixels(kind, bytes).ok_or(BadFile::Torn)?;
    if fitted(width, height) == (width, height) {
        Ok(bytes.to_vec())
    } else {
        Err(BadFile::TooWide { width, height })
    }
}

#[cfg(target_arch = "wasm32")]
async fn draw(bytes: &[u8]) -> Result<Vec<u8>, JsValue> {
    let blob = web_sys::Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)))?;
    // The browser turns it upright by the camera's note.
    let asked = leptos::prelude::window().create_image_bitmap_with_blob(&blob)?;
    let picture: web_sys::ImageBitmap = JsFuture::from(asked).await?.dyn_into()?;
    let (width, height) = fitted(picture.width(), picture.height());
    let canvas: web_sys::HtmlCanvasElement =
        leptos::prelude::document().create_element("canvas")?.dyn_into()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let pen = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let pen: web_sys::CanvasRenderingContext2d = pen.dyn_into()?;
    let (x, y) = (f64::from(width), f64::from(height));
    // What is clear in a PNG is white on paper.
    pen.set_fill_style_str("white");
    pen.fill_rect(0.0, 0.0, x, y);
    pen.draw_image_with_image_bitmap_and_dw_and_dh(&picture, 0.0, 0.0, x, y)?;
    picture.close();
    let made = Promise::new(&mut |done: Function, failed: Function| {
        let failed_too = failed.clone();
        let take = Closure::once_into_js(move |blob: JsValue| {
            let told =
                if blob.is_null() { failed.call0(&JsValue::NULL) } else { done.call1(&JsValue::NULL, &blob) };
            drop(told);
        });
        let quality = JsValue::from_f64(QUALITY);
        let asked =
            canvas.to_blob_with_type_and_encoder_options(take.unchecked_ref(), "image/jpeg", &quality);
        if asked.is_err() {
            drop(failed_too.call0(&JsValue::NULL));
        }
    });
    let made: web_sys::Blob = JsFuture::from(made).await?.dyn_into()?;
    Ok(Uint8Array::new(&JsFuture::from(made.array_buffer()).await?).to_vec())
}
