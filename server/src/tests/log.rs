//! What the log says, and what it must never say.

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};
use shared::demo::RECEPTION;
use tower::ServiceExt as _;
use tracing_subscriber::EnvFilter;

use super::pen::{Pen, dossier_id, receive, sings};
use super::{House, nine};
use crate::log::{lines, panicked};

/// What was logged.
#[derive(Clone, Default)]
pub struct Sink(Arc<Mutex<Vec<u8>>>);

impl Sink {
    /// Hears this thread until the guard is dropped.
    pub fn listen(&self) -> tracing::subscriber::DefaultGuard {
        let writer = self.clone();
        let subscriber = lines(EnvFilter::new("trace,sqlx=warn"), move || writer.clone());
        tracing::subscriber::set_default(subscriber)
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// One dossier with a canary comes in; then everything that may go wrong with it does.
#[tokio::test]
async fn the_log_says_who_did_what_and_nothing_of_citizens() {
    let sink = Sink::default();
    let _log = sink.listen();
    std::panic::set_hook(Box::new(panicked));
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let push = Pen::new(oanh.writer(), nine()).write(receive(dossier_id(1), "CANARY", 6000));
    assert_eq!(oanh.post("/api/push", &push).await.said(), "200");
    oanh.get("/api/search?q=CANARY").await;
    oanh.get("/api/pull?epoch=CANARY&cursor=0&seen_n=0&wait=0").await;
    let broken = oanh.request(Method::POST, "/api/push").body(Body::from("{\"CANARY")).unwrap();
    assert_eq!(oanh.send(broken).await.said(), "400 bad_json");
    let login = json!({"name": "CANARY", "password": "CANARY CANARY"});
    assert_eq!(house.stranger().post("/api/login", login).await.said(), "401 wrong_login");
    house.stranger().post("/api/public/track", json!({"code": "CANARY", "secret": "CANARY"})).await;
    // A row that somebody else's hand has changed: the parser would quote it.
    let mut tx = house.site.store.db.begin().await.unwrap();
    crate::store::within!(&mut tx, |c| {
        sqlx::query("UPDATE record SET body = '\"CANARY\"'").execute(c).await.unwrap();
    });
    tx.commit().await.unwrap();
    let report = "/api/report?form=board&from=2018-01-01&to=2018-12-31";
    assert_eq!(oanh.get(report).await.said(), "500 failed");
    let panicking = || async {
        if true {
            panic!("CANARY");
        }
    };
    let router = Router::new().route("/api/broken", axum::routing::get(panicking));
    let router = crate::routes::dressed(router, house.site.clone());
    router.oneshot(Request::get("/api/broken").body(Body::empty()).unwrap()).await.unwrap();

    let text = sink.text();
    assert_eq!(sings(&text), None, "{text}");
    let said: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    let fields = |message: &str| -> Vec<&Value> {
        said.iter().map(|line| &line["fields"]).filter(|fields| fields["message"] == message).collect()
    };
    let answered = fields("answered");
    let push = answered.iter().find(|line| line["path"] == "/api/push" && line["status"] == 200).unwrap();
    assert_eq!((&push["officer"], &push["device"]), (&json!(RECEPTION), &json!(oanh.device)));
    assert!(push["ms"].is_number());
    assert!(answered.iter().any(|line| line["path"] == "/api/login" && line["status"] == 401));
    let causes = fields("request failed");
    assert!(
        causes.iter().any(|line| line["cause"].as_str().unwrap().contains("stored JSON: Data at line 1"))
    );
    assert!(fields("panicked")[0]["file"].as_str().unwrap().ends_with("tests/log.rs"));
}
