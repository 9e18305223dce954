//! The accept loop over real connections on this machine.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use shared::demo::RECEPTION;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::pen::{Pen, dossier_id, receive};
use super::{House, nine};
use crate::listen::Front;

async fn serve(house: &House) -> (SocketAddr, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (router, feed) = (house.router.clone(), house.site.feed.clone());
    (address, tokio::spawn(crate::listen::serve(listener, router, feed, Front::default())))
}

async fn read_all(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text
}

#[tokio::test]
async fn a_header_that_dribbles_is_cut_off() {
    let house = House::new().await;
    let (address, _server) = serve(&house).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let begin = Instant::now();
    for byte in b"GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: ".iter().cycle() {
        if stream.write_all(&[*byte]).await.is_err() || begin.elapsed() > Duration::from_secs(9) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let mut rest = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(1), stream.read_to_end(&mut rest)).await;
    assert!(ended.is_ok(), "still open after {:?}", begin.elapsed());
    assert!(begin.elapsed() < Duration::from_secs(9), "{:?}", begin.elapsed());
}

#[tokio::test]
async fn ten_megabytes_hear_why_they_are_too_much() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let (address, _server) = serve(&house).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let size = 10 * 1024 * 1024;
    let head = format!(
        "POST /api/push HTTP/1.1\r\nHost: a\r\nCookie: {}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/json\r\nX-MC-Proto: 1\r\nConnection: close\r\nContent-Length: {size}\r\n\r\n",
        oanh.cookie.unwrap()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&vec![b' '; size]).await.unwrap();
    let answer = read_all(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.contains("too_large"), "{answer}");
}

#[tokio::test]
async fn closing_ends_waits_at_once_and_finishes_what_is_in_work() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let (address, server) = serve(&house).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let ask = format!(
        "GET /api/pull?epoch=&cursor=0&seen_n=0&wait=25 HTTP/1.1\r\nHost: a\r\nCookie: {}\r\n\r\n",
        oanh.cookie.unwrap()
    );
    stream.write_all(ask.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let begin = Instant::now();
    house.site.feed.close();
    let answer = read_all(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    server.await.unwrap();
    assert!(begin.elapsed() < Duration::from_secs(2), "{:?}", begin.elapsed());
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens any more");
}

/// More strangers than there are places send half a login and fall silent: the counter hears nothing of it.
#[tokio::test]
async fn strangers_who_dribble_keep_nobody_out() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let (address, _server) = serve(&house).await;
    let begin = Instant::now();
    let mut dribbling = Vec::new();
    for path in ["/api/login", "/api/public/track", "/api/rescue"].iter().cycle().take(240) {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n\
             X-MC-Proto: 1\r\nContent-Length: 60\r\n\r\n{{"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        dribbling.push(stream);
    }
    let push = Pen::new(oanh.writer(), nine()).write(receive(dossier_id(1), "A", 6000));
    assert_eq!(oanh.post("/api/push", &push).await.said(), "200");
    let login = serde_json::json!({"name": "o6", "password": "sai mật khẩu rồi"});
    assert_eq!(house.stranger().post("/api/login", login).await.said(), "401 wrong_login");
    let track = serde_json::json!({"code": "181122-6000", "secret": "K7M2QP"});
    assert_eq!(house.stranger().post("/api/public/track", track).await.said(), "200");
    assert_eq!(house.stranger().get("/api/public/procedures").await.said(), "200");
    let mut first = dribbling.swap_remove(0);
    let mut answer = [0; 12];
    first.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 408");
    assert!(
        begin.elapsed() < Duration::from_secs(15),
        "after five seconds, not thirty: {:?}",
        begin.elapsed()
    );
}
