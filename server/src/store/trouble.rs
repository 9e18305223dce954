//! Why the store cannot write just now, though nothing is wrong with what was asked.
//!
//! Not here: what a caller is told (`crate::error`).
//! Invariant: a trouble passes with its cause, and nothing that met it was kept.

use std::io::ErrorKind;

use sqlx::error::DatabaseError as _;
use sqlx::sqlite::SqliteError;

use super::Fault;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// No room is left.
    Full,
    /// It may be read and not written, or it fails.
    Failing,
    /// Somebody else is writing, for longer than anybody waits.
    Busy,
}

impl Fault {
    /// Whether it is the disk's, or the database server's, and passes with its cause.
    pub fn trouble(&self) -> Option<Trouble> {
        match self {
            Fault::Db(sqlx::Error::Database(error)) => match error.try_downcast_ref::<SqliteError>() {
                Some(error) => of_sqlite(error.code()?.parse().ok()?),
                None => of_postgres(&error.code()?),
            },
            Fault::Db(sqlx::Error::PoolTimedOut) => Some(Trouble::Busy),
            Fault::File(_, error) if error.kind() == ErrorKind::StorageFull => Some(Trouble::Full),
            Fault::File(..) => Some(Trouble::Failing),
            Fault::Db(_)
            | Fault::Migrate(_)
            | Fault::Json(_)
            | Fault::OldSqlite(_)
            | Fault::Damaged(_)
            | Fault::NoWard(_)
            | Fault::Refused(_)
            | Fault::Odd(_) => None,
        }
    }
}

/// SQLite's result codes; the low byte says what, the rest where.
fn of_sqlite(code: u32) -> Option<Trouble> {
    match code & 0xff {
        5 | 6 => Some(Trouble::Busy),
        8 | 10 | 14 => Some(Trouble::Failing),
        13 => Some(Trouble::Full),
        _ => None,
    }
}

/// SQLSTATE: no room, a server that only reads, an error of its disk, a lock that was not had.
fn of_postgres(code: &str) -> Option<Trouble> {
    match code {
        "53100" => Some(Trouble::Full),
        "25006" | "58030" => Some(Trouble::Failing),
        "55P03" => Some(Trouble::Busy),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Trouble, of_postgres, of_sqlite};

    #[test]
    fn a_code_says_what_its_extended_form_says() {
        // SQLITE_FULL, SQLITE_IOERR_FSYNC, SQLITE_READONLY_DBMOVED, SQLITE_BUSY_SNAPSHOT, SQLITE_CONSTRAINT_UNIQUE.
        let told = [13, 1034, 1032, 517, 2067].map(of_sqlite);
        let [full, failing, busy] = [Trouble::Full, Trouble::Failing, Trouble::Busy].map(Some);
        assert_eq!(told, [full, failing, failing, busy, None]);
        assert_eq!(["53100", "25006", "55P03", "23505"].map(of_postgres), [full, failing, busy, None]);
    }
}
