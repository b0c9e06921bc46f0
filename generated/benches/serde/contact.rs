//! A contact as the API returns it.

/// With 2 KB of remote data, or without.
pub(crate) fn json(index: usize, remote: bool) -> String {
    let remote_data = if remote {
        let filler = "x".repeat(60);
        let fields: Vec<_> = (0..25)
            .map(|n| format!("\"field_{n}\":{{\"value\":\"{filler}\",\"n\":{n}}}"))
            .collect();
        format!(",\"remote_data\":{{{}}}", fields.join(","))
    } else {
        String::new()
    };
    format!(
        r#"{{"id":"{index}","account":{{"id":"a{index}","name":"Acme"}},"addresses":[{{"city":"London","country":"UK",
        "postal_code":"SW1Y 4LE","street_1":"12 St James's Square","type":"work"}}],"created_at":"2024-03-01T09:30:00Z",
        "custom_fields":{{"plan":"pro","seats":7}},"email_addresses":[{{"email":"ada{index}@example.com","type":"work"}},
        {{"email":"l{index}@example.com","type":"home"}}],"first_name":"Ada","last_activity_at":"2024-03-01T09:30:00Z",
        "last_name":"Lovelace","name":"Ada Lovelace","owner":{{"id":"o1"}},"phone_numbers":[{{"number":"+1 202 555 0100",
        "type":"mobile"}}],"tags":[{{"id":"1","name":"maths"}},{{"id":"2","name":"poetry"}}],"title":"Countess",
        "updated_at":"2024-03-01T09:30:00Z","urls":[{{"type":"blog","url":"https://example.com"}}]{remote_data}}}"#
    )
}
