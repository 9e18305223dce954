//! The pages' files, packed and not.

use axum::body::Body;
use axum::http::{Method, header};

use super::House;
use crate::config::Config;
use crate::files::Files;

async fn house(name: &str) -> (House, std::path::PathBuf) {
    let folder = std::env::temp_dir().join(format!("mot-cua-{name}-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("icons")).unwrap();
    for (file, text) in [
        ("index.html", "trang"),
        ("index.html.br", "trang gói br"),
        ("app-0123456789ab.wasm", "mô-đun"),
        ("app-0123456789ab.wasm.gz", "mô-đun gói gz"),
        ("icons/a.svg", "<svg/>"),
    ] {
        std::fs::write(folder.join(file), text).unwrap();
    }
    (House::with(Config::default(), Files::read(&folder).unwrap()).await, folder)
}

#[tokio::test]
async fn a_file_comes_as_the_browser_takes_it() {
    let (house, folder) = house("files").await;
    let stranger = house.stranger();
    let get = async |path: &str, accept: &'static str| {
        let request = stranger.request(Method::GET, path).header(header::ACCEPT_ENCODING, accept);
        stranger.send(request.body(Body::empty()).unwrap()).await
    };
    let wasm = get("/app-0123456789ab.wasm", "gzip, br").await;
    assert_eq!(wasm.text(), "mô-đun gói gz");
    assert_eq!(wasm.headers[header::CONTENT_ENCODING], "gzip");
    assert_eq!(wasm.headers[header::CONTENT_TYPE], "application/wasm");
    assert_eq!(wasm.headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
    let page = get("/ho-so/moi", "br").await;
    assert_eq!((page.text().as_str(), page.status.as_u16()), ("trang gói br", 200));
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-cache");
    assert_eq!(get("/", "identity").await.text(), "trang");
    assert_eq!(get("/icons/a.svg", "br").await.headers[header::CONTENT_TYPE], "image/svg+xml");
    let known = stranger.request(Method::GET, "/").header(header::IF_NONE_MATCH, &page.headers[header::ETAG]);
    assert_eq!(stranger.send(known.body(Body::empty()).unwrap()).await.said(), "304");
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn nothing_outside_the_folder_is_a_file() {
    let (house, folder) = house("outside").await;
    for path in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/icons/../../x.txt", "/khong-co.js", "/.env"] {
        assert_eq!(house.stranger().get(path).await.said(), "404 not_found", "{path}");
    }
    assert_eq!(house.stranger().get("/index.html.br").await.said(), "404 not_found", "a twin has no address");
    assert_eq!(house.stranger().post("/", "{}").await.said(), "405 wrong_method");
    std::fs::remove_dir_all(folder).unwrap();
}
