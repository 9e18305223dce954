//! Reaching PostgreSQL.
//!
//! Not here: SQL, which is one text for both databases.
//! Invariant: one that is away is told in a few seconds and one sentence, by its host; an address is never shown
//! whole, since it may hold a password.

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::{Connection as _, PgPool};

use super::{Fault, READERS};

/// How long anybody waits for a connection: the server that does not answer, or all connections in use.
const WAIT_MAX: Duration = Duration::from_secs(5);

pub(super) async fn connect(url: &str) -> Result<PgPool, Fault> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|_| {
            Fault::refused(
                "địa chỉ PostgreSQL không đúng dạng postgres://người-dùng@máy/cơ-sở-dữ-liệu; xem lại --database-url",
                "the address of PostgreSQL is not of the form postgres://user@host/db; look at --database-url",
            )
        })?
        .application_name("mot-cua")
        .options([("synchronous_commit", "on")]);
    // The pool would knock again and again at a door that nobody opens, and then say only that time is up.
    match tokio::time::timeout(WAIT_MAX, PgConnection::connect_with(&options)).await {
        Ok(Ok(first)) => first.close().await?,
        Ok(Err(error)) => return Err(away(&options, &error)),
        Err(_) => return Err(silent(&options)),
    }
    let pool = PgPoolOptions::new().max_connections(READERS + 1).acquire_timeout(WAIT_MAX);
    Ok(pool.connect_with(options).await?)
}

/// `db.phuong.vn:5432`, or the folder of its socket.
fn host(options: &PgConnectOptions) -> String {
    match options.get_socket() {
        Some(socket) => socket.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    }
}

fn silent(options: &PgConnectOptions) -> Fault {
    let (host, seconds) = (host(options), WAIT_MAX.as_secs());
    Fault::refused(
        format!("PostgreSQL ở {host} không trả lời trong {seconds} giây; xem máy ấy và đường mạng tới nó"),
        format!(
            "PostgreSQL at {host} did not answer in {seconds} seconds; look at that machine and the way to it"
        ),
    )
}

fn away(options: &PgConnectOptions, error: &sqlx::Error) -> Fault {
    let host = host(options);
    if let sqlx::Error::Database(said) = error {
        // It is there and says no: the name, the password, the database. Its words never hold the password.
        let said = said.message();
        return Fault::refused(
            format!("PostgreSQL ở {host} không cho vào: {said}; xem lại --database-url"),
            format!("PostgreSQL at {host} lets nobody in: {said}; look at --database-url"),
        );
    }
    Fault::refused(
        format!("không tới được PostgreSQL ở {host}: {error}"),
        format!("PostgreSQL at {host} cannot be reached: {error}"),
    )
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    /// What is said of a server that is away: the host and the port, never the password.
    async fn said(url: &str) -> String {
        let said = connect(url).await.expect_err("away").to_string();
        assert!(!said.contains("quên-mất") && !said.contains("qu%C3%AAn"), "{said}");
        said
    }

    #[tokio::test]
    async fn a_server_that_is_away_is_named_by_its_host() {
        let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let refused = said(&format!("postgres://mc:qu%C3%AAn-m%E1%BA%A5t@127.0.0.1:{free}/so")).await;
        for part in ["không tới được PostgreSQL ở", "PostgreSQL at", &format!("127.0.0.1:{free}")] {
            assert!(refused.contains(part), "{refused}");
        }
        let nonsense = said("so-cai").await;
        assert!(nonsense.contains("--database-url"), "{nonsense}");
    }

    /// A door that opens, and behind it nobody: the wait has an end.
    #[tokio::test(start_paused = true)]
    async fn a_server_that_does_not_answer_is_waited_for_a_few_seconds() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("postgres://mc:qu%C3%AAn-m%E1%BA%A5t@{}/so", listener.local_addr().unwrap());
        let silent = said(&url).await;
        assert!(silent.contains("không trả lời trong 5 giây") && silent.contains("127.0.0.1"), "{silent}");
    }

    #[tokio::test]
    async fn a_server_that_lets_nobody_in_says_why() {
        let url = &super::super::tests::postgres::start().url;
        let said = said(&url.replace("/postgres", "/khong-co-so")).await;
        assert!(said.contains("không cho vào") && said.contains("khong-co-so"), "{said}");
    }
}
