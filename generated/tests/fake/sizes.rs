//! Large bodies, slow clients, and what the fake remembers of them.

use std::{
    io::{Read as _, Write as _},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use truto_unified::testing::{Account, FakeTruto};

use super::support::*;

/// How long a small request takes under load.
fn small_request(fake: &FakeTruto, account: &str) -> Duration {
    let start = Instant::now();
    let body = r#"{"first_name": "Ada"}"#;
    let request = head(fake, account, "application/json", body.len()) + body;
    assert_eq!(exchange(fake, request.as_bytes()).0, 200);
    start.elapsed()
}

/// A contact with this many small values.
fn large(values: usize) -> String {
    json!({ "own": vec![json!({"a": 1}); values] }).to_string()
}

#[test]
fn a_large_body_delays_nobody_else() {
    let (fake, account) = fake();
    let other = fake.add(Account::new());
    let body = large(600_000);
    let request = head(&fake, &account, "application/json", body.len()) + &body;
    thread::scope(|scope| {
        let start = Instant::now();
        let large = scope.spawn(|| exchange(&fake, request.as_bytes()).0);
        let mut slowest = Duration::ZERO;
        while !large.is_finished() {
            slowest = slowest.max(small_request(&fake, &other));
        }
        assert_eq!(large.join().unwrap(), 200);
        // On a machine of any speed, no small request waits until the large one is done.
        let whole = start.elapsed();
        assert!(slowest * 3 < whole, "{slowest:?} of {whole:?}");
    });
}

#[test]
fn a_body_that_is_too_large_is_refused_with_413_and_not_kept() {
    let fake = FakeTruto::builder().max_body(1 << 20).start().unwrap();
    let account = fake.add(Account::new());
    let just = json!({ "own": "a".repeat((1 << 20) - 10) }).to_string();
    assert_eq!(just.len(), 1 << 20);
    for (body, status) in [
        (just.clone(), 200),
        (just + " ", 413),
        ("a".repeat(30 << 20), 413),
    ] {
        let request = head(&fake, &account, "application/json", body.len()) + &body;
        let (answered, envelope) = exchange(&fake, request.as_bytes());
        assert_eq!(answered, status, "{} bytes", body.len());
        let envelope: Value = serde_json::from_str(&envelope).unwrap();
        assert!(status == 200 || envelope["message"].as_str().unwrap().contains("1048576"));
        let request = fake.take_requests().remove(0);
        assert_eq!(
            (request.status(), request.body_length()),
            (Some(status), body.len())
        );
        assert!(request.body().len() <= 1 << 20);
    }

    // A client that sends `Expect: 100-continue` is rejected before it sends the body.
    let head = head(&fake, &account, "application/json", 2 << 20);
    let head = head.replace("Host: x", "Host: x\r\nExpect: 100-continue");
    assert_eq!(exchange(&fake, head.as_bytes()).0, 413);
    // The fake does not wait for a body of a gigabyte.
    let head = head
        .replace("2097152", "1073741824")
        .replace("Expect: 100-continue\r\n", "");
    assert_eq!(exchange(&fake, head.as_bytes()).0, 413);
}

#[test]
fn a_client_that_is_silent_is_disconnected() {
    let idle = Duration::from_millis(300);
    let fake = FakeTruto::builder().idle_timeout(idle).start().unwrap();
    let account = fake.add(Account::new());
    let whole = head(&fake, &account, "application/json", 2) + "{}";
    let kept_alive = whole.replace("Connection: close\r\n", "");
    let half = &kept_alive[..kept_alive.len() - 1];
    for (what, sent, status) in [
        ("nothing", "", 0),
        ("half a head", &kept_alive[..100], 0),
        ("half a body", half, 408),
        ("one request", kept_alive.as_str(), 200),
    ] {
        let start = Instant::now();
        assert_eq!(exchange(&fake, sent.as_bytes()).0, status, "{what}");
        let elapsed = start.elapsed();
        assert!(
            elapsed >= idle && elapsed < 20 * idle,
            "{what}: {elapsed:?}"
        );
    }
}

#[test]
fn a_client_that_drips_its_head_is_disconnected_and_one_that_drips_its_body_is_not() {
    let idle = Duration::from_millis(400);
    let fake = FakeTruto::builder().idle_timeout(idle).start().unwrap();
    let account = fake.add(Account::new());
    let head = head(&fake, &account, "application/json", 12);

    let mut slow = connect(&fake);
    let mut closed = false;
    for byte in head.as_bytes() {
        // The first write after the connection was closed may still succeed.
        closed = slow.write_all(&[*byte]).is_err();
        if closed {
            break;
        }
        thread::sleep(idle / 10);
    }
    assert!(closed, "it could send all of its head");
    let mut rest = Vec::new();
    let _ = slow.read_to_end(&mut rest);
    assert!(!rest.starts_with(b"HTTP/1.1 200"));

    let mut slow = connect(&fake);
    slow.write_all(head.as_bytes()).unwrap();
    for byte in br#"{"own": [1]}"# {
        thread::sleep(idle / 4);
        slow.write_all(&[*byte]).unwrap();
    }
    assert_eq!(answer(&mut slow).0, 200);
}

#[tokio::test]
async fn one_write_is_done_once_however_many_repeat_it_at_the_same_time() {
    let (fake, account) = fake();
    let contacts = fake.client().unwrap().integrated_account(&account);
    let contacts = contacts.ticketing().contacts();
    let calls = (0..20).map(|_| {
        let create = contacts.create().first_name("Ada");
        tokio::spawn(async move { create.with_idempotency_key("one").await.unwrap().id })
    });
    let calls: Vec<_> = calls.collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), "contacts_1");
    }
    let made = fake.objects(&account, "ticketing.contacts").unwrap();
    assert_eq!(made.len(), 1);
}

#[test]
fn a_client_that_reads_nothing_is_disconnected() {
    let idle = Duration::from_millis(300);
    let fake = FakeTruto::builder().idle_timeout(idle).start().unwrap();
    let account = fake.add(Account::new());
    let large = json!({"id": "c", "own": "a".repeat(16 << 20)});
    fake.seed(&account, "ticketing.contacts", [large]).unwrap();
    let request = head(&fake, &account, "", 0).replace("POST", "GET");
    for (pause, is_whole) in [(Duration::ZERO, true), (10 * idle, false)] {
        let mut stream = connect(&fake);
        stream.write_all(request.as_bytes()).unwrap();
        while !is_whole && fake.requests().len() < 2 {
            thread::sleep(idle / 10);
        }
        thread::sleep(pause);
        let mut bytes = Vec::new();
        // The connection may end with a reset.
        let _ = stream.read_to_end(&mut bytes);
        assert_eq!(bytes.len() > 16 << 20, is_whole, "{} bytes", bytes.len());
    }
}
