//! A timer on `setTimeout`.

use std::time::{Duration, SystemTime};

use js_sys::{Date, Function, Promise};
use truto_unified::{policy::Timer, transport::BoxFuture};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(done: &Function, milliseconds: f64) -> JsValue;

    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn milliseconds() -> f64;
}

pub(crate) struct JsTimer;

impl Timer for JsTimer {
    fn now(&self) -> Duration {
        Duration::from_secs_f64(milliseconds() / 1_000.0)
    }

    fn date(&self) -> Option<SystemTime> {
        Some(SystemTime::UNIX_EPOCH + Duration::from_secs_f64(Date::now() / 1_000.0))
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let slept = Promise::new(&mut |done, _| {
                set_timeout(&done, time.as_secs_f64() * 1_000.0);
            });
            // A promise that is never rejected.
            let _ = JsFuture::from(slept).await;
        })
    }
}
