//! Every address of the server, on one page.
//!
//! Not here: what is behind them.
//! Invariant: a route exists only by being listed here, and `tests/routes.csv` says who may use it.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate as _, SizeAbove};
use tower_http::compression::{CompressionLayer, CompressionLevel};

use crate::carry::{self, aside, rescue};
use crate::error::Error;
use crate::gate::{login, origin, places, turn};
use crate::{
    Site, citizen, feedback, handoff, headers, limits, lost, mine, news, notice, office, paper, proof,
    report, scan, shift, snapshot, supply, survey, sync, upload,
};

/// A router that remembers what it was given.
struct Door {
    router: Router<Arc<Site>>,
    listed: Vec<(Method, &'static str)>,
}

impl Door {
    fn new() -> Door {
        Door { router: Router::new(), listed: Vec::new() }
    }

    fn get<H: Handler<T, Arc<Site>>, T: 'static>(self, path: &'static str, handler: H) -> Door {
        self.on(Method::GET, MethodFilter::GET, path, handler)
    }

    fn post<H: Handler<T, Arc<Site>>, T: 'static>(self, path: &'static str, handler: H) -> Door {
        self.on(Method::POST, MethodFilter::POST, path, handler)
    }

    fn put<H: Handler<T, Arc<Site>>, T: 'static>(self, path: &'static str, handler: H) -> Door {
        self.on(Method::PUT, MethodFilter::PUT, path, handler)
    }

    fn on<H: Handler<T, Arc<Site>>, T: 'static>(
        mut self,
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        handler: H,
    ) -> Door {
        self.router = self.router.route(path, on(filter, handler));
        self.listed.push((method, path));
        self
    }
}

/// For people who work: 64 requests in work at once.
fn staff() -> Door {
    Door::new()
        .post("/api/logout", login::logout)
        .get("/api/me", login::me)
        .post("/api/password", login::change)
        .get("/api/accounts", login::accounts)
        .post("/api/accounts", login::account)
        .get("/api/accounts/sessions", places::of_officer)
        .post("/api/accounts/sessions/end", places::end_of_officer)
        .get("/api/sessions", places::own)
        .post("/api/sessions/end", places::end_own)
        .get("/api/ward", office::ward)
        .post("/api/ward", office::save)
        .get("/api/ward/changes", office::changes)
        .get("/api/devices", office::devices)
        .post("/api/devices/revoke", office::revoke)
        .get("/api/restore", office::restored)
        .post("/api/restore/end", office::end_restore)
        .post("/api/push", sync::push)
        .post("/api/notices", notice::have_read)
        .post("/api/mine", mine::read)
        .post("/api/lost", lost::tell)
        .post("/api/lost/settle", lost::settle)
        .post("/api/keys", carry::key)
        .post("/api/carry", carry::carry)
        .post("/api/succession", carry::succession)
        .post("/api/import", carry::import)
        .get("/api/quarantine", aside::list)
        .post("/api/quarantine/{ticket}", aside::settle)
        .get("/api/snapshot", snapshot::manifest)
        .get("/api/snapshot/{digest}", snapshot::chunk)
        .get("/api/digest", snapshot::sums)
        .get("/api/digest/{bucket}", snapshot::bucket)
        .get("/api/search", sync::search)
        .get("/api/dossier", sync::dossier)
        .get("/api/scans/{digest}", scan::get)
        .put("/api/scans/{digest}", scan::put)
        .get("/api/scans/{digest}/have", scan::have)
        .get("/api/paper/{dossier}/{file}", paper::paper)
        .get("/api/report", report::report)
        .get("/api/report/behind", report::behind)
        .get("/api/report/register", report::register::register)
        .get("/api/report/results", report::results::results)
        .get("/api/report/cash", report::cash::cash)
        .post("/api/report/close", report::closing::close)
        .post("/api/report/close/civil", report::closing::close_civil)
        .get("/api/till", report::till::days)
        .post("/api/till", report::till::hand_over)
        .get("/api/report/feedback", report::feedback::feedback)
        .get("/api/feedback", feedback::list)
        .post("/api/feedback", feedback::enter)
        .get("/api/feedback/one", feedback::one)
        .post("/api/feedback/step", feedback::step)
        .get("/api/survey", report::survey::survey)
        .post("/api/survey/paper", survey::on_paper)
        .post("/api/shift", shift::tell)
        .get("/api/shifts", shift::shifts)
        .get("/api/news", news::seen::of_dossier)
        .get("/api/news/outbox", news::seen::outbox)
        .get("/api/handoff/civil", handoff::civil::reconciled)
        .get("/api/handoff/civil/file", handoff::civil::our_file)
        .post("/api/handoff/civil/file", handoff::civil::their_file)
        .get("/api/handoff/city", handoff::city::outbox)
        .post("/api/handoff/city", handoff::city::decide)
        .get("/api/handoff/city/file", handoff::city::file)
        .post("/api/handoff/city/file", handoff::returned::take)
}

/// Waits without holding a place among those in work.
fn waiting() -> Door {
    Door::new().get("/api/pull", sync::pull)
}

/// For anybody: 16 at once, so that a flood here leaves the counter working.
fn public() -> Door {
    Door::new()
        .get("/api/public/procedures", citizen::procedures)
        .get("/api/public/feedback", feedback::published)
}

/// For devices that were revoked: places of their own, since whoever dribbles a large body holds one.
fn given_up() -> Door {
    Door::new().post("/api/rescue", rescue::rescue)
}

/// Questions of people whom nobody knows yet: they take a place only when the whole question has come, so that
/// whoever dribbles it keeps nobody out.
fn strangers() -> Door {
    Door::new()
        .post("/api/login", login::login)
        .post("/api/public/track", citizen::track)
        .post("/api/public/apply", citizen::apply)
        .post("/api/public/supplement", supply::send)
        .post("/api/public/draft", proof::look)
        .post("/api/public/draft/answer", proof::answer)
        .get("/api/public/photos/{application}/{digest}", upload::have)
        .put("/api/public/photos/{application}/{digest}", upload::put)
        .post("/api/public/rate", survey::rate)
        .post("/api/public/feedback", feedback::file)
        .post("/api/public/feedback/look", feedback::look)
}

fn health() -> Door {
    Door::new().get("/healthz", healthy).get("/readyz", ready)
}

/// Method and path of every route.
pub fn listed() -> Vec<(Method, &'static str)> {
    [staff(), waiting(), public(), given_up(), strangers(), health()]
        .into_iter()
        .flat_map(|door| door.listed)
        .collect()
}

pub fn router(site: Arc<Site>) -> Router {
    let held = |door: Door, slots: &Arc<Semaphore>| {
        door.router.layer(middleware::from_fn_with_state(slots.clone(), hold))
    };
    let api = held(staff(), &site.staff_slots)
        .merge(held(public(), &site.public_slots))
        .merge(held(given_up(), &site.rescue_slots))
        .merge(strangers().router.layer(middleware::from_fn(in_time)))
        .merge(waiting().router)
        .merge(health().router)
        .method_not_allowed_fallback(|| async { Error::wrong_method() })
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Fastest)
                // Pictures are packed already.
                .compress_when(
                    SizeAbove::new(limits::PACKED_BYTES_MIN.into())
                        .and(NotForContentType::IMAGES)
                        .and(NotForContentType::const_new("application/pdf")),
                ),
        )
        .fallback(elsewhere);
    dressed(api, site)
}

/// Guard, log, rescue, the session's token and headers around any routes.
pub(crate) fn dressed(routes: Router<Arc<Site>>, site: Arc<Site>) -> Router {
    routes
        .layer(middleware::from_fn_with_state(site.clone(), turn::hand_out))
        .layer(middleware::from_fn_with_state(site.clone(), origin::guard))
        .layer(middleware::from_fn(crate::log::request))
        .layer(CatchPanicLayer::custom(|_| Error::failed(&"a handler panicked").into_response()))
        .layer(middleware::from_fn_with_state(site.clone(), headers::add))
        .with_state(site)
}

/// One of the places for requests in work, or the answer that there is none.
async fn hold(State(slots): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    let Ok(_slot) = slots.try_acquire() else { return Error::busy().into_response() };
    in_time(request, next).await
}

async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(limits::HANDLER_TIME_MAX + limits::BODY_TIME_MAX, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Error::busy().into_response(),
    }
}

/// Files of the pages; nothing below `/api`.
async fn elsewhere(State(site): State<Arc<Site>>, request: Request) -> Response {
    let path = request.uri().path();
    if headers::is_api(path) {
        return Error::not_found().into_response();
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Error::wrong_method().into_response();
    }
    site.files.get(path, request.headers())
}

async fn healthy() -> &'static str {
    "ok\n"
}

async fn ready(State(site): State<Arc<Site>>) -> Result<&'static str, Error> {
    if site.ledger.is_ready().await { Ok("ok\n") } else { Err(Error::busy()) }
}
