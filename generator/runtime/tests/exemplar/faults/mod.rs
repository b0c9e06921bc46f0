//! All faults that a client must handle, in one table. Each has one correct outcome, the same for async and blocking calls.

mod account;
mod answers;
mod bodies;
mod client;
mod decoding;
mod early;
mod given;
mod hosts;
mod kept;
mod lists;
mod many;
mod proxies;
mod queries;
#[allow(dead_code, reason = "the generated crate's tests use all of it")]
mod rows;
mod secrecy;
mod sharing;
mod writes;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use truto_runtime::{ClientBuilder, support::Endpoint};

use crate::{
    Operation,
    timer::FakeTimer,
    way::Way,
    wire::{ACCOUNT, TOKEN},
};

pub(crate) use rows::{answer, page};

pub(crate) const LIST: Operation = Operation::new(Endpoint::new("x.list", "GET", "/x"));
pub(crate) const CREATE: Operation = Operation::new(Endpoint::new("x.create", "POST", "/x"));
pub(crate) const UPDATE: Operation = Operation::new(Endpoint::new("x.update", "PATCH", "/x"));
pub(crate) const DELETE: Operation = Operation::new(Endpoint::new("x.delete", "DELETE", "/x"));

/// A fault, and a check of its outcome.
struct Fault {
    number: u8,
    what: &'static str,
    check: fn(Way),
}

const fn numbered(number: u8, what: &'static str, check: fn(Way)) -> Fault {
    Fault {
        number,
        what,
        check,
    }
}

/// All faults, ordered by number.
const FAULTS: &[Fault] = &[
    numbered(1, "429 with Retry-After in seconds", |way| played(1, way)),
    numbered(2, "429 with Retry-After as a date", |way| played(2, way)),
    numbered(3, "an invalid or too long Retry-After", |way| {
        played(3, way)
    }),
    numbered(4, "429 without Retry-After", |way| played(4, way)),
    numbered(5, "503", |way| played(5, way)),
    numbered(6, "409", |way| played(6, way)),
    numbered(7, "500 with an HTML page", |way| {
        played(7, way);
        bodies::a_page_of_html_is_shown_in_part(way);
    }),
    numbered(8, "200 with HTML or nothing", |way| {
        played(8, way);
        bodies::what_is_no_json_is_shown_in_part(way);
    }),
    numbered(9, "connection refused, host name not found", |way| {
        played(9, way)
    }),
    numbered(10, "closed or reset before the response", |way| {
        played(10, way)
    }),
    numbered(11, "reset or truncated in the body", |way| played(11, way)),
    numbered(12, "truncated JSON without a length", |way| played(12, way)),
    numbered(13, "a body that arrives too slowly", |way| played(13, way)),
    numbered(14, "TCP or TLS connecting hangs", |way| played(14, way)),
    numbered(15, "a redirect to another host", |way| {
        played(15, way);
        bodies::a_redirect_is_not_followed(way);
    }),
    numbered(16, "a gzip bomb, a huge body", |way| {
        played(16, way);
        bodies::only_the_beginning_of_a_long_error_is_read(way);
        bodies::a_long_error_may_be_of_the_integration(way);
        bodies::an_error_of_decoding_is_short(way);
    }),
    numbered(17, "invalid UTF-8", bodies::invalid_utf8_has_an_offset),
    numbered(
        18,
        "JSON nested 100,000 deep",
        bodies::deep_nesting_is_an_error,
    ),
    numbered(
        19,
        "an unknown value of an enum",
        bodies::an_unknown_value_is_kept,
    ),
    numbered(
        20,
        "null or a wrong type in an optional field",
        decoding::null_is_none_and_a_wrong_type_is_kept,
    ),
    numbered(
        21,
        "one damaged item in a page of 100",
        lists::one_damaged_item_loses_no_other,
    ),
    numbered(22, "unknown fields", bodies::unknown_fields_are_kept),
    numbered(
        23,
        "a repeated or empty cursor",
        lists::a_circle_is_found_and_an_empty_cursor_is_the_end,
    ),
    numbered(
        24,
        "empty pages with a cursor",
        lists::empty_pages_are_followed_for_a_while,
    ),
    numbered(25, "an error on page 7", |way| {
        lists::an_error_says_where_to_go_on(way);
        lists::a_loop_that_ignores_errors_ends_in_an_outage(way);
    }),
    numbered(
        26,
        "a create that is reset and retried",
        writes::a_create_that_is_reset_arrives_again_with_the_same_key,
    ),
    numbered(
        27,
        "retries of writes switched off",
        writes::writes_can_be_left_unrepeated,
    ),
    numbered(
        28,
        "every call fails for a minute",
        writes::when_everything_fails_repeating_stops_for_a_while,
    ),
    numbered(
        29,
        "the wall clock jumps",
        writes::the_wall_clock_plays_no_part,
    ),
    numbered(
        30,
        "line breaks in token, header or key",
        client::what_no_header_can_carry_is_refused_and_not_shown,
    ),
    numbered(
        31,
        "ids that are not valid path segments",
        client::an_id_cannot_reach_another_path,
    ),
    numbered(
        32,
        "token or account in any output",
        client::neither_token_nor_account_is_ever_shown,
    ),
    numbered(33, "odd base URLs", client::only_safe_base_urls_are_taken),
    numbered(
        34,
        "a proxy, and one that refuses",
        client::a_proxy_is_used_unless_disabled,
    ),
    numbered(
        35,
        "a pooled connection that was closed",
        many::a_closed_connection_is_replaced,
    ),
    numbered(
        36,
        "a future that is dropped in flight",
        many::a_dropped_call_leaves_nothing_behind,
    ),
    numbered(
        37,
        "100 calls at once",
        many::a_hundred_concurrent_calls_succeed,
    ),
    numbered(38, "a cursor of another list", |way| {
        lists::a_cursor_of_another_list_is_refused(way);
        lists::iteration_can_start_at_a_given_cursor(way);
    }),
    numbered(
        39,
        "401 from the API or from the integration",
        account::a_401_from_the_api_differs_from_one_of_the_integration,
    ),
    numbered(
        40,
        "a partial response",
        lists::a_partial_response_is_reported,
    ),
    numbered(41, "204, or 200 with an empty body", |way| {
        answers::an_empty_body_decodes_as_an_empty_value(way);
        answers::a_read_without_a_body_is_an_error(way);
        answers::all_decoders_handle_an_empty_body(way);
    }),
    numbered(
        42,
        "a field of another type than documented",
        decoding::a_field_of_another_type_is_converted_or_kept,
    ),
    numbered(
        43,
        "null in place of a list",
        answers::a_null_list_is_an_empty_page,
    ),
    numbered(
        44,
        "a byte order mark before JSON",
        answers::a_byte_order_mark_is_skipped,
    ),
    numbered(
        45,
        "Retry-After with decimals",
        answers::a_decimal_retry_after_is_rounded_up,
    ),
    numbered(
        46,
        "a response while the body is still being sent",
        early::a_status_that_comes_early_is_the_status,
    ),
    numbered(
        47,
        "gzip by other names, with several members or layers",
        answers::gzip_is_decoded_however_it_is_written,
    ),
    numbered(
        48,
        "many headers, responses before the response, trailers",
        |way| {
            early::what_surrounds_a_response_is_no_fault(way);
            early::a_flood_of_responses_ends_with_the_timeout(way);
        },
    ),
    numbered(
        49,
        "headers that frame the message",
        given::headers_of_the_transport_are_refused,
    ),
    numbered(
        50,
        "an observer that panics",
        hosts::an_observer_that_panics_changes_nothing,
    ),
    numbered(
        51,
        "a runtime without timers or IO",
        hosts::a_runtime_that_lacks_something_is_an_error,
    ),
    numbered(
        52,
        "control characters in the server's message",
        answers::what_the_server_says_is_safe_to_print,
    ),
    numbered(
        53,
        "secrets in logs, with TLS, a proxy and retries",
        secrecy::nothing_logs_a_secret_at_any_level,
    ),
    numbered(54, "a limiter with the server's limits", |way| {
        sharing::limits_like_the_server_s_earn_no_429(way);
        sharing::a_limiter_can_be_shared_and_can_fail(way);
    }),
    numbered(55, "NO_PROXY, and invalid proxies", |way| {
        proxies::the_environment_is_read_in_one_way(way);
        proxies::what_is_no_proxy_is_an_error(way);
    }),
    numbered(
        56,
        "a token with a prefix or surrounding white space",
        given::a_token_is_trimmed_and_has_no_prefix,
    ),
    numbered(57, "lists in a query or form", |way| {
        queries::the_items_of_a_list_can_be_told_apart(way);
        queries::what_would_be_misread_is_not_sent(way);
    }),
    numbered(
        58,
        "an invalid timestamp",
        crate::timestamps::one_that_is_none_is_not_sent,
    ),
];

#[test]
fn every_fault_has_its_one_outcome() {
    let mut failed = Vec::new();
    for fault in FAULTS {
        let number = fault.number;
        for way in Way::ALL {
            let outcome = catch_unwind(AssertUnwindSafe(|| (fault.check)(way)));
            let mark = if outcome.is_ok() {
                "survived"
            } else {
                "FAILED"
            };
            println!("{number:>2} {mark} {way:?}: {}", fault.what);
            if outcome.is_err() {
                failed.push((number, way));
            }
        }
    }
    assert!(failed.is_empty(), "{failed:?}");
}

/// Plays the rows with this number, for each kind of operation.
fn played(number: u8, way: Way) {
    let rows = rows::rows();
    let rows: Vec<_> = rows.iter().filter(|row| row.number == number).collect();
    assert!(!rows.is_empty());
    let mut wrong = Vec::new();
    for row in rows {
        for operation in [&LIST, &CREATE, &UPDATE, &DELETE] {
            let site = row.site(answer("200 OK", ""));
            let (builder, timer) = client(&site.url);
            let result = way.call(&row.client(builder).unwrap(), operation);
            let method = operation.endpoint().method();
            wrong.extend(row.judge(method, &result, &site, &timer.waits()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Returns the builder of a client whose waits take no time, and its timer, which records the waits.
pub(crate) fn client(url: &str) -> (ClientBuilder, FakeTimer) {
    let timer = FakeTimer::default();
    let builder = ClientBuilder::new(url)
        .token(TOKEN)
        .timer(timer.clone())
        .timeout(Duration::from_secs(10));
    (builder, timer)
}

/// Asserts that neither the error nor its sources show a secret.
pub(crate) fn shows_no_secret(error: &truto_runtime::Error) {
    let text = crate::wire::chain(error);
    assert!(!text.contains(TOKEN) && !text.contains(ACCOUNT), "{text}");
}
