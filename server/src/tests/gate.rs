//! Requests that other sites' pages can make a browser send, and what becomes of them.

use axum::body::Body;
use axum::http::{Method, Request, header};
use shared::demo::RECEPTION;

use super::{Browser, House};
use crate::config::Config;
use crate::files::Files;

type Line = (&'static str, &'static str);

/// Shapes of a changing request: name, header lines, answer.
const SHAPES: [(&str, &[Line], &str); 13] = [
    ("our page", &[("sec-fetch-site", "same-origin"), JSON, PROTO], "200"),
    ("our page in an old browser", &[("origin", "https://phuong.vn"), JSON, PROTO], "200"),
    ("our page without TLS", &[("origin", "http://phuong.vn"), JSON, PROTO], "200"),
    ("another site", &[("sec-fetch-site", "cross-site"), JSON, PROTO], "403 cross_site"),
    ("a sister host", &[("sec-fetch-site", "same-site"), JSON, PROTO], "403 cross_site"),
    ("typed into the address bar", &[("sec-fetch-site", "none"), JSON, PROTO], "403 cross_site"),
    ("no sender", &[JSON, PROTO], "403 cross_site"),
    ("a sandboxed frame", &[("origin", "null"), JSON, PROTO], "403 cross_site"),
    ("a sister host's origin", &[("origin", "https://x.phuong.vn"), JSON, PROTO], "403 cross_site"),
    ("a form", &[("sec-fetch-site", "same-origin"), FORM, PROTO], "415 not_json"),
    ("a form that hides JSON", &[("sec-fetch-site", "same-origin"), TEXT, PROTO], "415 not_json"),
    ("without the protocol", &[("sec-fetch-site", "same-origin"), JSON], "403 cross_site"),
    ("another protocol", &[("sec-fetch-site", "same-origin"), JSON, ("x-mc-proto", "0")], "426 proto"),
];
const JSON: Line = ("content-type", "application/json; charset=utf-8");
const FORM: Line = ("content-type", "application/x-www-form-urlencoded");
const TEXT: Line = ("content-type", "text/plain");
const PROTO: Line = ("x-mc-proto", "1");
const BYTES: Line = ("content-type", "application/octet-stream");

/// A request of this shape, from whoever sits at the browser.
async fn send(browser: &Browser, method: Method, path: &str, lines: &[Line], body: &'static str) -> String {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "phuong.vn");
    if let Some(cookie) = &browser.cookie {
        request = request.header(header::COOKIE, cookie);
    }
    for (key, value) in lines {
        request = request.header(*key, *value);
    }
    browser.send(request.body(Body::from(body)).unwrap()).await.said()
}

#[tokio::test]
async fn only_our_own_pages_change_anything() {
    for (name, lines, expected) in SHAPES {
        let house = House::new().await;
        let oanh = house.browser(RECEPTION).await;
        assert_eq!(send(&oanh, Method::POST, "/api/logout", lines, "{}").await, expected, "{name}");
        let still_in = oanh.get("/api/me").await.said() == "200";
        assert_eq!(still_in, expected != "200", "{name}: the session");
    }
}

/// The same where bytes are put. An address that says nothing of them: whoever is let in hears that.
#[tokio::test]
async fn only_our_own_pages_put_anything() {
    let house = House::new().await;
    let (oanh, path) = (house.browser(RECEPTION).await, "/api/scans/x");
    for (name, lines, expected) in SHAPES {
        let lines: Vec<Line> = lines.iter().map(|line| if *line == JSON { BYTES } else { *line }).collect();
        let expected = match expected {
            "200" => "400 bad_query",
            "415 not_json" => "415 not_bytes",
            expected => expected,
        };
        assert_eq!(send(&oanh, Method::PUT, path, &lines, "").await, expected, "{name}");
    }
    let json = [("sec-fetch-site", "same-origin"), JSON, PROTO];
    assert_eq!(send(&oanh, Method::PUT, path, &json, "").await, "415 not_bytes");
}

/// Behind TLS a page of ours has one origin; one without TLS is whoever sits on the line between.
#[tokio::test]
async fn behind_tls_the_origin_is_the_exact_one() {
    let house = House::with(Config { secure: true, ..Config::default() }, Files::default()).await;
    let stranger = house.stranger();
    for (origin, expected) in [("https://phuong.vn", "401 sign_in"), ("http://phuong.vn", "403 cross_site")] {
        let lines = [("origin", origin), JSON, PROTO];
        assert_eq!(send(&stranger, Method::POST, "/api/logout", &lines, "{}").await, expected, "{origin}");
    }
}

#[tokio::test]
async fn every_changing_route_stands_behind_the_guard() {
    let house = House::new().await;
    let stranger = house.stranger();
    let changing = crate::routes::listed().into_iter().filter(|(method, _)| method != Method::GET);
    let mut put = Vec::new();
    for (method, path) in changing {
        let said = send(&stranger, method.clone(), path, &[("sec-fetch-site", "cross-site")], "{}").await;
        assert_eq!(said, "403 cross_site", "{method} {path}");
        put.extend((method == Method::PUT).then_some(path));
    }
    assert_eq!(put, ["/api/scans/{digest}", "/api/public/photos/{application}/{digest}"]);
}

#[tokio::test]
async fn other_origins_are_never_invited() {
    let house = House::new().await;
    for method in [Method::GET, Method::OPTIONS] {
        let request = Request::builder()
            .method(method)
            .uri("/api/public/procedures")
            .header("origin", "https://evil.example")
            .header("access-control-request-method", "POST");
        let answer = house.stranger().send(request.body(Body::empty()).unwrap()).await;
        let invited = answer.headers.keys().any(|name| name.as_str().starts_with("access-control"));
        assert!(!invited, "{:?}", answer.headers);
    }
}
