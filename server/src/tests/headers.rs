//! Headers stand on every answer, the good and the bad; those of pages on pages alone.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use tower::ServiceExt as _;

use super::House;
use crate::config::Config;
use crate::files::Files;
use crate::headers::{NOSNIFF, ON_PAGES, is_api};

fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("mot-cua-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("index.html"), "<!doctype html>").unwrap();
    folder
}

#[tokio::test]
async fn on_every_route_and_every_fault() {
    let site = folder("headers");
    let house = House::with(Config { secure: true, ..Config::default() }, Files::read(&site).unwrap()).await;
    let stranger = house.stranger();
    let mut requests: Vec<(Method, String)> =
        crate::routes::listed().into_iter().map(|(method, path)| (method, path.to_owned())).collect();
    for path in ["/", "/ho-so/1", "/khong-co.js", "/api/khong-co", "/api"] {
        requests.push((Method::GET, path.to_owned()));
        requests.push((Method::DELETE, path.to_owned()));
    }
    for (method, path) in requests {
        let request = stranger.request(method.clone(), &path).body(Body::from("{}")).unwrap();
        let answer = stranger.send(request).await;
        for (name, value) in ON_PAGES {
            let said = answer.headers.get(name).map(|value| value.to_str().unwrap());
            assert_eq!(said, (!is_api(&path)).then_some(value), "{method} {path}: {name}");
        }
        assert_eq!(answer.headers[NOSNIFF.0], NOSNIFF.1, "{method} {path}");
        assert!(answer.headers.contains_key(header::STRICT_TRANSPORT_SECURITY), "{method} {path}");
        let kept = answer.headers[header::CACHE_CONTROL].to_str().unwrap();
        let public = ["/api/public/procedures", "/api/public/ward"].contains(&path.as_str())
            || !path.starts_with("/api");
        assert!(kept == "no-store" || (public && kept.contains("no-cache")), "{method} {path}: {kept}");
    }
    std::fs::remove_dir_all(site).unwrap();
}

/// The camera reads cards and codes; nothing else of a device is any page's business.
#[test]
fn a_page_may_use_the_camera_and_no_other_part_of_a_device() {
    let said = ON_PAGES.iter().find(|(name, _)| *name == "permissions-policy").map(|(_, value)| *value);
    let said = said.expect("pages say it");
    for part in ["microphone", "geolocation", "payment", "usb"] {
        assert!(said.contains(&format!("{part}=()")), "{part}: {said}");
    }
    assert!(said.starts_with("camera=(self)"), "{said}");
}

#[tokio::test]
async fn a_handler_that_panics_is_answered_without_its_words() {
    let house = House::new().await;
    let broken = || async {
        if true {
            panic!("bí mật của tiến trình");
        }
    };
    let router: Router = crate::routes::dressed(
        Router::new().route("/api/broken", axum::routing::get(broken)),
        house.site.clone(),
    );
    let request = Request::get("/api/broken").body(Body::empty()).unwrap();
    let response = router.oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
    let text = String::from_utf8(body.to_vec()).unwrap();
    assert!(text.contains("Máy chủ gặp trục trặc") && !text.contains("bí mật"), "{text}");
}
