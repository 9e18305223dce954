//! Requests that other sites' pages can make a browser send, and what becomes of them.

use axum::body::Body;
use axum::http::{Method, Request, header};
use shared::demo::RECEPTION;

use super::House;

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

#[tokio::test]
async fn only_our_own_pages_change_anything() {
    for (name, lines, expected) in SHAPES {
        let house = House::new().await;
        let oanh = house.browser(RECEPTION).await;
        let mut request = Request::builder()
            .method(Method::POST)
            .uri("/api/logout")
            .header(header::HOST, "phuong.vn")
            .header(header::COOKIE, oanh.cookie.clone().unwrap());
        for (key, value) in lines {
            request = request.header(*key, *value);
        }
        let answer = oanh.send(request.body(Body::from("{}")).unwrap()).await;
        assert_eq!(answer.said(), expected, "{name}");
        let still_in = oanh.get("/api/me").await.said() == "200";
        assert_eq!(still_in, expected != "200", "{name}: the session");
    }
}

#[tokio::test]
async fn every_changing_route_stands_behind_the_guard() {
    let house = House::new().await;
    let stranger = house.stranger();
    let changing = crate::routes::listed().into_iter().filter(|(method, _)| method == Method::POST);
    for (method, path) in changing {
        let request = Request::builder().method(method).uri(path).header("sec-fetch-site", "cross-site");
        let answer = stranger.send(request.body(Body::from("{}")).unwrap()).await;
        assert_eq!(answer.said(), "403 cross_site", "{path}");
    }
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
