use golden_enums::{Client, types::{FindJobsResponse, Status}};

use crate::support::{Recorder, round_trip};

#[test]
fn values_keep_their_bytes() {
    for status in Status::ALL {
        let json = serde_json::to_string(status).unwrap();
        assert_eq!(&round_trip::<Status>(&json), status);
    }
    assert_eq!(Status::from("in progress"), Status::InProgress);
    assert_eq!(round_trip::<Status>(r#""brand new""#), "brand new");
    let job: FindJobsResponse = round_trip(r#"{"status":"odd","level":7}"#);
    assert_eq!(job.level.unwrap().as_i64(), 7);
    let job: FindJobsResponse = serde_json::from_str(r#"{"limits":[10.0,5e1,7]}"#).unwrap();
    assert_eq!(serde_json::to_string(&job).unwrap(), r#"{"limits":[10,50,7]}"#);
    assert!(serde_json::from_str::<FindJobsResponse>(r#"{"limits":[10.5]}"#).is_err());
}

#[test]
fn parameters_take_them() {
    let server = Recorder::new(200, "{}");
    let client: Client = server.client();
    Recorder::send(client.jobs().find().status("a b").level(-1).limit(50)).unwrap();
    assert_eq!(server.line(), "GET /jobs?status=a%20b&level=-1&limit=50");
    Recorder::send(client.jobs().find().status(Status::Open)).unwrap();
    assert_eq!(server.line(), "GET /jobs?status=open");
}
